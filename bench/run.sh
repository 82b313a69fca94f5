#!/usr/bin/env bash
# Measures OpenUPR's search beside other engines and by itself. Prints one line of JSON a measurement on standard output
# and what it does meanwhile on standard error.
#
#   ROWS=120000,350000       numbers of segments
#   ENGINES=sqlite,postgres,bleve   the others; empty for none
#   WHAT=search,cross,size,live,page   what to measure
#   ROUNDS=3                 rounds over all questions for the others
#   SLOWEST=FILE             appends our slowest questions
#
# Two million: ROWS=2000000 ENGINES=sqlite,postgres ROUNDS=1. Ten million: ROWS=10000000 ENGINES= WHAT=search,size.
set -euo pipefail
cd "$(dirname "$0")/compare"
bin=../../.cache/bin/measure
mkdir -p "$(dirname "$bin")"
go build -o "$bin" ./measure
exec "$bin" -rows "${ROWS:-120000,350000}" -engines "${ENGINES-sqlite,postgres,bleve}" -what "${WHAT:-search,cross,live,page,size}" \
  -rounds "${ROUNDS:-3}" -slowest "${SLOWEST:-}"
