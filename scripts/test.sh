#!/usr/bin/env bash
# make test: everything that is checked before a change lands. It installs what it needs, leaves nothing out, and closes
# with "N passed, N failed". OPENUPR_REQUIRE=1 (continuous integration) excuses no skip; without it, tests that need
# the shared documents are left out with a note where those are not here.
set -uo pipefail
cd "$(dirname "$0")/.."
source scripts/packages.sh

export OPENUPR_REQUIRE_TOOLS=1
bin=.cache/bin
mkdir -p "$bin"
began=$(date +%s)
failed=()

# check NAME COMMAND…: runs a check, tells how long it took, remembers when it failed.
check() {
  local name=$1 start=$SECONDS
  shift
  if "$@"; then
    printf 'ok    %-34s %4d s\n' "$name" $((SECONDS - start))
  else
    printf 'FAIL  %-34s %4d s\n' "$name" $((SECONDS - start))
    failed+=("${name//,/ }")
  fi
}

# give_up WHAT: without this there is nothing to test.
give_up() {
  echo "FAILED: $1"
  echo "0 passed, 1 failed"
  exit 1
}

install_tools() {
  need chromium-headless-shell any chromium-headless-shell chromium chromium-browser google-chrome
  need postgresql bash -c 'ls /usr/lib/postgresql/*/bin/initdb || command -v pg_config'
  need poppler-utils any pdftotext
  need libreoffice-writer-nogui any soffice libreoffice # opens the reports that people take out
  need exim4-daemon-light any exim4 /usr/sbin/exim4 # a mail server for the digests
  need sqlite3 any sqlite3 # what an import of rows is measured beside
  need fonts-noto-core bash -c 'ls /usr/share/fonts/truetype/noto/NotoSans-Regular.ttf || fc-list | grep -q "Noto Sans"'
  install_needed && scripts/npm.sh --dev
}

build_tools() {
  go build -o "$bin/" honnef.co/go/tools/cmd/staticcheck github.com/a-h/templ/cmd/templ &&
    go build -o "$bin/tally" ./tools/tally/run
}

formatted() {
  local wrong
  wrong=$(git ls-files -co --exclude-standard '*.go' | grep -v '_templ\.go$' | xargs -r gofmt -l)
  [[ -z $wrong ]] || {
    echo "gofmt would change:"
    echo "$wrong"
    return 1
  }
}

typed() {
  find assets/ts -name '*.ts' 2>/dev/null | grep -q . || return 0
  node_modules/.bin/tsc --project .
}

# benchmarks: each once, to see that it still runs and that its own assertions hold. make bench measures: its OPENUPR_QUIET
# makes the long ones as large as docs/performance.md says; here they do the same to a tenth or a twentieth.
benchmarks() {
  local packages
  packages=$(git ls-files -co --exclude-standard '*_test.go' | xargs -r grep -l '^func Benchmark' | xargs -r -n 1 dirname | sort -u | sed 's|^|./|')
  [[ -n $packages ]] || return 0
  # shellcheck disable=SC2086
  go test -vet=off -p 1 -run '^$' -bench . -benchtime 1x -timeout 5m $packages >.cache/bench.log 2>&1 || {
    cat .cache/bench.log
    return 1
  }
}

# tests: the packages side by side but for the browser's, which wants the machine for itself; then, where there is a C
# compiler, those in which several do something at once a second time under the race detector. go vet has run above, so no
# test is vetted again.
tests() {
  local browser=./e2e/... concurrent=() rest p
  local several='Once|Two[A-Z]|Eight|Fifty|Many|Gate|Wait|FirstAccount|GivingUp|Living'
  rest=$(go list -e ./... | grep -v '/e2e\($\|/\)') || return 1
  # shellcheck disable=SC2086
  go test -vet=off -json -p 2 -timeout 15m $rest
  local status=$?
  go test -vet=off -json -count=1 -timeout 15m "$browser" || status=1
  go -C bench/compare test -vet=off -json -timeout 15m ./... || status=1 # the same questions to other engines, over few rows
  for p in ./internal/store ./internal/server; do
    [[ -d $p ]] && concurrent+=("$p/...")
  done
  if ((${#concurrent[@]})) && any gcc; then
    echo "mode: the race detector watches what several do at once in ${concurrent[*]}"
    CGO_ENABLED=1 go test -vet=off -json -race -p 2 -timeout 15m -run "$several" "${concurrent[@]}" || status=1
  else
    echo "mode: no C compiler here, so nothing ran under the race detector"
  fi
  return $status
}

check "tools and packages" install_tools
((${#failed[@]})) && give_up "the tools that the tests need are not all here"
check "build of style sheet and scripts" scripts/assets.sh
check "build of the test tools" build_tools
((${#failed[@]})) && give_up "the build"

check "gofmt" formatted
check "go vet" go vet ./...
check "staticcheck" "$bin/staticcheck" ./...
check "go vet of the comparison" go -C bench/compare vet ./...
check "types of the scripts" typed
check "templ views match their Go code" scripts/templ.sh "$bin/templ"
check "benchmarks, once each" benchmarks
scripts/lengths.sh

excuse=(-excuse "NOTE: the shared documents are not here")
[[ -n ${OPENUPR_REQUIRE:-} ]] && excuse=()
tests 2>&1 | "$bin/tally" "${excuse[@]}" -began "$began" -failed "$(IFS=, && echo "${failed[*]}")"
statuses=("${PIPESTATUS[@]}")
((statuses[0] == 0 && statuses[1] == 0 && ${#failed[@]} == 0))
