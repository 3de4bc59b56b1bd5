#!/bin/sh
# The newcomer's two commands on a machine that has nothing: tests/bare/run.sh [demo] [check]
#
# Makes a Debian root with make, git and ca-certificates only, clones the last commit into it, and
# runs `make demo` and `make check` there (or what is named). Needs root, debootstrap, and about 2 GB in
# TMPDIR, for as long as it runs. Mirrors and proxies are those that this machine uses; SUITE is the
# release of Debian.
set -eu
[ $# -gt 0 ] || set -- demo check
suite=${SUITE:-bookworm}
repo=$(cd "$(dirname "$0")/../.." && pwd)

[ "$(id -u)" -eq 0 ] || { echo "a root for chroot can be made by root only" >&2 && exit 1; }
command -v debootstrap > /dev/null || {
	apt-get update -qq
	apt-get install -y -qq --no-install-recommends debootstrap > /dev/null
}

work=$(mktemp -d "${TMPDIR:-/tmp}/rcc-bare.XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
trap 'exit 130' INT TERM
root=$work/root log=$work/log

said() { printf '== %s (%s s)\n' "$*" "$(($(date +%s) - start))"; }

# Where this machine has Debian from; where it is no Debian, the project's own mirror.
mirror() {
	found=$(apt-get indextargets --format "\$(CODENAME) \$(REPO_URI)" 'Created-By: Packages' |
		sed -n "s/^$suite //p" | head -n 1)
	echo "${found:-https://deb.debian.org/debian}"
}

# What a package manager needs to reach its mirror from here.
settings() {
	rm -rf "$root/etc/apt"
	cp -r /etc/apt "$root/etc"
	for file in /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt; do
		[ ! -e "$file" ] || cp "$file" "$root$file"
	done
}

# The same for go and npm, as assignments of a shell.
proxies() {
	for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
		eval "value=\${$name-}"
		[ -z "$value" ] || echo "$name='$value'"
	done
	! command -v go > /dev/null || go env GOPROXY GOSUMDB | sed "s/.*/'&'/; 1s/^/GOPROXY=/; 2s/^/GOSUMDB=/"
	! command -v npm > /dev/null || echo "npm_config_registry='$(npm config get registry 2> /dev/null)'"
}

inside() { # inside COMMAND...: in the root, with processes and mounts that end with it
	proxies > "$root/root/environment"
	unshare --mount --pid --fork --mount-proc="$root/proc" chroot "$root" env -i \
		HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
		sh -c 'set -a; . /root/environment; cd /root/rcc && exec "$@"' sh "$@"
}

start=$(date +%s)
debootstrap --variant=minbase --include=make,git,ca-certificates "$suite" "$root" "$(mirror)" > "$log" 2>&1 || {
	tail -n 20 "$log"
	exit 1
}
settings
git clone -q --no-hardlinks "$repo" "$root/root/rcc"
said "a bare Debian $suite with commit $(git -C "$root/root/rcc" log -1 --format=%h)"

failed=0
for target; do
	if inside make "$target" > "$log" 2>&1; then result="works"; else result="FAILED" failed=1; fi
	cat "$log"
	said "make $target $result"
done
[ "$failed" -eq 0 ]
