#!/usr/bin/env bash
# Servers for tests with real parts: RabbitMQ, MariaDB and Redis in containers, on ports that Docker chooses.
# Their data lies in memory: they are fast, and they forget everything when they stop.
#   up    starts what does not run, waits until all answer, writes the addresses to .cache/test-servers.env and prints them
#   down  removes them
# Safe to run again and from several terminals at once; tests keep apart by vhost, schema and key prefix (shared/testkit).
# The benchmarks have servers of their own: KOPR_TEST_SERVERS names them (and their file of addresses), KOPR_TEST_MEMORY
# says how much each may hold, KOPR_TEST_MARIADB_OPTIONS how MariaDB is started.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
cache=$here/../.cache
servers=${KOPR_TEST_SERVERS:-kopr-test}
addresses=$cache/${servers#kopr-}-servers.env
memory=${KOPR_TEST_MEMORY:-1g}
read -ra mariadbOptions <<<"${KOPR_TEST_MARIADB_OPTIONS:---character-set-server=utf8mb4}"
waitSeconds=90

say() { echo "test-servers: $*" >&2; }
runs() { [ "$(docker inspect -f '{{.State.Running}}' "$servers-$1" 2>/dev/null)" = true ]; }
port() { docker port "$servers-$1" "$2/tcp" | sed -n 's/.*://p;q'; }
random() { od -An -N16 -tx1 /dev/urandom | tr -d ' \n'; }

# start NAME DATA-DIR [docker options] IMAGE [arguments]
start() {
  local name=$1 data=$2
  shift 2
  docker rm -fv "$servers-$name" >/dev/null 2>&1 || true
  docker run -d --name "$servers-$name" --label org.kopr.test=yes --tmpfs "$data:size=$memory" "$@" >/dev/null
}

wait_for() {
  local what=$1 deadline=$((SECONDS + waitSeconds))
  shift
  until "$@" >/dev/null 2>&1; do
    if [ $SECONDS -ge $deadline ]; then
      say "$what does not answer after $waitSeconds s; the end of its log:"
      docker logs --tail 20 "$servers-$what" >&2 || true
      exit 1
    fi
    sleep 0.3
  done
}

# The management API answers last, so it tells for the whole broker. Node is there anyway; curl may not be.
broker_answers() {
  node -e 'const u = new URL(process.argv[1]); const auth = "Basic " + btoa(u.username + ":" + u.password); u.username = u.password = "";
    fetch(u + "api/vhosts", { headers: { authorization: auth } }).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))' "$1"
}

start_all() {
  local password
  password=$(random)
  for image in rabbitmq:4-management mariadb:11 redis:8; do
    docker image inspect "$image" >/dev/null 2>&1 || { "$here/base-images.sh"; break; }
  done
  # A small write-ahead log: by default it takes half a gigabyte before it is rolled over.
  start rabbitmq /var/lib/rabbitmq -p 127.0.0.1::5672 -p 127.0.0.1::15672 \
    -e RABBITMQ_DEFAULT_USER=kopr -e "RABBITMQ_DEFAULT_PASS=$password" \
    -e 'RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-ra wal_max_size_bytes 33554432' rabbitmq:4-management
  start mariadb /var/lib/mysql -p 127.0.0.1::3306 -e "MARIADB_ROOT_PASSWORD=$password" \
    mariadb:11 --max-connections=500 --max-allowed-packet=64M "${mariadbOptions[@]}"
  start redis /data -p 127.0.0.1::6379 redis:8 --requirepass "$password" --save '' --maxmemory-policy noeviction
  mkdir -p "$cache"
  (umask 077; cat >"$addresses.new" <<END
KOPR_TEST_AMQP_URL=amqp://kopr:$password@127.0.0.1:$(port rabbitmq 5672)
KOPR_TEST_AMQP_ADMIN_URL=http://kopr:$password@127.0.0.1:$(port rabbitmq 15672)
KOPR_TEST_MARIADB_URL=mysql://root:$password@127.0.0.1:$(port mariadb 3306)
KOPR_TEST_REDIS_URL=redis://:$password@127.0.0.1:$(port redis 6379)
END
  )
  mv "$addresses.new" "$addresses"
}

up() {
  exec 9>"${TMPDIR:-/tmp}/kopr-test-servers.lock"
  flock 9
  if ! [ -s "$addresses" ] || ! runs rabbitmq || ! runs mariadb || ! runs redis; then start_all 9>&-; fi
  # shellcheck source=/dev/null
  . "$addresses"
  wait_for redis docker exec "$servers-redis" redis-cli ping
  wait_for mariadb docker exec "$servers-mariadb" healthcheck.sh --connect --innodb_initialized
  wait_for rabbitmq broker_answers "$KOPR_TEST_AMQP_ADMIN_URL"
  cat "$addresses"
}

down() {
  docker rm -fv "$servers-rabbitmq" "$servers-mariadb" "$servers-redis" >/dev/null 2>&1 || true
  rm -f "$addresses"
}

case ${1:-} in
  up) up ;;
  down) down ;;
  *) say 'up or down?'; exit 64 ;;
esac
