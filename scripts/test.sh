#!/usr/bin/env bash
# Everything that CI runs, or one part: test.sh [check|real|scenarios]. Installs what it needs, cleans up after itself,
# and closes with the line `N passed, N failed, N skipped`; a check (format, lint, types, …) counts as one.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
part="${1:-all}"
mkdir -p .cache
totals=$(pwd)/.cache/test-totals
: >"$totals"
export KOPR_TEST_TOTALS="$totals"
failed_steps=()

# step NAME COMMAND…: runs it, shows its output only when it fails, counts it.
step() {
  local name=$1 started=$SECONDS log
  shift
  log=$(mktemp)
  printf '%-28s' "$name"
  if "$@" >"$log" 2>&1; then
    echo "ok      $((SECONDS - started)) s"
    echo '1 0 0' >>"$totals"
  else
    echo "FAILED  $((SECONDS - started)) s"
    tail -n 120 "$log"
    echo '0 1 0' >>"$totals"
    failed_steps+=("$name")
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

# suite NAME GLOB…: mocha; its reporter adds its own totals.
suite() {
  local name=$1 started=$SECONDS
  shift
  echo "── $name"
  # A suite that dies before its reporter writes totals must not pass for an empty one.
  local before after
  before=$(wc -l <"$totals")
  npx mocha --reporter scripts/mocha-reporter.cjs "$@" || failed_steps+=("$name")
  after=$(wc -l <"$totals")
  if [ "$before" = "$after" ]; then
    echo "$name died before its end"
    echo '0 1 0' >>"$totals"
  fi
  echo "── $name: $((SECONDS - started)) s"
}

# prepare NAME COMMAND…: a step without which nothing below makes sense.
prepare() {
  step "$@" || finish
}

finish() {
  local passed failed skipped
  read -r passed failed skipped < <(awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }' "$totals")
  if [ ${#failed_steps[@]} -gt 0 ]; then echo "failed: ${failed_steps[*]}"; fi
  echo "$passed passed, $failed failed, $skipped skipped"
  if [ "$failed" -gt 0 ] || [ ${#failed_steps[@]} -gt 0 ]; then exit 1; fi
  exit 0
}

checks() {
  step 'format' npx prettier --check --log-level warn .
  step 'types' npx tsc -b
  step 'types of tests and scripts' npx tsc -p tsconfig.test.json
  step 'lint' npx eslint --max-warnings 0 .
  step 'walls' scripts/check-walls.sh
  step 'unused exports' npx knip
  step 'generated schemas' node --conditions=source --import tsx scripts/generate-schemas.ts --check
  step 'shell scripts' scripts/check-shell.sh
  # shellcheck disable=SC2046
  suite 'pure tests' $(git ls-files --cached --others --exclude-standard '*.test.ts' '*.test.tsx' | grep -Ev '\.real\.test\.ts$|^test/(scenarios|clients)/[^/]+$')
}

real() {
  prepare 'tools on the host' scripts/install-needs.sh git openssh-client subversion rpm createrepo-c gnupg xz-utils zstd bzip2 curl openssl debootstrap ca-certificates python3-venv wget nginx-light chromium socat apache2-bin libapache2-mod-svn
  prepare 'Docker Engine' scripts/engine.sh
  prepare 'base images' scripts/base-images.sh
  prepare 'minidistro' scripts/minidistro.sh
  prepare 'image of source tasks' scripts/source-tools.sh test
  prepare 'test servers' scripts/test-servers.sh up
  prepare 'clients from PyPI' scripts/python-clients.sh
  # shellcheck disable=SC2046
  suite 'real tests' $(git ls-files --cached --others --exclude-standard '*.real.test.ts')
  scripts/test-servers.sh down >/dev/null 2>&1
}

scenarios() {
  prepare 'tools on the host' scripts/install-needs.sh git openssh-client openssl rpm createrepo-c gnupg debootstrap ca-certificates python3-venv wget subversion
  prepare 'the stack' scripts/test-stack.sh up
  prepare 'clients from PyPI' scripts/python-clients.sh
  prepare 'image of a packager' env DOCKER_BUILDKIT=0 docker build -q -t kopr/packager:dev ops/images/packager
  prepare 'image of a dnf user' env DOCKER_BUILDKIT=0 docker build -q -t kopr/dnf-client:dev ops/images/dnf-client
  # shellcheck disable=SC2046
  suite 'scenarios' $(git ls-files --cached --others --exclude-standard ':(glob)test/scenarios/*.test.ts' ':(glob)test/clients/*.test.ts' | grep -v '\.real\.test\.ts$')
  scripts/test-stack.sh down >/dev/null 2>&1
}

trap 'scripts/test-servers.sh down >/dev/null 2>&1; scripts/test-stack.sh down >/dev/null 2>&1' EXIT
if [ ! -d node_modules ] || [ package-lock.json -nt node_modules ]; then prepare 'npm ci' npm ci --no-audit --no-fund; fi
touch node_modules
case "$part" in
  check) trap - EXIT; checks ;;
  real) real ;;
  scenarios) scenarios ;;
  all) checks; real; scenarios ;;
  *) echo "test.sh: unknown part $part (check, real, scenarios)" >&2; exit 2 ;;
esac
finish
