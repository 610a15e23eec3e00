#!/usr/bin/env bash
# Makes SRPMs of real upstream packages for tests: our own specs (test/upstream/<name>) around the upstream tarballs that the
# host's Debian serves as source packages. They are fetched when the tests run; no tarball is ever in this repository.
# usage: upstream-srpms.sh OUTDIR [name...]
# The host's apt is only read: lists and caches are kept in KOPR_CACHE/apt-src.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
specs=$(readlink -f "$here/../test/upstream")
if [ $# -lt 1 ]; then sed -n 's/^# usage/usage/p' "$0" >&2; exit 2; fi
mkdir -p "$1"
out=$(readlink -f "$1")
shift
if [ $# -eq 0 ]; then
  names=("$specs"/*/)
  names=("${names[@]%/}")
  set -- "${names[@]##*/}"
fi

state=${KOPR_CACHE:-/var/cache/kopr}/apt-src
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say() { echo "upstream-srpms: $*" >&2; }

# The host's own sources of its own release, asked for source packages instead. Other people's repositories are left out, and
# security's too: the upstream tarball is the same, and not every mirror has its sources.
source_lists() {
  local codename file
  codename=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  mkdir -p "$work/sources.list.d"
  for file in /etc/apt/sources.list.d/*.sources; do
    [ -e "$file" ] || continue
    awk -v RS= -v ORS='\n\n' -v suite="\nSuites:([^\n]* )?$codename(-updates)?[ \n]" '("\n" $0 "\n") ~ suite' "$file" |
      sed 's/^Types:.*/Types: deb-src/' >"$work/sources.list.d/$(basename "$file")"
  done
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ -e "$file" ] || continue
    sed -nE "s/^deb(-src)? (.*[[:space:]]$codename(-updates)?[[:space:]].*)\$/deb-src \2/p" "$file"
  done | sort -u >"$work/sources.list"
}

# apt with a state of its own: the host's lists and locks are not touched.
apt_config() {
  mkdir -p "$state/lists/partial" "$state/cache/archives/partial" "$state/tarballs"
  touch "$state/status"
  cat >"$work/apt.conf" <<CONF
Dir::Etc::sourcelist "$work/sources.list";
Dir::Etc::sourceparts "$work/sources.list.d";
Dir::State::lists "$state/lists";
Dir::State::status "$state/status";
Dir::Cache "$state/cache";
APT::Sandbox::User "root";
CONF
  export APT_CONFIG=$work/apt.conf
}

# tarball NAME: prints the path of the upstream tarball of Debian's source package NAME, fetched once.
tarball() {
  local found=("$state/tarballs/$1"/"$1"_*.orig.tar.*)
  if [ ! -e "${found[0]}" ]; then
    if [ ! -e "$work/updated" ]; then apt-get update -qq >&2; touch "$work/updated"; fi
    mkdir -p "$state/tarballs/$1"
    (cd "$state/tarballs/$1" && apt-get source -qq --download-only "$1" >&2)
    found=("$state/tarballs/$1"/"$1"_*.orig.tar.*)
  fi
  for file in "${found[@]}"; do case $file in *.asc) ;; *) echo "$file"; return ;; esac; done
}

source_lists
apt_config
for name in "$@"; do
  dir=$work/$name
  cp -r "$specs/$name" "$dir"
  # "# tarball: hello" in a spec names the source package; without one the spec needs none.
  from=$(sed -n 's/^# tarball: //p' "$dir"/*.spec)
  if [ -n "$from" ]; then
    file=$(tarball "$from")
    # hello_2.10.orig.tar.gz: Debian's release decides the version, so the spec's is set to it.
    version=${file##*_}
    version=${version%.orig.tar.*}
    sed -i "s/^Version:.*/Version: $version/" "$dir"/*.spec
    cp "$file" "$dir/$from-$version.tar.${file##*.orig.tar.}"
    sed -i "s/^Source0:.*/Source0: $from-$version.tar.${file##*.orig.tar.}/" "$dir"/*.spec
  fi
  say "$("$here/make-srpm.sh" "$dir" "$out" 2>"$work/log" || { cat "$work/log" >&2; exit 1; })"
done
