#!/usr/bin/env bash
# Starts the stack and waits until every service says that it is ready.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/engine.sh
scripts/base-images.sh
# Beside the others: most of it is waiting for packages.
scripts/source-tools.sh &
sourceTools=$!
scripts/minidistro.sh
node scripts/secrets.mjs
scripts/images.sh
wait "$sourceTools"
scripts/compose.sh up -d --remove-orphans
node scripts/wait-healthy.mjs "${KOPR_PROJECT:-kopr}"
if [ "$(scripts/firewall-state.sh)" = open ]; then
  echo "up: what packagers' code opens by itself may reach this host and its private networks: make firewall keeps it out" >&2
fi
