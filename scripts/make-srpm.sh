#!/usr/bin/env bash
# Makes the SRPM of a folder that holds one spec, and prints its path.
# usage: make-srpm.sh DIR OUTDIR
# The spec's first source is taken from DIR when it is there; otherwise DIR itself is packed under that name.
# rpmbuild is the host's where there is one, else that of the Minidistro image.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
if [ $# -ne 2 ]; then sed -n 's/^# usage/usage/p' "$0" >&2; exit 2; fi
dir=$(readlink -f "$1")
mkdir -p "$2"
out=$(readlink -f "$2")

specs=("$dir"/*.spec)
if [ ${#specs[@]} -ne 1 ] || [ ! -e "${specs[0]}" ]; then echo "make-srpm: expected one spec in $dir" >&2; exit 1; fi
spec=$(basename "${specs[0]}")

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/sources" "$work/out"
cp -r "$dir/." "$work/sources/"

# Runs rpmbuild's tools where $work is the same path. The SRPM's own name says nothing of the distribution it was made on.
rpm_tool() {
  local tool=$1
  shift
  set -- "$tool" --define 'dist %{nil}' --define "_sourcedir $work/sources" --define "_specdir $work/sources" --define "_srcrpmdir $work/out" \
    --define "_topdir $work/top" "$@"
  if command -v rpmbuild >/dev/null; then
    "$@"
  else
    docker run --rm --network none -v "$work:$work" kopr/minidistro:13 "$@"
  fi
}

command -v rpmbuild >/dev/null || "$here/minidistro.sh"
rpm_tool rpmspec -P "$work/sources/$spec" >"$work/parsed"
source=$(sed -n 's/^Source0\?: *//Ip' "$work/parsed" | head -n 1)
source=${source##*/}
if [ -n "$source" ] && [ ! -e "$dir/$source" ]; then
  # Same files, same archive: only names and contents count, so that the lookaside keeps one copy.
  tar -C "$dir" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --transform "s,^\.,${source%.tar.*}," --exclude "./$spec" \
    -c . | gzip -n >"$work/sources/$source"
fi
rpm_tool rpmbuild -bs --nodeps "$work/sources/$spec" >&2
cp "$work"/out/*.src.rpm "$out/"
for srpm in "$work"/out/*.src.rpm; do echo "$out/$(basename "$srpm")"; done
