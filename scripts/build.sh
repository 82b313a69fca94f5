#!/usr/bin/env bash
# Builds the program as one static file:  scripts/build.sh FILE
# GOOS and GOARCH choose another system, as always with Go. The version is git's description of the commit, or
# OPENUPR_VERSION; the same commit with the same Go gives the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."
file=${1:?which file to write}

version=${OPENUPR_VERSION:-$(git describe --tags --always --dirty 2>/dev/null || echo unknown)}
mkdir -p "$(dirname "$file")"
CGO_ENABLED=0 go build -trimpath -buildvcs=false \
  -ldflags "-s -w -X main.version=$version" \
  -o "$file" ./cmd/openupr
