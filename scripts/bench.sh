#!/usr/bin/env bash
# make bench: one line of JSON a measurement on standard output; what Go's own benchmarks say, one package after the other
# so that none disturbs another, on standard error. BENCH chooses among those by name ("-" leaves them out), COUNT repeats;
# what bench/run.sh takes from the environment chooses the rest.
set -euo pipefail
cd "$(dirname "$0")/.."
make -s assets
export OPENUPR_SCALE=full # workspaces as large as they are asked to be
export OPENUPR_QUIET=1 # nothing else runs: bounds on the slowest of many count
echo "commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown), $(go version), $(nproc) cores" >&2
if [[ ${BENCH:-.} != - ]]; then
  go test -p 1 -run '^$' -bench "${BENCH:-.}" -benchmem -count "${COUNT:-1}" -timeout 60m ./... | grep -v -e 'no test files' -e '^PASS$' |
    awk 'match($0, /\{"name".*\}/) { print substr($0, RSTART, RLENGTH); fflush(); next } { print > "/dev/stderr" }' # ours stand behind Go's
fi
if [[ Workspace =~ ${BENCH:-.} ]]; then # every page of a large workspace beside the same page of a small one
  OPENUPR_SCALE=full go test -run '^TestPagesOfALargeWorkspace$' -count 1 -v -timeout 60m ./internal/server >&2
fi
bench/run.sh
