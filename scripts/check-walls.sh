#!/usr/bin/env bash
# The walls between rooms, by dependency-cruiser; a run that saw no modules is a failure, not a pass.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(npx depcruise --config .dependency-cruiser.cjs proto/src shared/src services/*/src)
echo "$out"
count=$(grep -oE '[0-9]+ modules' <<<"$out" | head -1 | cut -d' ' -f1)
if [ "${count:-0}" -lt 50 ]; then
  echo "only ${count:-0} modules were seen: the walls were not checked" >&2
  exit 1
fi
