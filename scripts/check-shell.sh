#!/usr/bin/env bash
# Lints every shell script.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install-needs.sh shellcheck
# SC2016: scripts in single quotes, for node and for shells in containers, are meant as they stand.
git ls-files -z --cached --others --exclude-standard '*.sh' '.ci/run' 'ops/images/**/*entrypoint*' | xargs -0 -r shellcheck -e SC2016
