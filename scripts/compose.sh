#!/usr/bin/env bash
# Runs compose from the repository's root with whichever compose this host has. The project's name is always given, so that
# the stack is the same one from whichever folder it is started; KOPR_PROJECT and KOPR_ENV_FILE name another one (the tests').
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."

args=(-p "${KOPR_PROJECT:-kopr}" --env-file "${KOPR_ENV_FILE:-.env}")
if docker compose version >/dev/null 2>&1; then
  exec docker compose "${args[@]}" "$@"
fi
exec docker-compose "${args[@]}" "$@"
