#!/usr/bin/env bash
# Builds one file for each system, with checksums:  scripts/release.sh FOLDER [GOOS/GOARCH…]
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-dist}
shift || true
targets=("$@")
((${#targets[@]})) || targets=(linux/amd64 linux/arm64 windows/amd64 darwin/arm64)

make -s assets
[[ -s assets/dist/app.css ]] || {
  echo "assets/dist/app.css is missing or empty: a release without its style sheet is none" >&2
  exit 1
}
version=${OPENUPR_VERSION:-$(git describe --tags --always --dirty 2>/dev/null || echo unknown)}
mkdir -p "$out"
names=()
for target in "${targets[@]}"; do
  os=${target%/*} arch=${target#*/}
  name=openupr-$version-$os-$arch
  [[ $os == windows ]] && name+=.exe
  OPENUPR_VERSION=$version GOOS=$os GOARCH=$arch scripts/build.sh "$out/$name"
  printf '%s  %s bytes\n' "$out/$name" "$(stat -c %s "$out/$name")"
  names+=("$name")
done
(cd "$out" && sha256sum "${names[@]}" >SHA256SUMS)
echo "$out/SHA256SUMS"
