#!/usr/bin/env bash
# Prints whether packagers' code is kept out of this host and of private networks (ops/builder-firewall.sh): closed, open,
# allowed (the operator wants it so), or unknown (only root sees, and only with iptables).
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v iptables >/dev/null || [ "$(id -u)" != 0 ]; then
  echo unknown
elif grep -q '^KOPR_ALLOW_PRIVATE_SOURCES=\(1\|true\|yes\)' .env 2>/dev/null; then
  echo allowed
elif ops/builder-firewall.sh check 2>/dev/null; then
  echo closed
else
  echo open
fi
