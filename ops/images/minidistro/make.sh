#!/bin/bash
# Makes the repository and the root of Minidistro. Runs inside a throw-away Debian 13 container (scripts/minidistro.sh).
# usage: make.sh RECIPE OUT    OUT gets repo/ (RPMs and metadata) and root.tar (made purely of those RPMs)
set -euo pipefail
recipe=$1
out=$2
export WORK=/var/tmp/minidistro DEBIAN_FRONTEND=noninteractive
arch=$(uname -m)
say() { echo "minidistro: $* (${SECONDS} s)" >&2; }

say 'installing the Debian packages'
printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
chmod +x /usr/sbin/policy-rc.d
mapfile -t packages < <(sed -n 's/^\(root\|image\|repo\) *//p' "$recipe/packages" | tr -s ' ' '\n')
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${packages[@]}" >/var/tmp/apt.log 2>&1 || { tail -n 20 /var/tmp/apt.log >&2; exit 1; }

comps=/usr/lib/python3/dist-packages/dnf/comps.py
sed -i -f "$recipe/dnf-comps.sed" "$comps"
python3 -m compileall -q "$comps"

say 'writing the spec'
mkdir -p "$WORK"
python3 "$recipe/make-spec.py" "$recipe" "$WORK" >&2

say 'packing RPMs'
rpmbuild -bb --nodeps --define "work $WORK" --define "recipe $recipe" --define "_topdir $WORK/rpmbuild" --define '_build_name_fmt %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm' \
  "$WORK/minidistro.spec" >"$WORK/rpmbuild.log" 2>&1 || { grep -v symlink: "$WORK/rpmbuild.log" | tail -n 30 >&2; exit 1; }
repo=$out/repo
rm -rf "$repo"
mkdir -p "$repo"
mv "$WORK"/rpmbuild/RPMS/*.rpm "$repo/"

# mock installs the group buildsys-build; "build" is its name in older configurations.
{
  echo '<?xml version="1.0" encoding="UTF-8"?><comps>'
  for group in buildsys-build build; do
    echo "<group><id>$group</id><name>$group</name><description>The build root</description><default>false</default><uservisible>false</uservisible><packagelist>"
    sed 's,.*,<packagereq type="mandatory">&</packagereq>,' "$WORK/tiers/root"
    printf '<packagereq type="mandatory">%s</packagereq>\n' minidistro-release redhat-rpm-config
    echo '</packagelist></group>'
  done
  echo '</comps>'
} >"$WORK/comps.xml"
createrepo_c -q -g "$WORK/comps.xml" "$repo"
say "$(find "$repo" -name '*.rpm' | wc -l) RPMs, $(du -sm "$repo" | cut -f1) MB"

say 'installing the root from the RPMs'
root=$WORK/root
mkdir -p "$root/dev"
mknod -m 666 "$root/dev/null" c 1 3
mapfile -t wanted < <(cat "$WORK/tiers/root" "$WORK/tiers/image")
dnf -y -q --installroot "$root" --releasever 13 --setopt reposdir=/nonexistent --setopt cachedir="$WORK/cache" --setopt gpgcheck=0 \
  --setopt install_weak_deps=0 --setopt pluginpath=/nonexistent --repofrompath "minidistro,file://$repo" --repo minidistro \
  install "${wanted[@]}" minidistro-release redhat-rpm-config >"$WORK/dnf.log" 2>&1 || { tail -n 30 "$WORK/dnf.log" >&2; exit 1; }
rm "$root/dev/null"

# The repository goes along, and dnf's cache of it, so that the first build need not make it.
mkdir -p "$root/usr/share/minidistro/13"
cp -r "$repo" "$root/usr/share/minidistro/13/$arch"
chroot "$root" dnf -q makecache
# Builds run as a user without rights; mock knows it by this name.
chroot "$root" useradd --uid 1000 --create-home --home-dir /builddir mockbuild
rm -rf "$root"/var/log/* "$root"/tmp/* "$root"/run/*
tar -C "$root" --sort=name -cf "$out/root.tar" .
say "root: $(du -sm "$root" | cut -f1) MB"
