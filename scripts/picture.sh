#!/usr/bin/env bash
# Takes the README's picture of the real program anew: docs/img/review.png
set -euo pipefail
cd "$(dirname "$0")/.."
make -s build

dir=$(mktemp -d)
bin/openupr serve --dir "$dir/record" --addr 127.0.0.1:0 --sample >"$dir/address" 2>"$dir/log" &
program=$!
trap 'kill "$program" 2>/dev/null; wait "$program" 2>/dev/null; rm -rf "$dir"' EXIT
for _ in $(seq 100); do
  [[ -s $dir/address ]] && break
  sleep 0.2
done
address=$(head -n 1 "$dir/address")

mkdir -p docs/img
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$dir/profile" \
  --window-size=1280,1240 --screenshot="$PWD/docs/img/review.png" "$address/reviews/ZZV/4?lang=en" 2>>"$dir/log"
ls -l docs/img/review.png
