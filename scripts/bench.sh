#!/usr/bin/env bash
# Benchmarks, each beside its named baseline in the same run. usage: bench.sh [rounds]
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install-needs.sh git rpm createrepo-c gnupg debootstrap ca-certificates
scripts/test-stack.sh up
trap 'scripts/test-stack.sh down' EXIT
node --conditions=source --import tsx scripts/bench-overhead.ts "${1:-5}"
