#!/bin/sh
# Makes what `make static` links the command with: tests/static/setup.sh [FOLDER]
#
# libyaml, cJSON and zlib for the C library musl, from the source packages of this Debian, whose signatures apt checks.
# Makes FOLDER/include and FOLDER/lib (default: build/static-libs); what is there already is not made again. Elsewhere
# than on Debian the three have to be put there by hand.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=${1:-$root/build/static-libs}
[ ! -e "$folder/lib/libz.a" ] || exit 0

"$root/tests/setup.sh" static
command -v apt-get > /dev/null || {
	echo "Only on Debian it is known where libyaml, cJSON and zlib come from: put them into $folder" >&2
	exit 1
}
rm -rf "$folder"
mkdir -p "$folder/include/cjson" "$folder/lib" "$folder/apt/lists/partial" "$folder/apt/cache"
folder=$(cd "$folder" && pwd)
cd "$folder/apt"

# Source packages come from where the other packages come from; the lists of apt itself stay as they are.
keys=/usr/share/keyrings/debian-archive-keyring.gpg
sources() {
	apt-get indextargets --format "deb-src [signed-by=$keys] \$(REPO_URI) \$(RELEASE) \$(COMPONENT)" \
		'Created-By: Packages' 'Origin: Debian' | sort -u
}
sources > sources.list
if [ ! -s sources.list ]; then # it never looked which repositories are Debian's
	if [ "$(id -u)" -eq 0 ]; then apt-get -qq update; else sudo apt-get -qq update; fi
	sources > sources.list
fi
from() { # from WHAT...: apt-get, with these sources alone
	apt-get -qq -o Dir::Etc::sourcelist="$PWD/sources.list" -o Dir::Etc::sourceparts=- \
		-o Dir::State::lists="$PWD/lists" -o Dir::Cache="$PWD/cache" -o APT::Sandbox::User="$(id -un)" "$@"
}
from update
# A mirror may list an update that it does not have: then it is the version of the release.
release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
for package in libyaml cjson zlib; do
	from source "$package" > out 2>&1 || from source -t "$release" "$package" > out 2>&1 || { cat out >&2 && exit 1; }
done

build() { # build NAME FLAGS SOURCE...: an archive of it
	name=$1 flags=$2
	shift 2
	mkdir "$name.o"
	for file; do
		object=$name.o/$(basename "$file" .c).o
		# shellcheck disable=SC2086 # a list of words
		musl-gcc -c $flags -w -fno-pie -fno-asynchronous-unwind-tables -ffunction-sections -fdata-sections -o "$object" "$file"
	done
	ar rcs "$name.a" "$name".o/*
}

mv libyaml-*/ libyaml && mv cjson-*/ cjson && mv zlib-*/ zlib
cp libyaml/include/yaml.h zlib/zlib.h zlib/zconf.h "$folder/include"
cp cjson/cJSON.h "$folder/include/cjson"
version='-DYAML_VERSION_STRING="" -DYAML_VERSION_MAJOR=0 -DYAML_VERSION_MINOR=0 -DYAML_VERSION_PATCH=0' # nobody asks
build libyaml "-Os -Ilibyaml/include $version" libyaml/src/api.c libyaml/src/reader.c libyaml/src/scanner.c libyaml/src/parser.c
build libcjson -Os cjson/cJSON.c
build libz "-O2 -DNO_GZIP" zlib/adler32.c zlib/crc32.c zlib/deflate.c zlib/inf[!b]*.c zlib/trees.c zlib/zutil.c
mv libyaml.a libcjson.a libz.a "$folder/lib"
cd ..
rm -rf apt
