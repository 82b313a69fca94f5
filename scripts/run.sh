#!/usr/bin/env bash
# make run:  scripts/run.sh ADDRESS FOLDER
# Builds the program and serves the record in FOLDER; where there is none yet, the program makes one with the sample.
set -euo pipefail
cd "$(dirname "$0")/.."
addr=${1:-127.0.0.1:8080}
dir=${2:-data}

command -v go >/dev/null || {
  echo "Go is missing: OpenUPR is built with the version that go.mod names, or a later one" >&2
  exit 1
}
[[ -x bin/openupr ]] || echo "Building OpenUPR; the first time takes a minute or two, later starts a moment."
make -s build
exec bin/openupr serve --dir "$dir" --addr "$addr" --sample
