#!/usr/bin/env bash
# Benchmarks, each beside its named baseline or bound. usage: bench.sh [part [arguments]]
#   frontend [row]     what reading costs, beside Copr's figures, and the plans of all statements of that and of writes (row: only those that begin so; or: plans)
#   hooks [n]          how long a forge waits until its signed delivery is on disk, beside the bare INSERT in the same run
#   imports [n]        imports a second of SRPMs of 1 MB, beside the same work by hand in the same run
#   overhead [rounds]  what a build costs on top of the bare tools, in the same run
#   fuzz [rounds] [seed] [first round]  damaged SRPMs, read and unpacked: no crash, no hang, at most 256 MiB with the programs that decompress
#   source [rounds]    what making an SRPM of a git repository costs, beside the same commands run bare
# Without a part: all of them.
set -euo pipefail
cd "$(dirname "$0")/.."
run() { node --conditions=source --import tsx "$@"; }

# Servers of its own: their CPU time is measured, and nobody else may use it. MariaDB holds all in memory, as Copr's database did.
frontend() (
  scripts/install-needs.sh wrk
  npx tsc -b services/frontend
  export KOPR_TEST_SERVERS=kopr-bench KOPR_TEST_MEMORY=4g
  export KOPR_TEST_MARIADB_OPTIONS='--character-set-server=utf8mb4 --collation-server=utf8mb4_bin --default-time-zone=+00:00 --innodb-buffer-pool-size=1G --innodb-log-file-size=512M --innodb-flush-log-at-trx-commit=2'
  trap 'scripts/test-servers.sh down' EXIT
  addresses=$(scripts/test-servers.sh up)
  set -a
  eval "$addresses"
  run scripts/bench-frontend.ts "$@"
)

# The compiled service, as it runs in production.
hooks() (
  npx tsc -b services/frontend
  trap 'KOPR_TEST_SERVERS=kopr-bench scripts/test-servers.sh down' EXIT
  addresses=$(KOPR_TEST_SERVERS=kopr-bench scripts/test-servers.sh up)
  set -a
  eval "$addresses"
  run scripts/bench-hooks.ts "${1:-500}"
)

# As above.
imports() (
  scripts/install-needs.sh git rpm cpio curl
  npx tsc -b services/dist-git
  trap 'KOPR_TEST_SERVERS=kopr-bench scripts/test-servers.sh down' EXIT
  addresses=$(KOPR_TEST_SERVERS=kopr-bench scripts/test-servers.sh up)
  set -a
  eval "$addresses"
  run scripts/bench-imports.ts "${1:-60}"
)

# on_stack SCRIPT ROUNDS: with the whole house in containers.
on_stack() (
  scripts/install-needs.sh git rpm createrepo-c gnupg debootstrap ca-certificates
  trap 'scripts/test-stack.sh down' EXIT
  scripts/test-stack.sh up
  run "$1" "$2"
)

overhead() { on_stack scripts/bench-overhead.ts "${1:-5}"; }
source_stage() { on_stack scripts/bench-source.ts "${1:-5}"; }

fuzz() {
  scripts/install-needs.sh xz-utils zstd bzip2
  # As a bundle: what compiles TypeScript on the way takes as much memory as what is measured.
  npx esbuild scripts/bench-fuzz.ts --bundle --platform=node --format=esm --conditions=source --log-level=warning --outfile=.cache/bench-fuzz.mjs
  # Little room for young objects: the same process makes up the rounds, and what that leaves behind would count as the reader's.
  node --max-semi-space-size=2 .cache/bench-fuzz.mjs "$@"
}

case ${1:-all} in
  frontend | hooks | imports | overhead | fuzz) "$@" ;;
  source) source_stage "${@:2}" ;;
  all)
    failed=0
    for part in frontend hooks imports overhead source fuzz; do scripts/bench.sh "$part" || failed=1; done
    exit $failed
    ;;
  *) echo 'bench: frontend, hooks, imports, overhead, source or fuzz?' >&2; exit 64 ;;
esac
