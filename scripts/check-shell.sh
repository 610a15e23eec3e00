#!/usr/bin/env bash
# shellcheck over every shell script.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/install-needs.sh shellcheck
git ls-files -z --cached --others --exclude-standard '*.sh' '.ci/run' 'ops/images/**/*entrypoint*' | xargs -0 -r shellcheck
