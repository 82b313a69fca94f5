#!/usr/bin/env bash
# Names the longest files. A file is one concept: about 250 lines, a hard look at 400. A report, not a check.
set -euo pipefail
cd "$(dirname "$0")/.."
git ls-files -co --exclude-standard '*.go' '*.ts' '*.css' '*.templ' | grep -v '_templ\.go$' |
  while read -r f; do [[ -f $f ]] && printf '%s %s\n' "$(wc -l <"$f")" "$f"; done |
  sort -rn | awk '$1 > 400 { if (!n++) print "files over 400 lines (is each still one concept?):"; print "      " $1, $2 }'
