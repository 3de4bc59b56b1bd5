#!/bin/sh
# Prints a Go command that is new enough for the go.mod in the current folder: tests/go.sh
#
# That of PATH, else the toolchain that go.mod names, which Go itself brings like any module. Go 1.21 and newer would
# do so unasked; what Debian 12 has is older.
set -eu
needed=$(sed -n 's/^go //p' go.mod)
pinned=$(sed -n 's/^toolchain //p' go.mod)
have=$(GOTOOLCHAIN=local go env GOVERSION 2> /dev/null | sed 's/^go//') || have=
if [ -z "$have" ]; then
	echo "Go $needed or newer is needed, and any Go to bring it; there is none" >&2
	exit 1
fi
if [ "$(printf '%s\n' "$needed" "$have" | sort -V | head -n 1)" = "$needed" ]; then
	command -v go
	exit
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
printf 'module none\n' > go.mod
folder=$(GOFLAGS=-mod=mod go mod download -json \
	"golang.org/toolchain@v0.0.1-$pinned.$(go env GOOS)-$(go env GOARCH)" | sed -n 's/^\t"Dir": "\(.*\)",$/\1/p')
# A module has no files that can be run.
[ -x "$folder/bin/go" ] || {
	chmod -R u+w "$folder"
	chmod +x "$folder"/bin/* "$folder"/pkg/tool/*/*
}
echo "$folder/bin/go"
