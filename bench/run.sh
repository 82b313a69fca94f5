#!/usr/bin/env bash
# Measures OpenUPR's search beside other engines and by itself. Prints one line of JSON a measurement on standard output
# and what it does meanwhile on standard error.
#
#   ROWS=120000,350000              numbers of segments
#   ENGINES=sqlite,postgres,bleve   the others; empty for none
#   WHAT=search,cross,size          what to measure with them
#   LIVE=120000                     numbers of segments in a record of its own and its page over HTTP; empty for none
#   ROUNDS=3                        rounds over all questions for the others
#   SLOWEST=FILE                    appends our slowest questions
#
# Two million: ROWS=2000000 ENGINES=sqlite,postgres ROUNDS=1 WHAT=search LIVE=
# Ten million: ROWS=10000000 ENGINES= WHAT=search,size LIVE=
set -euo pipefail
cd "$(dirname "$0")/compare"
bin=$PWD/../../.cache/bin/measure
mkdir -p "$(dirname "$bin")"
go build -o "$bin" ./measure
IFS=,
for rows in ${ROWS-120000,350000}; do # a process each: memory is given back
  "$bin" -rows "$rows" -engines "${ENGINES-sqlite,postgres,bleve}" -what "${WHAT:-search,cross,size}" -rounds "${ROUNDS:-3}" -slowest "${SLOWEST:-}"
done
if [[ -n ${LIVE-120000} ]]; then
  "$bin" -rows "${LIVE-120000}" -engines '' -what live,page
fi
