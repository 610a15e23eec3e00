#!/bin/bash
# The part of the official image's entrypoint that we rely on: on the first start it makes the data directory, root's
# password (MARIADB_ROOT_PASSWORD), optionally MARIADB_DATABASE, MARIADB_USER and MARIADB_PASSWORD, a user for
# healthcheck.sh, and runs /docker-entrypoint-initdb.d/*.sh, *.sql and *.sql.gz in the order of their names.
set -euo pipefail
shopt -s nullglob
data=/var/lib/mysql
socket=/run/mysqld/mysqld.sock
# Only while the first start goes on: one that broke off is repeated from nothing. No other data is ever removed.
unfinished=$data/.first-start

say() { echo "$(date -u +%FT%TZ) [Entrypoint]: $*"; }

# Secrets may come as files: NAME_FILE is read into NAME.
from_file() {
  local file="${1}_FILE"
  if [ -n "${!file:-}" ]; then export "$1"="$(<"${!file}")"; unset "$file"; fi
}

quoted() { printf "'%s'" "$(printf %s "$1" | sed "s/[\\\\']/\\\\&/g")"; }

as_root() {
  MYSQL_PWD=${rootPassword:-} mariadb --protocol=socket -uroot -S "$socket" --comments "$@"
}

set_up_users() {
  local health
  health=$(openssl rand -hex 16)
  {
    echo "CREATE USER 'root'@'%' IDENTIFIED BY $(quoted "$MARIADB_ROOT_PASSWORD");"
    echo "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;"
    for host in localhost 127.0.0.1 ::1; do
      echo "CREATE USER 'healthcheck'@'$host' IDENTIFIED BY '$health';"
    done
    if [ -n "${MARIADB_DATABASE:-}" ]; then echo "CREATE DATABASE IF NOT EXISTS \`$MARIADB_DATABASE\`;"; fi
    if [ -n "${MARIADB_USER:-}" ]; then
      echo "CREATE USER $(quoted "$MARIADB_USER")@'%' IDENTIFIED BY $(quoted "${MARIADB_PASSWORD:-}");"
      if [ -n "${MARIADB_DATABASE:-}" ]; then
        echo "GRANT ALL ON \`${MARIADB_DATABASE//_/\\_}\`.* TO $(quoted "$MARIADB_USER")@'%';"
      fi
    fi
    echo "ALTER USER 'root'@'localhost' IDENTIFIED BY $(quoted "$MARIADB_ROOT_PASSWORD");"
  } | as_root
  (umask 077; printf '[mariadb-client]\nuser=healthcheck\npassword=%s\n' "$health" >"$data/.my-healthcheck.cnf")
  rootPassword=$MARIADB_ROOT_PASSWORD
}

run_init_files() {
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    say "running $file"
    case $file in
      *.sh) if [ -x "$file" ]; then "$file"; else
        # shellcheck source=/dev/null
        . "$file"; fi ;;
      *.sql) as_root ${MARIADB_DATABASE:+"$MARIADB_DATABASE"} <"$file" ;;
      *.sql.gz) gunzip -c "$file" | as_root ${MARIADB_DATABASE:+"$MARIADB_DATABASE"} ;;
      *) say "ignoring $file" ;;
    esac
  done
}

# Nobody may connect before everything is set up, so the server of the first start listens on its socket alone.
first_start() {
  say 'first start: making the data directory'
  mariadb-install-db --datadir="$data" --auth-root-authentication-method=normal --skip-test-db \
    --skip-log-bin --skip-name-resolve >/dev/null
  "$@" --skip-networking --socket="$socket" --skip-log-bin --loose-innodb-buffer-pool-load-at-startup=0 &
  local server=$! left=300
  until mariadb-admin --socket="$socket" -uroot ping >/dev/null 2>&1; do
    left=$((left - 1))
    if [ $left -eq 0 ] || ! kill -0 "$server"; then say 'the server does not come up'; exit 1; fi
    sleep 0.1
  done
  set_up_users
  run_init_files
  kill "$server"
  wait "$server"
  say 'first start done'
}

if [ "${1#-}" != "${1:-}" ]; then set -- mariadbd "$@"; fi
case ${1:-} in mariadbd | mysqld) ;; *) exec "$@" ;; esac

if [ "$(id -u)" = 0 ]; then
  mkdir -p /run/mysqld
  find "$data" /run/mysqld \! -user mysql -exec chown mysql: '{}' +
  exec setpriv --reuid mysql --regid mysql --init-groups "$0" "$@"
fi

if [ ! -d "$data/mysql" ] || [ -e "$unfinished" ]; then
  from_file MARIADB_ROOT_PASSWORD
  from_file MARIADB_PASSWORD
  if [ -z "${MARIADB_ROOT_PASSWORD:-}" ]; then say 'MARIADB_ROOT_PASSWORD is not set'; exit 1; fi
  if [ -e "$unfinished" ]; then find "$data" -mindepth 1 -delete; fi
  touch "$unfinished"
  first_start "$@"
  rm "$unfinished"
fi
exec "$@"
