#!/usr/bin/env bash
# Makes sure that the images which our recipes and docker-compose.yml name are on this engine.
# Where an image registry answers they are pulled. Where none does, local images of the same names are made from Debian 13's
# packages by the recipes in ops/images, and kept in KOPR_CACHE, so that the next machine or engine has them in seconds.
#   KOPR_CACHE     where made images are kept; /var/cache/kopr
#   KOPR_EXTRA_CA  certificate authorities for build steps that use the network; the host's own bundle
#   KOPR_REGISTRY  yes or no: do not ask whether a registry answers
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
recipes=$here/../ops/images
cache=${KOPR_CACHE:-/var/cache/kopr}
extraCa=${KOPR_EXTRA_CA:-/etc/ssl/certs/ca-certificates.crt}

# image=recipe, in the order in which they need each other: the first two are the base of the others.
images=(
  debian:trixie-slim=debian node:24-trixie-slim=node
  rabbitmq:4-management=rabbitmq mariadb:11=mariadb redis:8=redis nginx:1=nginx maildev/maildev:2=maildev
)
buildBase=kopr/build-base:24

say() { echo "base-images: $*" >&2; }
names() { printf '%s\n' "${images[@]%%=*}"; }

# One small pull tells, through the engine's own way to the network. Decided once: a registry that hangs would cost minutes.
registry_answers() {
  case ${KOPR_REGISTRY:-ask} in yes) return 0 ;; no) return 1 ;; esac
  timeout 15 docker pull -q hello-world >/dev/null 2>&1
}

# What the local images are made of: a change here makes them anew. build-base is left out: it holds nothing of the others.
recipe_key() {
  local folders=() image
  for image in "${images[@]:1}"; do folders+=("$recipes/${image#*=}"); done
  {
    uname -m
    declare -f make_debian make_node
    find "${folders[@]}" -type f -print0 | sort -z | xargs -0 cat
  } | sha256sum | cut -c1-16
}

# An image without our label was pulled and is as good as it gets.
is_current() {
  local name label
  for name in $(names); do
    label=$(docker image inspect -f '{{or (index .Config.Labels "org.kopr.recipe") "pulled"}}' "$name" 2>/dev/null) || return 1
    [ "$label" = "$key" ] || [ "$label" = pulled ] || return 1
  done
}

# build NAME DIR: the classic builder, which engine 20.10 and newer have alike. Proxy settings pass through and are not recorded.
build() {
  local log=$work/build-${1//[\/:]/-}.log
  DOCKER_BUILDKIT=0 docker build --label "org.kopr.recipe=$key" \
    --build-arg http_proxy --build-arg https_proxy --build-arg no_proxy -t "$1" "$2" >"$log" 2>&1 ||
    { say "cannot make $1:"; tail -n 30 "$log" >&2; return 1; }
  say "made $1 (${SECONDS} s)"
}

make_debian() {
  local root=$work/debian
  debootstrap --variant=minbase trixie "$root" >"$work/debootstrap.log" || { tail -n 20 "$work/debootstrap.log" >&2; return 1; }
  # As in the official slim image: no documentation, no recommended packages, no package lists; fsync is pointless in a layer.
  printf '%s\n' 'path-exclude /usr/share/doc/*' 'path-include /usr/share/doc/*/copyright' 'path-exclude /usr/share/man/*' \
    'path-exclude /usr/share/info/*' 'path-exclude /usr/share/locale/*' 'force-unsafe-io' >"$root/etc/dpkg/dpkg.cfg.d/docker"
  printf '%s\n' 'APT::Install-Recommends "false";' 'Acquire::Languages "none";' 'Acquire::Retries "3";' \
    'Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache "";' \
    'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb || true"; };' \
    >"$root/etc/apt/apt.conf.d/docker"
  rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/var/log/* "$root"/usr/share/{man,info,locale}/* \
    "$root"/etc/{hostname,resolv.conf}
  find "$root/usr/share/doc" -not -name copyright -not -type d -delete
  find "$root/usr/share/doc" -type d -empty -delete
  tar -C "$root" -c . | docker import -c 'CMD ["bash"]' -c "LABEL org.kopr.recipe=$key" -c 'ENV DEBIAN_FRONTEND=noninteractive' - debian:trixie-slim >/dev/null
  say "made debian:trixie-slim (${SECONDS} s)"
}

# The npm package "node" is a thin one that installs node-linux-<architecture>, where the binary is.
make_node() {
  local arch dir=$work/node package
  case $(uname -m) in x86_64) arch=x64 ;; aarch64) arch=arm64 ;; *) say "no Node for $(uname -m)"; return 1 ;; esac
  command -v npm >/dev/null || "$here/install-needs.sh" npm
  cp -r "$recipes/node" "$dir"
  for package in "node=node-linux-$arch@24" npm=npm@11; do
    (
      cd "$work" && mkdir "${package%%=*}.package"
      tar -C "${package%%=*}.package" -xf "$(npm pack --silent "${package#*=}")"
      # An npm tarball holds one folder, "package"; the recipe wants it under its own name.
      tar -C "${package%%=*}.package" --transform "s,^package,${package%%=*}," -czf "$dir/${package%%=*}.tgz" package
    )
  done
  build node:24-trixie-slim "$dir"
}

make_build_base() {
  local dir=$work/build-base
  cp -r "$recipes/build-base" "$dir"
  cp "$extraCa" "$dir/ca.crt"
  build "$buildBase" "$dir"
}

make_servers() {
  local pids=() pid image
  # Unpacking packages keeps one core busy at most, so they are made side by side.
  for image in "${images[@]:2}"; do
    build "${image%%=*}" "$recipes/${image#*=}" &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid"; done
}

keep() {
  say "keeping the images in $kept"
  names | xargs docker save | zstd -q -T0 -1 >"$kept.part"
  rm -f "$cache"/base-images-*.tar.zst
  mv "$kept.part" "$kept"
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$cache"
# Whoever comes second finds everything made.
exec 9>"$cache/base-images.lock"
flock 9
key=$(recipe_key)
kept=$cache/base-images-$key.tar.zst

if is_current; then
  say 'all there'
elif registry_answers; then
  names | while read -r name; do
    say "pulling $name"
    docker pull -q "$name"
  done
elif [ -e "$kept" ]; then
  say "no registry answers; loading $kept"
  zstd -dcq "$kept" | docker load -q >/dev/null
else
  say "no registry answers; making local images from Debian's packages"
  "$here/install-needs.sh" debootstrap debian-archive-keyring zstd
  make_debian
  make_node
  make_build_base # maildev's recipe starts from it
  make_servers
  keep
fi
# Cheap, and bound to this machine: never kept with the others.
rm -rf "$work/build-base"
make_build_base
say "ready: $(names | xargs) (${SECONDS} s)"
