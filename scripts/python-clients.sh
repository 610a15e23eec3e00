#!/usr/bin/env bash
# Copr's own clients from PyPI, unmodified, in a Python environment of their own; prints where it is.
# It is made once and kept: in KOPR_CACHE if we may write there, else in .cache of this tree. Needs python3 with venv.
#   <printed path>/bin/copr-cli, <printed path>/bin/python (copr, fedora_messaging, copr_messaging)
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")

# Exact versions: a test that fails should fail because of us.
wanted=(copr==2.7 copr-cli==2.6 copr-messaging==1.3 fedora-messaging==3.9.1)

cache=${KOPR_CACHE:-/var/cache/kopr}
if ! { mkdir -p "$cache" && [ -w "$cache" ]; } 2>/dev/null; then
  cache=$(dirname "$here")/.cache
  mkdir -p "$cache"
fi
venv=$cache/venv

# What it was made of: other versions make it anew.
recipe=$(python3 --version; printf '%s\n' "${wanted[@]}")
is_whole() { [ "$(cat "$venv/recipe" 2>/dev/null)" = "$recipe" ] && "$venv/bin/python" -c '' 2>/dev/null; }

make() {
  rm -rf "$venv"
  # Debian has venv in a package of its own.
  if ! python3 -m venv "$venv" >/dev/null 2>&1; then
    "$here/install-needs.sh" python3-venv
    python3 -m venv --clear "$venv"
  fi
  "$venv/bin/pip" install --quiet --disable-pip-version-check "${wanted[@]}" >&2
  # Written last, so that one that was cut short is made again.
  printf '%s\n' "$recipe" >"$venv/recipe"
}

# Several tests may ask at once.
exec 9>"$cache/venv.lock"
flock 9
if ! is_whole; then
  echo "python-clients: making $venv" >&2
  make
fi
echo "$venv"
