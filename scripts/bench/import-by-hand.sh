#!/usr/bin/env bash
# What an import of one SRPM comes to with the tools that everybody has: the yardstick of bench-imports.ts.
# usage: import-by-hand.sh URL ROOT PACKAGE
set -euo pipefail
url=$1 root=$2 package=$3
work=$(mktemp -d "$root/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=bench GIT_AUTHOR_EMAIL=bench@localhost
export GIT_COMMITTER_NAME=bench GIT_COMMITTER_EMAIL=bench@localhost

curl -fsS -o "$work/package.src.rpm" "$url"
mkdir "$work/files"
cd "$work/files"
rpm2cpio ../package.src.rpm | cpio -id --quiet
for archive in *.tar.gz; do
  sum=$(sha512sum <"$archive" | cut -d' ' -f1)
  place=$root/lookaside/$package/$archive/sha512/$sum
  mkdir -p "$place"
  echo "SHA512 ($archive) = $sum" >>sources
  mv "$archive" "$place/"
done
git init -q --bare -b f42 "$root/git/$package.git"
git init -q -b f42 .
git add -A
git commit -q -m "import of $package"
git push -q "$root/git/$package.git" f42 f42:f41
