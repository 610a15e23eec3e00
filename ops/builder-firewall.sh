#!/usr/bin/env bash
# Keeps what builders run out of private networks: packagers' code may reach the internet and the house, and nothing else of yours.
# The guard of addresses stops what people type; only the network stops what their code opens by itself.
# usage: builder-firewall.sh apply|remove|check [network]   (as root, on each worker host; again when the network was made anew)
set -euo pipefail
action=${1:-}
network=${2:-${KOPR_BUILDER_NETWORK:-kopr-builders}}

FORWARD=KOPR-BUILDERS
INPUT=KOPR-BUILDERS-IN
# Special-purpose addresses (RFC 6890) that are no part of the internet: loopback, private, shared, link-local, benchmarks, multicast, reserved.
RANGES4='0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.168.0.0/16 198.18.0.0/15 224.0.0.0/4 240.0.0.0/4'
RANGES6='::1/128 fc00::/7 fe80::/10 ff00::/8'

id=$(docker network inspect --format '{{.Id}}' "$network") || {
  echo "builder-firewall: there is no network $network: make up makes it" >&2
  exit 1
}
# As Docker names the bridge of a network that was given no name.
bridge=br-${id:0:12}

# Engines without IPv6 have no chain for it, and no way out either.
families() {
  echo iptables
  if ip6tables -n -L DOCKER-USER >/dev/null 2>&1; then echo ip6tables; fi
}
# without TOOL CHAIN RULE...: removes a rule as often as it is there.
without() {
  local tool=$1 chain=$2
  shift 2
  while "$tool" -D "$chain" "$@" 2>/dev/null; do :; done
}
remove() {
  local tool=$1 chain from
  for chain in "DOCKER-USER $FORWARD" "INPUT $INPUT"; do
    read -r from chain <<<"$chain"
    "$tool" -S "$from" 2>/dev/null | sed -n "s/^-A $from -i \\(br-[0-9a-f]*\\) -j $chain\$/\\1/p" | while read -r old; do
      without "$tool" "$from" -i "$old" -j "$chain"
    done
    "$tool" -F "$chain" 2>/dev/null || true
    "$tool" -X "$chain" 2>/dev/null || true
  done
}
apply() {
  local tool=$1 range ranges=$RANGES4
  if [ "$tool" = ip6tables ]; then ranges=$RANGES6; fi
  remove "$tool"
  "$tool" -N $FORWARD
  # The house stands in the same network.
  "$tool" -A $FORWARD -o "$bridge" -j RETURN
  for range in $ranges; do "$tool" -A $FORWARD -d "$range" -j REJECT; done
  "$tool" -I DOCKER-USER -i "$bridge" -j $FORWARD
  # The host itself, under whatever address. Answers to it may pass.
  "$tool" -N $INPUT
  "$tool" -A $INPUT -m conntrack --ctstate ESTABLISHED,RELATED -j RETURN
  "$tool" -A $INPUT -j REJECT
  "$tool" -I INPUT -i "$bridge" -j $INPUT
}

case $action in
  apply) for tool in $(families); do apply "$tool"; done ;;
  remove) for tool in $(families); do remove "$tool"; done ;;
  check)
    for tool in $(families); do
      "$tool" -C DOCKER-USER -i "$bridge" -j $FORWARD 2>/dev/null && "$tool" -C INPUT -i "$bridge" -j $INPUT 2>/dev/null || exit 1
    done
    ;;
  *) sed -n 's/^# usage: /usage: /p' "$0" >&2; exit 64 ;;
esac
