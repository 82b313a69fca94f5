#!/usr/bin/env bash
# Asks Debian for what is missing, and only for that. Source it, then: need PACKAGE PROBE-COMMAND… ; install_needed
# A machine that is not Debian, or a person who is not root, gets the one line to run instead.

missing=()

# need PACKAGE COMMAND…: notes the package when the command fails.
need() {
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}

# any COMMAND…: whether one of the programs is there.
any() {
  local program
  for program in "$@"; do
    command -v "$program" >/dev/null 2>&1 && return 0
  done
  return 1
}

install_needed() {
  ((${#missing[@]})) || return 0
  local line="apt-get install --no-install-recommends ${missing[*]}"
  if ! any apt-get; then
    echo "Missing here: ${missing[*]} (names of Debian packages). Please install them and try again." >&2
    return 1
  fi
  if ((EUID != 0)); then
    echo "Missing here: ${missing[*]}. Please run, as root:  $line" >&2
    return 1
  fi
  echo "Installing from Debian: ${missing[*]}"
  mkdir -p .cache
  if ! {
    apt-get update -q &&
      DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"
  } >.cache/apt.log 2>&1 </dev/null; then
    tail -n 20 .cache/apt.log >&2
    echo "Debian could not install ${missing[*]}; the whole log is .cache/apt.log. By hand:  $line" >&2
    return 1
  fi
  missing=()
}
