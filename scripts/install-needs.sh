#!/usr/bin/env bash
# Installs the Debian packages that our scripts need on the host, and only those that are missing.
# usage: install-needs.sh [package...]     (no names: everything that making the images takes)
# A host that is not Debian installs the same tools its own way; then this says what is missing and stops.
set -euo pipefail

if [ $# -eq 0 ]; then set -- debootstrap zstd rpm createrepo-c ca-certificates; fi

# "ii" is the only state in which dpkg has the package ready to use.
missing=()
for package in "$@"; do
  dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then exit 0; fi

if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
  echo "needs: please install: ${missing[*]} (as root: scripts/install-needs.sh)" >&2
  exit 1
fi

# RUNLEVEL=1: Debian's packages then do not start their daemons; tests start their own.
install() {
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

echo "needs: installing ${missing[*]}" >&2
# Package lists that are missing or stale make the first try fail; only then are they worth an update.
if ! install 2>/dev/null; then
  apt-get update -qq
  install
fi
