#!/bin/sh
# Builds a control plane and the rig, and runs it: tests/cluster/run.sh BUILD RIG-ARGUMENT...
#
# MINOR=1.35 takes an older release of Kubernetes, of minors/1.35.mod.
# Needs Go (tests/go.sh), a C compiler, and the modules of go.mod. The control plane is built once for each content of
# go.sum, which takes about ten minutes, and 3 GB of Go's own cache, and is kept under $XDG_CACHE_HOME/rcc-cluster.
set -eu
build=$(cd "$1" && pwd)
shift
root=$(cd "$(dirname "$0")/../.." && pwd)
cd "$root/tests/cluster"

go=$("$root/tests/go.sh")
modules=go
[ -z "${MINOR:-}" ] || modules=minors/$MINOR
release=$(sed -n 's|^	k8s.io/kubernetes v||p' "$modules.mod")
key=$(cat "$modules.mod" "$modules.sum" controlplane/*.go | sha256sum | cut -c 1-16)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/rcc-cluster/$release-$key
if [ ! -x "$cache/controlplane" ]; then
	echo "Building etcd and Kubernetes $release into $cache"
	minor=${release#*.}
	set_version="-X k8s.io/component-base/version"
	mkdir -p "$cache"
	# In a file of its own until it is whole: two runs may build at once.
	made=$cache/controlplane.$$
	nice -n 10 "$go" build -modfile="$modules.mod" -trimpath -o "$made" -ldflags "-s -w $set_version.gitVersion=v$release \
$set_version.gitMajor=${release%%.*} $set_version.gitMinor=${minor%%.*}" ./controlplane
	mv "$made" "$cache/controlplane"
fi

mkdir -p "$build/tests/cluster"
"$go" build -trimpath -ldflags '-s -w' -o "$build/tests/cluster/rig" ./rig
# Argo CD and Flux pull in other modules, at versions of their own.
cd gitops
go=$("$root/tests/go.sh")
"$go" build -trimpath -ldflags '-s -w' -o "$build/tests/cluster/gitops" .
cd "$root"
echo "Kubernetes $release"
exec "$build/tests/cluster/rig" -plane "$cache/controlplane" -rcc "$build/rcc" \
	-probe "$build/tests/cluster/probe" "$@"
