#!/usr/bin/env bash
# The whole house in containers for the scenarios, beside any stack that runs here already: its own project, ports, secrets and data.
# usage: test-stack.sh up|down|compose …
set -euo pipefail
cd "$(dirname "$0")/.."
dir=.cache/test-stack
export KOPR_PROJECT=kopr-test KOPR_TAG=dev KOPR_ENV_FILE=$dir/env KOPR_SECRETS_DIR=./$dir/secrets

# Settings that differ from an ordinary installation. Deadlines are short, so that tests of what gets stuck take seconds.
write_env() {
  mkdir -p "$dir"
  if [ ! -e "$KOPR_ENV_FILE" ]; then
    grep -vE '^(KOPR_(FRONTEND|DIST_GIT|RESULTS|INTAKE)_URL|KOPR_[A-Z]+_PORT|KOPR_DIST_GIT_PORT|KOPR_BIND|KOPR_BUILDER_NETWORK|KOPR_INSTANCE|KOPR_SECRETS_DIR|KOPR_ALLOW_PRIVATE_SOURCES|KOPR_ALLOW_PRIVATE_FORGES|KOPR_SOURCE_PROTOCOLS|KOPR_SOURCE_IMAGE)=' .env.example >"$KOPR_ENV_FILE"
    cat >>"$KOPR_ENV_FILE" <<ENV
KOPR_SECRETS_DIR=$KOPR_SECRETS_DIR
KOPR_BIND=127.0.0.1
KOPR_FRONTEND_URL=http://localhost:15000
KOPR_DIST_GIT_URL=http://localhost:15001
KOPR_RESULTS_URL=http://localhost:15002/results
KOPR_INTAKE_URL=http://localhost:15003
KOPR_FRONTEND_PORT=15000
KOPR_DIST_GIT_PORT=15001
KOPR_RESULTS_PORT=15002
KOPR_INTAKE_PORT=15003
KOPR_AMQP_PORT=15672
KOPR_MAILDEV_PORT=11080
KOPR_BUILDER_NETWORK=kopr-test-builders
KOPR_INSTANCE=kopr-test
KOPR_ALLOW_PRIVATE_SOURCES=1
KOPR_ALLOW_PRIVATE_FORGES=1
KOPR_SOURCE_PROTOCOLS=http https ftps
KOPR_SOURCE_IMAGE=kopr/source-tools:test
ENV
  fi
}

# Found by their labels, not by compose and this checkout's files: what another checkout, or one that is gone, left behind
# (a machine that went down in the middle of a test) has other secrets, and its database would let nobody of ours in.
down() {
  # Whoever makes builders goes first, then the builders: they hang on the network that goes last.
  docker ps -q --filter label=com.docker.compose.project=kopr-test --filter label=com.docker.compose.service=builder-manager |
    xargs -r docker kill >/dev/null 2>&1 || true
  docker ps -aq --filter label=org.kopr.instance=kopr-test | xargs -r docker rm -f >/dev/null
  if [ -e "$KOPR_ENV_FILE" ]; then scripts/compose.sh down -v --remove-orphans --timeout 5 >/dev/null 2>&1 || true; fi
  docker ps -aq --filter label=com.docker.compose.project=kopr-test | xargs -r docker rm -fv >/dev/null
  docker volume ls -q --filter label=com.docker.compose.project=kopr-test | xargs -r docker volume rm -f >/dev/null
  docker network ls -q --filter label=com.docker.compose.project=kopr-test | xargs -r docker network rm >/dev/null
  rm -rf "$dir"
}

case "${1:-}" in
  up)
    scripts/engine.sh
    scripts/base-images.sh
    scripts/source-tools.sh test &
    sourceTools=$!
    scripts/minidistro.sh
    down
    write_env
    node scripts/secrets.mjs
    scripts/images.sh
    wait "$sourceTools"
    scripts/compose.sh up -d
    node scripts/wait-healthy.mjs kopr-test
    scripts/admin.sh chroot create "minidistro-13-$(uname -m)" --engine rpmbuild --image kopr/minidistro:13
    ;;
  down) down ;;
  compose)
    shift
    exec scripts/compose.sh "$@"
    ;;
  *)
    echo "usage: test-stack.sh up|down|compose …" >&2
    exit 2
    ;;
esac
