#!/usr/bin/env bash
# Prints the number of the newest Fedora release; fails where Fedora's image or mirrors cannot be reached. Asks once a day.
set -euo pipefail
cd "$(dirname "$0")/.."
mkdir -p .cache
known=.cache/newest-fedora
if [ -n "$(find "$known" -mmin -1440 2>/dev/null)" ]; then
  version=$(<"$known")
else
  version=none
  if timeout 60 docker pull -q fedora:latest >/dev/null 2>&1; then
    version=$(timeout 120 docker run --rm fedora:latest sh -c '. /etc/os-release && dnf -q makecache >/dev/null 2>&1 && echo "$VERSION_ID"') || version=none
  fi
  echo "$version" >"$known"
fi
[ "$version" != none ] || exit 1
echo "$version"
