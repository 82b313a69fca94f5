#!/usr/bin/env bash
# Builds assets/dist when a source changed since the last time. The land outline of the map is made with packages of npm;
# where they cannot be had the program is built without it, and the map shows its marks alone.
set -euo pipefail
cd "$(dirname "$0")/.."

land=
if command -v npm >/dev/null && scripts/npm.sh; then
  land=assets/dist/land.json
else
  echo "No packages of npm here: the map is built without its land outline" >&2
fi
sum=$(find assets/css assets/ts assets/map assets/build assets/bundle package-lock.json -type f -print0 2>/dev/null |
  sort -z | xargs -0 sha256sum | sha256sum)
if [[ $(cat .cache/assets 2>/dev/null || true) == "$sum" && -e assets/dist/app.css && (-z $land || -e $land) ]]; then
  exit 0
fi
CGO_ENABLED=0 go run ./assets/build
[[ -z $land ]] || node assets/map/land.mjs "$land"
mkdir -p .cache
echo "$sum" >.cache/assets
