#!/bin/sh
# As the official image does: /etc/nginx/templates/*.template become conf.d files with the environment filled in
# (only variables that are set, so that nginx's own stay), then /docker-entrypoint.d/*.sh run.
set -e
if [ "$1" = nginx ]; then
  for template in /etc/nginx/templates/*.template; do
    [ -e "$template" ] || continue
    # shellcheck disable=SC2046 # names of variables hold no spaces
    envsubst "$(printf '${%s} ' $(env | cut -d= -f1))" <"$template" >"/etc/nginx/conf.d/$(basename "$template" .template)"
  done
  for script in /docker-entrypoint.d/*.sh; do
    if [ -x "$script" ]; then "$script"; fi
  done
fi
exec "$@"
