#!/usr/bin/env bash
# Builds the six service images (kopr/<service>:<tag>). Layers are cached, so a run without changes takes seconds.
set -euo pipefail
cd "$(dirname "$0")/.."
tag="${KOPR_TAG:-dev}"
mkdir -p .cache
# Machines behind a proxy have certificate authorities of their own; npm needs them while building.
ca="${KOPR_EXTRA_CA:-/etc/ssl/certs/ca-certificates.crt}"
[ -r "$ca" ] || ca=/dev/null
cmp -s "$ca" .cache/extra-ca.pem || cp "$ca" .cache/extra-ca.pem
log="${KOPR_BUILD_LOG:-.cache/images.log}"
: >"$log"
# Shows each RUN step that is really run, so that minutes of npm and apt are not silence.
progress() {
  awk '/^Step [0-9/]+ : RUN/ { held = substr($0, 1, 100); next }
       held != "" { if ($0 !~ /Using cache/) { print "  " held; fflush() } held = "" }'
}

for service in frontend dist-git scheduler builder-manager repo-publisher notifier; do
  started=$SECONDS
  if ! DOCKER_BUILDKIT=0 docker build --target "$service" -t "kopr/$service:$tag" . 2>&1 | tee -a "$log" | progress; then
    echo "image kopr/$service:$tag failed" >&2
    tail -n 40 "$log" >&2
    exit 1
  fi
  echo "image kopr/$service:$tag ($((SECONDS - started)) s)"
done
