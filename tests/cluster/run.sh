#!/bin/sh
# Builds a control plane and the rig, and runs it: tests/cluster/run.sh BUILD RIG-ARGUMENT...
#
# Needs Go, a C compiler, and the modules of go.mod. The control plane is built once for each content of go.sum, which
# takes about ten minutes, and 3 GB of Go's own cache, and is kept under $XDG_CACHE_HOME/rcc-cluster.
set -eu
build=$(cd "$1" && pwd)
shift
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root/tests/cluster"

needed=$(sed -n 's/^go //p' go.mod)
have=$(go env GOVERSION 2> /dev/null | sed 's/^go//')
if [ -z "$have" ] || [ "$(printf '%s\n' "$needed" "$have" | sort -V | head -n 1)" != "$needed" ]; then
	echo "cluster-check needs Go $needed or newer (found: ${have:-none}) to build etcd and Kubernetes from their modules" >&2
	exit 1
fi

release=$(sed -n 's|^	k8s.io/kubernetes v||p' go.mod)
key=$(cat go.mod go.sum controlplane/*.go | sha256sum | cut -c 1-16)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/rcc-cluster/$release-$key
if [ ! -x "$cache/controlplane" ]; then
	echo "Building etcd and Kubernetes $release into $cache"
	minor=${release#*.}
	set_version="-X k8s.io/component-base/version"
	mkdir -p "$cache"
	# In a file of its own until it is whole: two runs may build at once.
	made=$cache/controlplane.$$
	nice -n 10 go build -trimpath -o "$made" -ldflags "-s -w $set_version.gitVersion=v$release \
$set_version.gitMajor=${release%%.*} $set_version.gitMinor=${minor%%.*}" ./controlplane
	mv "$made" "$cache/controlplane"
fi

mkdir -p "$build/tests/cluster"
go build -trimpath -ldflags '-s -w' -o "$build/tests/cluster/rig" ./rig
cd "$root"
echo "Kubernetes $release"
exec "$build/tests/cluster/rig" -plane "$cache/controlplane" -rcc "$build/rcc" \
	-probe "$build/tests/cluster/probe" "$@"
