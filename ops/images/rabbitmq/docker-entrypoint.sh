#!/bin/bash
# As the official image does: the server runs as the user rabbitmq, who owns the data. Its settings are RabbitMQ's own:
# /etc/rabbitmq/conf.d/*.conf, /etc/rabbitmq/enabled_plugins, RABBITMQ_NODENAME, RABBITMQ_DEFAULT_USER, _PASS, _VHOST.
set -euo pipefail

# Erlang sets up a table for every file it might open; engines without a limit cost it gigabytes and seconds.
if [ "$(ulimit -n)" = unlimited ] || [ "$(ulimit -n)" -gt 65536 ]; then ulimit -n 65536; fi

# Debian's wrappers change the user through runuser or su; the programs behind them do not care which user they are.
export PATH=/usr/lib/rabbitmq/bin:$PATH
if [[ ${1:-} == rabbitmq* ]] && [ "$(id -u)" = 0 ]; then
  find /var/lib/rabbitmq \! -user rabbitmq -exec chown rabbitmq '{}' +
  exec setpriv --reuid rabbitmq --regid rabbitmq --init-groups "$@"
fi
exec "$@"
