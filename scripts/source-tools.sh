#!/usr/bin/env bash
# Makes the image of source tasks, kopr/source-tools:<tag>: from Fedora where its registry and mirrors answer, else from Debian.
# Layers are cached, so a run without changes takes a second.
set -euo pipefail
cd "$(dirname "$0")/.."
recipe=ops/images/source-tools
image=kopr/source-tools:${KOPR_TAG:-dev}
started=$SECONDS
if [ "${KOPR_DEMO_DISTRO:-auto}" != minidistro ] && scripts/newest-fedora.sh >/dev/null; then file=Dockerfile.fedora; else file=Dockerfile; fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Proxy settings pass through and are not recorded.
if ! DOCKER_BUILDKIT=0 docker build --build-arg http_proxy --build-arg https_proxy --build-arg no_proxy -t "$image" -f "$recipe/$file" "$recipe" >"$log" 2>&1; then
  echo "image $image failed:" >&2
  tail -n 40 "$log" >&2
  exit 1
fi
echo "image $image ($((SECONDS - started)) s)"
