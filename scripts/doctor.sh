#!/usr/bin/env bash
# Says what is wrong with this installation, if anything: one line per finding and what to do about it; exit 1 when there is one.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
findings=0
fine() { printf '  ok    %s\n' "$1"; }
wrong() {
  printf '  WRONG %s\n        %s\n' "$1" "$2"
  findings=$((findings + 1))
}

if docker info >/dev/null 2>&1; then fine "the Docker Engine answers"; else wrong "no Docker Engine answers" "scripts/engine.sh starts one"; fi
if [ -e .env ]; then fine ".env exists"; else wrong ".env is missing" "make up makes it"; fi
free=$(df --output=avail -BG / | tail -1 | tr -dc 0-9)
if [ "$free" -ge 5 ]; then fine "$free GB of disk are free"; else wrong "only $free GB of disk are free" "docker image prune; prune old results"; fi
for service in rabbitmq mariadb redis redis-sessions results maildev frontend dist-git scheduler builder-manager repo-publisher notifier; do
  id=$(docker ps -aq --filter "label=com.docker.compose.project=${KOPR_PROJECT:-kopr}" --filter "label=com.docker.compose.service=$service" 2>/dev/null | head -1)
  if [ -z "$id" ]; then
    wrong "$service has no container" "make up"
    continue
  fi
  state=$(docker inspect --format '{{.State.Status}}{{if .State.Health}} {{.State.Health.Status}}{{end}}' "$id")
  case "$state" in
    running | 'running healthy') fine "$service is $state" ;;
    *) wrong "$service is $state" "docker logs --tail 50 ${id:0:12}" ;;
  esac
done
dead=$(scripts/compose.sh exec -T rabbitmq rabbitmqctl -q list_queues -p kopr name messages 2>/dev/null | awk '$1 == "kopr.dead-letters" || $1 == "kopr.parked" { n += $2 } END { print n + 0 }')
if [ "${dead:-0}" = 0 ]; then fine "no dead letters"; else wrong "$dead messages are dead or parked" "list and replay them: scripts/dead-letters.sh"; fi
case $(scripts/firewall-state.sh) in
  unknown) echo '  ?     whether builders are kept out of private networks: root and iptables tell' ;;
  allowed) fine "builders may reach private networks (KOPR_ALLOW_PRIVATE_SOURCES)" ;;
  closed) fine "builders are kept out of private networks" ;;
  *) wrong "packagers' code may reach this host and private networks" "make firewall keeps it out" ;;
esac
if [ "$findings" -gt 0 ]; then
  echo "$findings wrong"
  exit 1
fi
echo "all is well"
