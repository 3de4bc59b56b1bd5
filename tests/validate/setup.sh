#!/bin/sh
# Builds the YAML readers that tests/validate/readers.py compares: tests/validate/setup.sh DIR
# Quiet; does nothing where DIR is up to date. The libraries come by their own package managers,
# at the versions that the lock files pin.
set -eu
[ $# -eq 1 ] || { sed -n 2p "$0" >&2; exit 2; }
mkdir -p "$1"
build=$(cd "$1" && pwd)
cd "$(dirname "$0")/readers"

stamp=$(cat libyaml.c go/* js/package-lock.json js/reader.js | sha256sum)
[ "$(cat "$build/stamp" 2> /dev/null)" != "$stamp" ] || exit 0

# shellcheck disable=SC2046 # flags are words
"${CC:-cc}" -std=c11 -O1 -Wall -Wextra -o "$build/libyaml" libyaml.c $(pkg-config --libs yaml-0.1)
(cd go && go build -trimpath -o "$build/go" .)
mkdir -p "$build/js"
cp js/reader.js js/package.json js/package-lock.json js/.npmrc "$build/js"
(cd "$build/js" && npm ci --silent --no-audit --no-fund)
echo "$stamp" > "$build/stamp"
