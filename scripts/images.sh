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
for service in frontend dist-git scheduler builder-manager repo-publisher notifier; do
  started=$SECONDS
  printf 'image kopr/%s:%s … ' "$service" "$tag"
  if ! DOCKER_BUILDKIT=0 docker build -q --target "$service" -t "kopr/$service:$tag" . >>"$log" 2>&1; then
    echo failed
    tail -n 40 "$log" >&2
    exit 1
  fi
  echo "$((SECONDS - started)) s"
done
