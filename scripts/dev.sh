#!/usr/bin/env bash
# The six services as processes that restart when their source changes, the servers in containers. Ctrl-C ends the processes.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/engine.sh
scripts/base-images.sh
scripts/minidistro.sh
scripts/install-needs.sh git rpm createrepo-c gnupg xz-utils zstd bzip2
node scripts/secrets.mjs
npm run --silent bundle -w @kopr/builder-manager
scripts/compose.sh -f docker-compose.yml -f ops/dev/compose.yml up -d rabbitmq mariadb redis redis-sessions maildev results
node scripts/wait-healthy.mjs "${KOPR_PROJECT:-kopr}"
set -a
# shellcheck disable=SC1091
. ./.env
set +a
exec node scripts/dev.mjs
