#!/bin/sh
# Installs what building and testing need on Debian 12; quiet, and harmless to run again.
# Needs root only where something is missing.
set -eu
cd "$(dirname "$0")/.."

packages="gcc clang libclang-rt-14-dev make flex bison pkg-config libyaml-dev libcjson-dev libcmocka-dev
	valgrind python3 shellcheck binutils git ca-certificates"

missing=
for package in $packages; do
	dpkg-query -W -f '${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || missing="$missing $package"
done
# Any installation of these serves: tests/validate reads outputs with the libraries of other languages.
python3 -c 'import jsonschema, yaml' 2> /dev/null || missing="$missing python3-jsonschema python3-yaml"
command -v go > /dev/null || missing="$missing golang-go"
command -v npm > /dev/null || missing="$missing nodejs npm"
if [ -n "$missing" ]; then
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq
	# shellcheck disable=SC2086 # a list of words
	apt-get install -y -qq --no-install-recommends $missing > /dev/null
fi
