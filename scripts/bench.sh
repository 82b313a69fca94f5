#!/usr/bin/env bash
# Runs every benchmark, one package after the other so that none disturbs another. BENCH chooses by name, COUNT repeats.
set -euo pipefail
cd "$(dirname "$0")/.."
make -s assets
export OPENUPR_QUIET=1 # nothing else runs: bounds on the slowest of many count
echo "commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown), $(go version), $(nproc) cores"
go test -p 1 -run '^$' -bench "${BENCH:-.}" -benchmem -count "${COUNT:-1}" -timeout 60m ./... |
  grep -v -e 'no test files' -e '^PASS$'
