#!/usr/bin/env bash
# From nothing to an installed package: engine, images, stack, user, project, build, publish, dnf install. Run again it is quick.
set -euo pipefail
cd "$(dirname "$0")/.."
started=$(date +%s)
if ! command -v node >/dev/null; then echo "demo: needs Node 20.19 or newer" >&2; exit 1; fi
node -e 'const [a, b] = process.versions.node.split(".").map(Number); if (a < 20 || (a === 20 && b < 19)) { console.error(`demo: needs Node 20.19 or newer, this is ${process.versions.node}`); process.exit(1); }'
if [ "$(id -u)" != 0 ]; then echo "demo: needs root (Docker Engine, package installation)" >&2; exit 1; fi

scripts/up.sh
up=$(date +%s)

# Where Fedora's registry answers, its newest release is the demo's chroot; elsewhere the small distribution made on this machine.
chroot=$(scripts/demo-chroot.sh)
config=.cache/demo.copr
mkdir -p .cache/demo
scripts/admin.sh user create demo --email demo@example.org >"$config"

srpm="${SRPM:-}"
if [ -z "$srpm" ]; then
  rm -rf .cache/demo/srpm
  scripts/make-srpm.sh examples/hello .cache/demo/srpm >/dev/null
  srpm=$(echo .cache/demo/srpm/*.src.rpm)
fi
node scripts/demo.mjs --config "$config" --chroot "$chroot" --srpm "$srpm" --stage "stack up=$((up - started))"
