#!/usr/bin/env bash
# Makes Minidistro 13, a small real RPM distribution for tests and demos, from Debian 13's packages: kopr/minidistro:13, an image
# made purely of RPMs, which carries the repository they come from. Why and how: ops/images/minidistro.
# What was made is kept in KOPR_CACHE (/var/cache/kopr), so that only the first run takes minutes.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
recipe=$(readlink -f "$here/../ops/images/minidistro")
cache=${KOPR_CACHE:-/var/cache/kopr}
image=kopr/minidistro:13

say() { echo "minidistro: $*" >&2; }

# The recipe is the whole input: its change, and nothing else (who checked it out, how), makes the distribution anew.
key=$({ uname -m; cd "$recipe" && find . \( -type f -o -type l \) -print0 | sort -z | tar --null --mtime=@0 --mode=u=rwX,go=rX --owner=0 --group=0 -T - -c; } | sha256sum | cut -c1-16)
kept=$cache/minidistro-13-$key.tar.zst

mkdir -p "$cache"
# Whoever comes second finds it made.
exec 9>"$cache/minidistro.lock"
flock 9
if [ "$(docker image inspect -f '{{index .Config.Labels "org.kopr.recipe"}}' "$image" 2>/dev/null)" = "$key" ]; then
  say "$image is there"
  exit 0
fi

"$here/install-needs.sh" zstd
if [ ! -e "$kept" ]; then
  docker image inspect debian:trixie-slim >/dev/null 2>&1 || "$here/base-images.sh"
  work=$(mktemp -d "$cache/minidistro.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  docker run --rm -e http_proxy -e https_proxy -e no_proxy -v "$recipe:/recipe:ro" -v "$work:/out" debian:trixie-slim /recipe/make.sh /recipe /out
  zstd -q -T0 -3 "$work/root.tar" -o "$kept.part"
  rm -f "$cache"/minidistro-13-*.tar.zst
  mv "$kept.part" "$kept"
fi
zstd -dcq "$kept" | docker import -c 'CMD ["/bin/bash"]' -c 'ENV LANG=C.UTF-8' -c "LABEL org.kopr.recipe=$key" - "$image" >/dev/null
say "made $image (${SECONDS} s)"
