#!/usr/bin/env bash
# Builds assets/dist when a source changed since the last time.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/npm.sh
sum=$(find assets/css assets/ts assets/build assets/bundle package-lock.json -type f -print0 2>/dev/null |
  sort -z | xargs -0 sha256sum | sha256sum)
if [[ $(cat .cache/assets 2>/dev/null || true) == "$sum" && -e assets/dist/app.css ]]; then
  exit 0
fi
CGO_ENABLED=0 go run ./assets/build
mkdir -p .cache
echo "$sum" >.cache/assets
