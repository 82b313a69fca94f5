#!/usr/bin/env bash
# Runs fifty people who edit and two hundred who comment at once (PEOPLE=5m), then each fuzz target for a while:  scripts/soak.sh [10m]
# FUZZ chooses by name. What is found lies in testdata/fuzz of its package: commit it with the fix.
set -uo pipefail
cd "$(dirname "$0")/.."
each=${1:-10m}
make -s assets || exit 1

# Fifty people who edit one workspace at once, five minutes on each database.
if [[ FiftyPeople =~ ${FUZZ:-.} ]]; then
  OPENUPR_SOAK=${PEOPLE:-5m} go test -run '^TestFiftyPeopleEditAtOnce$' -count 1 -v -timeout 0 ./internal/followup || exit 1
fi

# Two hundred people who comment on a draft at once, five minutes on each database.
if [[ TwoHundredPeople =~ ${FUZZ:-.} ]]; then
  OPENUPR_SOAK=${PEOPLE:-5m} go test -run '^TestTwoHundredPeopleCommentAtOnce$' -count 1 -v -timeout 0 ./internal/server || exit 1
fi

echo "commit $(git rev-parse --short HEAD 2>/dev/null || echo unknown), $each each, $(nproc) cores"
ran=0 failed=()
for package in $(go list -e ./...); do
  for target in $(go test -list '^Fuzz' "$package" 2>/dev/null | grep '^Fuzz' || true); do
    [[ $target =~ ${FUZZ:-.} ]] || continue
    echo "== $package $target"
    go test -run '^$' -fuzz "^$target\$" -fuzztime "$each" -fuzzminimizetime 5x -timeout 0 "$package" || failed+=("$package $target")
    ran=$((ran + 1))
  done
done
if ((ran == 0)); then
  echo "no fuzz target was found" >&2
  exit 1
fi
echo "$ran fuzz targets ran $each each, ${#failed[@]} failed"
((${#failed[@]} == 0)) || {
  printf 'failed: %s\n' "${failed[@]}"
  exit 1
}
