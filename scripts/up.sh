#!/usr/bin/env bash
# Starts the stack and waits until every service says that it is ready.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/engine.sh
scripts/base-images.sh
scripts/minidistro.sh
node scripts/secrets.mjs
scripts/images.sh
scripts/compose.sh up -d --remove-orphans
node scripts/wait-healthy.mjs "${KOPR_PROJECT:-kopr}"
