#!/bin/sh
# Installs what building and testing need on Debian 12; quiet, and harmless to run again.
# Needs root only where something is missing. Other systems: install what the table names.
set -eu

# package, and a command that succeeds where it is there already, whatever it came from
missing=$(while read -r package probe; do
	sh -c "$probe" > /dev/null 2>&1 || echo "$package"
done << 'END'
gcc                 gcc --version
libc6-dev           echo '#include <stdio.h>' | gcc -E -
clang               clang --version
libclang-rt-14-dev  echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' | clang -fsanitize=fuzzer -x c -o /dev/null -
make                make --version
flex                flex --version
bison               bison --version
pkg-config          pkg-config --version
libyaml-dev         pkg-config --exists yaml-0.1
libcjson-dev        pkg-config --exists libcjson
libcmocka-dev       pkg-config --exists cmocka
binutils            objdump --version
valgrind            valgrind --version
shellcheck          shellcheck --version
git                 git --version
python3             python3 --version
python3-yaml        python3 -c 'import yaml'
python3-jsonschema  python3 -c 'import jsonschema'
golang-go           go version
nodejs              node --version
npm                 npm --version
ca-certificates     test -s /etc/ssl/certs/ca-certificates.crt
END
)
[ -n "$missing" ] || exit 0
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
# shellcheck disable=SC2086 # a list of words
apt-get install -y -qq --no-install-recommends $missing > /dev/null
