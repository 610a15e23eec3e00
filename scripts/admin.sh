#!/usr/bin/env bash
# Runs the frontend's admin commands inside its container: admin.sh user create alice --admin
set -euo pipefail
exec "$(dirname "$0")/compose.sh" exec -T frontend node services/frontend/dist/cli.js "$@"
