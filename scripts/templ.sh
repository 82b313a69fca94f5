#!/usr/bin/env bash
# Whether the committed Go code of the templ views is what templ makes of them now:  scripts/templ.sh TEMPL-PROGRAM
# Works on a copy, so that nothing in the tree changes.
set -euo pipefail
cd "$(dirname "$0")/.."
templ=$(realpath "${1:?the templ program}")

copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
files() { find . -path ./node_modules -prune -o -path ./.cache -prune -o -name "$1" -printf '%P\n' | sort; }

views=$(files '*.templ')
[[ -n $views ]] && xargs cp --parents -t "$copy" <<<"$views"
cp go.mod "$copy"
(cd "$copy" && "$templ" generate -log-level error >&2)

# The file name inside the generated code depends on the folder templ was started in: no drift.
plain() { sed -E 's/(FileName: `)([^`]*\/)?/\1/' "$1"; }

drift=0
while read -r file; do
  [[ -n $file ]] || continue
  if [[ ! -f $file || ! -f $copy/$file ]] || ! cmp -s <(plain "$file") <(plain "$copy/$file"); then
    echo "$file is not what templ makes of its view"
    drift=1
  fi
done < <({ files '*_templ.go'; cd "$copy" && find . -name '*_templ.go' -printf '%P\n'; } | sort -u)
if ((drift)); then
  echo "Run make generate and commit what it changes."
  exit 1
fi
