#!/usr/bin/env bash
# Brings node_modules to what package-lock.json says, when it is not there already.
#   scripts/npm.sh        only what the pages are built from
#   scripts/npm.sh --dev  the tools of the tests too
set -euo pipefail
cd "$(dirname "$0")/.."

want=build
args=(ci --ignore-scripts --no-audit --no-fund --loglevel=error)
if [[ ${1:-} == --dev ]]; then
  want=all
else
  # Pages that need nothing from npm are built without asking it for anything.
  grep -q '"dependencies"' package.json || exit 0
  args+=(--omit=dev)
fi

sum=$(sha256sum package-lock.json | cut -d ' ' -f 1)
stamp=node_modules/.openupr
have=$(cat "$stamp" 2>/dev/null || true)
[[ $have == "$sum all" || $have == "$sum $want" ]] && exit 0

command -v npm >/dev/null || {
  echo "npm is missing: it comes with Node 20 and later" >&2
  exit 1
}
echo "Installing the front-end packages of package-lock.json"
npm "${args[@]}"
echo "$sum $want" >"$stamp"
