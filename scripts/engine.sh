#!/usr/bin/env bash
# Makes sure that a Docker Engine answers and that compose is there. Safe to run again: it does only what is missing.
# Where an init runs, it is asked to start the engine; where none does (containers, CI), we start dockerd ourselves.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")

log=${KOPR_ENGINE_LOG:-/var/log/kopr-dockerd.log}
waitSeconds=60

say() { echo "engine: $*" >&2; }
answers() { docker info >/dev/null 2>&1; }
has_compose() { docker compose version >/dev/null 2>&1 || command -v docker-compose >/dev/null; }

start() {
  if [ -d /run/systemd/system ]; then
    systemctl start docker
    return
  fi
  # A pid file of an engine that died keeps the next one from starting.
  if ! pgrep -x dockerd >/dev/null; then rm -f /run/docker.pid /var/run/docker.pid; fi
  say "starting dockerd (log: $log)"
  # setsid: the engine must outlive this script and the terminal. stdin and outputs are let go, so that no pipe of ours stays open.
  setsid dockerd >>"$log" 2>&1 </dev/null &
}

wait_until_it_answers() {
  local deadline=$((SECONDS + waitSeconds))
  until answers; do
    if [ $SECONDS -ge $deadline ]; then
      say "no answer after $waitSeconds s; the end of $log:"
      tail -n 20 "$log" >&2 || true
      exit 1
    fi
    sleep 0.2
  done
}

if ! command -v docker >/dev/null; then "$here/install-needs.sh" docker.io; fi
if ! answers; then
  # A docker client alone says nothing about an engine, so look for the daemon itself.
  if ! command -v dockerd >/dev/null; then "$here/install-needs.sh" docker.io iptables; fi
  # Installing may have started it already, through an init.
  answers || start
  wait_until_it_answers
fi
if ! has_compose; then "$here/install-needs.sh" docker-compose; fi

say "Docker Engine $(docker version --format '{{.Server.Version}}') answers"
