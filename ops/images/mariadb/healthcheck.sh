#!/bin/bash
# The official image's healthcheck.sh --connect --innodb_initialized: over TCP, which the server of the first start refuses.
set -euo pipefail
answer=$(mariadb --defaults-extra-file=/var/lib/mysql/.my-healthcheck.cnf --protocol=tcp -h 127.0.0.1 -N \
  -e "SELECT 1 FROM information_schema.ENGINES WHERE engine='innodb' AND support IN ('YES', 'DEFAULT')")
[ "$answer" = 1 ]
