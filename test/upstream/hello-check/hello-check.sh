#!/bin/bash
# Says what is wrong when hello does not greet the world, or when its greetings are not installed.
set -euo pipefail
greeting=$(LC_ALL=C hello)
if [ "$greeting" != 'Hello, world!' ]; then
  echo "hello-check: expected a greeting, found: $greeting" >&2
  exit 1
fi
test -s /usr/share/hello-data/greetings.tsv
echo "hello-check: $greeting"
