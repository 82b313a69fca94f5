#!/usr/bin/env bash
# Measures the parser against the shared reports:  bench/accuracy.sh [PARSE COMMAND] [SHARED FOLDER]
#
# Parses every report of the index, runs the scorer that comes with the shared documents, counts questions, and fails
# below the targets. The program's own PDF reader is measured, since it must do without anything installed.
# DIFFERENCES=1 also prints the table of differences that docs/accuracy.md holds.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/.."

parse=${1:-}
shared=${2:-${OPENUPR_SHARED:-../shared}}
if [[ ! -f $shared/measure/score_parse.py ]]; then
  echo "the shared documents are not at '$shared': put them beside the project as 'shared', or set OPENUPR_SHARED" >&2
  exit 1
fi
if [[ -z $parse ]]; then
  scripts/build.sh bin/openupr
  parse="bin/openupr parse --format ndjson --no-second"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
data=$shared/data
status=0
$parse "$data"/wg-reports/pdf/*.pdf >"$work/items.ndjson" 2>"$work/log" || status=$?
if ((status != 0)); then
  tail -5 "$work/log" >&2
  echo "parsing failed with exit code $status" >&2
  exit 1
fi

gold=("$data"/bulk/uprinfo_sessions_1-5.csv "$data"/bulk/uprinfo_sessions_10-13.csv "$data"/bulk/uprinfo_sessions_14-17.csv
  "$data"/bulk/uprinfo_KAZ_session20_extract_utf8.csv)
codes=$data/reference/countries/country-codes_datasets.csv
index=$data/reference/calendar/wg_report_pdf_index.csv

echo "commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown), $(date -u +%F)"
python3 "$shared/measure/score_parse.py" --items "$work/items.ndjson" --uprinfo "${gold[@]}" --codes "$codes" \
  --index "$index" --aside "$shared/measure/aside.csv" --worst "${WORST:-8}" | tee "$work/score"
python3 "$here/accuracy.py" --measure "$shared/measure" --items "$work/items.ndjson" --log "$work/log" --score "$work/score" \
  --uprinfo "${gold[@]}" --codes "$codes" ${DIFFERENCES:+--differences}

# The same demand again: two hundred labelled pairs (docs/accuracy.md, Lineage); it fails below its targets.
OPENUPR_SHARED=$(realpath "$shared") go test -count 1 ./internal/lineage -run TestTheSameDemand -v | grep -E 'accuracy_test|^(ok|FAIL|---)'

# Labels: sessions 14 to 17 against human coding, with everything learned from the others; it fails below its targets.
go run ./tools/learn -data "$shared/data" -held -every
go run ./tools/learn -data "$shared/data" -lists
