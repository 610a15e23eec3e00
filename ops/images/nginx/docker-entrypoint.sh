#!/bin/sh
# As the official image does: /etc/nginx/templates/*.template become conf.d files with the environment filled in
# (only variables that are set, so that nginx's own stay), then /docker-entrypoint.d/*.sh run.
set -e
if [ "$1" = nginx ]; then
  for template in /etc/nginx/templates/*.template; do
    [ -e "$template" ] || continue
    known=$(env | sed 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/${\1}/')
    target=/etc/nginx/conf.d/$(basename "$template" .template)
    envsubst "$known" <"$template" >"$target"
  done
  for script in /docker-entrypoint.d/*.sh; do
    if [ -x "$script" ]; then "$script"; fi
  done
fi
exec "$@"
