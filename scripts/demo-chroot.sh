#!/usr/bin/env bash
# Makes the demo's chroot known to the frontend and prints its name.
set -euo pipefail
cd "$(dirname "$0")/.."
arch=$(uname -m)
if [ "${KOPR_DEMO_DISTRO:-auto}" != minidistro ] && version=$(scripts/newest-fedora.sh); then
  DOCKER_BUILDKIT=0 docker build -q -t kopr/builder:dev ops/images/builder >&2
  scripts/admin.sh chroot create "fedora-$version-$arch" --engine mock --image kopr/builder:dev --config "fedora-$version-$arch" >&2
  echo "fedora-$version-$arch"
else
  scripts/admin.sh chroot create "minidistro-13-$arch" --engine rpmbuild --image kopr/minidistro:13 >&2
  echo "minidistro-13-$arch"
fi
