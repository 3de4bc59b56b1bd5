#!/bin/sh
# Installs what is missing, by the package manager of the system: tests/setup.sh [build | check | static | ci]
#
# build: to make rcc; check: to test it, too; static: for `make static`; ci (what is meant without a word): for every
# other target.
# Says nothing and asks for nothing where nothing is missing. The names of the packages stand in
# tests/packages.
set -eu
cd "$(dirname "$0")"

case ${1-ci} in
build) purposes=' build ' ;;
check) purposes=' build check ' ;;
static) purposes=' build static ' ;;
ci) purposes=' build check ci ' ;;
*) sed -n 2p "$0" >&2 && exit 2 ;;
esac

manager=
for name in apt-get dnf apk pacman zypper brew; do
	[ -n "$manager" ] || ! command -v $name > /dev/null || manager=$name
done

# The packages whose probe fails, by their name for the manager: `-` where it has none.
missing() {
	while read -r purpose apt dnf apk pacman zypper brew probe; do
		case $purposes in *" $purpose "*) ;; *) continue ;; esac
		! sh -c "$probe" > /dev/null 2>&1 < /dev/null || continue
		case $manager in
		dnf) echo "$dnf" ;;
		apk) echo "$apk" ;;
		pacman) echo "$pacman" ;;
		zypper) echo "$zypper" ;;
		brew) echo "$brew" ;;
		*) echo "$apt" ;;
		esac
	done < packages
}

words() { # the lines of the input in one line
	tr '\n' ' ' | sed 's/ $//'
}

wanted=$(missing | words)
[ -n "$wanted" ] || exit 0
packages=$(missing | grep -vx -e - | words)

if [ -z "$manager" ] || [ -z "$packages" ]; then
	echo "Missing, and to be installed by hand (names of Debian; tests/packages tells how each is looked for):" >&2
	manager=
	missing >&2
	exit 1
fi

root=
if [ "$manager" != brew ] && [ "$(id -u)" -ne 0 ]; then
	root=$(command -v sudo || command -v doas) || {
		echo "Missing: $packages. Install them as root, with $manager." >&2
		exit 1
	}
fi

echo "Installing with $manager${root:+ (asks for your password)}: $packages"
# shellcheck disable=SC2086 # lists of words
case $manager in
apt-get)
	$root apt-get update -qq
	$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages > /dev/null
	;;
dnf) $root dnf install -y -q $packages ;;
apk) $root apk add -q $packages ;;
pacman) $root pacman -S --needed --noconfirm $packages ;;
zypper) $root zypper --non-interactive --quiet install $packages ;;
brew) brew install -q $packages ;;
esac

[ -z "$(missing)" ] || {
	manager=
	left=$(missing | words)
	echo "Still missing after that: $left (tests/packages tells how each is looked for)" >&2
	exit 1
}
