#!/usr/bin/env bash
# Runs compose for the project "kopr" from the repository's root, with whichever compose this host has.
# The project's name is always given, so that the stack is the same one from whichever folder it is started.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

if docker compose version >/dev/null 2>&1; then
  exec docker compose -p kopr "$@"
fi
exec docker-compose -p kopr "$@"
