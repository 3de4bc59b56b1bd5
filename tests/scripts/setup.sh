#!/bin/sh
# tests/setup.sh on systems that are played by stand-ins: a PATH with a package manager and a few tools.
set -u

place=$WORK/setup
subject=setup: shown="$place/said $place/calls"
# shellcheck source=tests/assert.sh
. "$ROOT/tests/assert.sh"

# system MANAGER USER [SUDO]: nothing that is probed for is there until the manager was called.
system() {
	rm -rf "$place" && mkdir -p "$place/bin" && : > "$place/calls"
	for tool in sh env cat dirname grep sed tr; do
		ln -s "$(command -v $tool)" "$place/bin/$tool"
	done
	printf '#!/bin/sh\necho %s\n' "$2" > "$place/bin/id"
	# shellcheck disable=SC2016 # expanded by the stand-ins
	printf '#!/bin/sh\necho "${0##*/} $*" >> "%s/calls"\n' "$place" > "$place/bin/$1"
	# shellcheck disable=SC2016
	[ -z "${3-}" ] || printf '#!/bin/sh\necho "sudo $1" >> "%s/calls"\nexec "$@"\n' "$place" > "$place/bin/sudo"
	chmod +x "$place"/bin/*
}
run() { env -i PATH="$place/bin" sh tests/setup.sh build > "$place/said" 2>&1; }
called() { grep -q -e "$1" "$place/calls"; }
never_called() { ! called "$1"; }
not_called() { [ ! -s "$place/calls" ]; }

for manager in apt-get dnf apk pacman zypper brew; do
	system $manager 0
	run
	case $manager in
	apt-get) call='install -y .* libyaml-dev libcjson-dev zlib1g-dev' ;;
	dnf) call='install -y .* libyaml-devel cjson-devel zlib-devel' ;;
	apk) call='add .* yaml-dev cjson-dev zlib-dev' ;;
	pacman) call='-S .* libyaml cjson zlib' ;;
	zypper) call='install .* libyaml-devel cJSON-devel zlib-devel' ;;
	brew) call='install .* libyaml cjson zlib' ;;
	esac
	expect "$manager is told what to install" called "^$manager .*$call"
	expect "$manager is told nothing that has no name" never_called ' -\( \|$\)'
	expect "it says what it installs with $manager" said "^Installing with $manager: .*cjson\|cJSON"
	expect "what is still missing after $manager is said" said '^Still missing after that: .*libcjson-dev'
done

system apt-get 1000 sudo
run
expect "a user needs sudo" called '^sudo apt-get$\|^sudo env$'
expect "the password is announced" said 'asks for your password'
system brew 1000 sudo
run
expect "brew needs no sudo" never_called sudo
system apt-get 1000
run
expect "without sudo it says what to do" said '^Missing: gcc .*Install them as root, with apt-get'
expect "without sudo it calls nothing" not_called
system pkgin 0
run
expect "an unknown system gets a list" said '^libcjson-dev$'
expect "an unknown manager is not called" not_called

system apt-get 1000 sudo
for tool in cc make flex bison pkg-config; do
	printf '#!/bin/sh\necho "bison (GNU Bison) 3.8.2"\n' > "$place/bin/$tool"
	chmod +x "$place/bin/$tool"
done
expect "nothing missing, nothing to do" run
expect "nothing missing, nothing to say" test ! -s "$place/said"
expect "nothing missing, nothing called" not_called
