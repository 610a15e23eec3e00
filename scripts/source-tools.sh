#!/usr/bin/env bash
# Makes the image of source tasks, kopr/source-tools:<tag>: from Fedora where its registry and mirrors answer, else from Debian.
# Layers are cached, so a run without changes takes a second. usage: source-tools.sh [test]
#   test  makes kopr/source-tools:test besides, with the same tools; those of Debian's image also work with a mirror of PyPI
set -euo pipefail
cd "$(dirname "$0")/.."
image=kopr/source-tools:${KOPR_TAG:-dev}
started=$SECONDS
log=$(mktemp)
trap 'rm -f "$log"' EXIT

# build NAME RECIPE…: the classic builder. Proxy settings pass through and are not recorded.
build() {
  DOCKER_BUILDKIT=0 docker build --build-arg http_proxy --build-arg https_proxy --build-arg no_proxy -t "$@" >"$log" 2>&1 && return
  echo "image $1 failed:" >&2
  tail -n 40 "$log" >&2
  exit 1
}

if [ "${KOPR_DEMO_DISTRO:-auto}" != minidistro ] && scripts/newest-fedora.sh >/dev/null; then file=Dockerfile.fedora; else file=Dockerfile; fi
build "$image" -f "ops/images/source-tools/$file" ops/images/source-tools
if [ "${1:-}" = test ]; then
  if [ "$file" = Dockerfile ]; then
    build kopr/source-tools:test --build-arg "base=$image" ops/images/source-tools-mirror
  else
    docker tag "$image" kopr/source-tools:test
  fi
fi
echo "image $image ($((SECONDS - started)) s)"
