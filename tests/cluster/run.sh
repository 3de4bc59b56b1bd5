#!/bin/sh
# Builds a control plane and the rig, and runs it: tests/cluster/run.sh BUILD [OPTION...] [SUITE...]
#
#   -run TEXT    only cases whose name contains TEXT      -random N  so many random stacks, from the number -seed N on
#   -jobs N      so many cases at a time                  -planes N  on so many control planes
#   -faults      take each check away once, not a few     -draw      only write the random stacks
#
# Suites: flows examples rules mutants cases changes faults together gitops random. MINOR=1.28 takes an older release of
# Kubernetes, of minors/1.28.mod, and what rcc makes for it. BUILD is where `make` builds. README.md tells more.
#
# Needs Go (tests/go.sh says which), a C compiler, a module proxy, 2 GB of memory for each control plane and for one more,
# no root and no container. The control plane is built once for each content of go.sum, which takes about ten minutes on
# two cores and 3 GB of Go's own cache, and is kept under $XDG_CACHE_HOME/rcc-cluster. What is skipped is told with the
# reason.
set -eu
case ${1:--h} in -h | --help)
	sed -n '2,/^set/{/^set/d;s/^#\( \|$\)//;p;}' "$0"
	exit
	;;
esac
build=$(cd "$1" && pwd)
shift
root=$(cd "$(dirname "$0")/../.." && pwd)
# Never with an older compiler or library than the sources. `make` knows its folder by the name that it had.
folder=${build#"$root"/}
make -s -C "$root" B="$folder" all "$folder/tests/cluster/probe"
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
	# Up to 1.30 clouds have their drivers in the tree, unless it is built without.
	nice -n 10 "$go" build -modfile="$modules.mod" -tags providerless -trimpath -o "$made" -ldflags "-s -w $set_version.gitVersion=v$release \
$set_version.gitMajor=${release%%.*} $set_version.gitMinor=${minor%%.*}" ./controlplane
	mv "$made" "$cache/controlplane"
fi

mkdir -p "$build/tests/cluster"
"$go" build -trimpath -ldflags '-s -w' -o "$build/tests/cluster/rig" ./rig
# Argo CD and Flux, and the engine of policies, pull in other modules, at versions of their own.
for tool in gitops flows; do
	cd "$root/tests/cluster/$tool"
	go=$("$root/tests/go.sh")
	"$go" build -trimpath -ldflags '-s -w' -o "$build/tests/cluster/$tool" .
done
# The definitions that the project wrote, and those that their own projects publish as modules.
definitions=$build/tests/cluster/crds
mkdir -p "$definitions"
cp "$root"/tests/cluster/crds/*.yaml "$definitions"
cd "$root/tests/cluster/definitions"
go=$("$root/tests/go.sh")
folder_of() { # folder_of MODULE
	"$go" mod download "$1"
	"$go" list -m -f '{{.Dir}}' "$1"
}
gateway=$(folder_of sigs.k8s.io/gateway-api)
snapshotter=$(folder_of github.com/kubernetes-csi/external-snapshotter/client/v8)
cp -f "$gateway"/config/crd/standard/*_gateways.yaml "$gateway"/config/crd/standard/*_httproutes.yaml \
	"$snapshotter"/config/crd/*_volumesnapshots.yaml "$definitions"
cd "$root"
if [ -n "${MINOR:-}" ]; then
	# What rcc makes for that release, where a stack does not say which one it is for, and of the examples.
	copy=$build/tests/cluster/$MINOR
	rm -rf "$copy"
	mkdir -p "$copy/tests" "$copy/build/tests/cluster"
	cp -r stdlib examples "$copy"
	cp -r tests/cluster tests/change "$copy/tests"
	cd "$copy"
	sed -i "s/\(kubernetes: KubernetesVersion = \)\"[0-9.]*\"/\1\"$MINOR\"/" stdlib/cluster.rcs
	find examples -name '*.rcs' -exec sed -i "s/^\( *kubernetes *= *\)\"1\.[0-9]*\"/\1\"$MINOR\"/" {} +
	set -- -stdlib "$copy/stdlib" "$@"
fi
echo "Kubernetes $release"
exec "$build/tests/cluster/rig" -plane "$cache/controlplane" -rcc "$build/rcc" \
	-probe "$build/tests/cluster/probe" -crds "$definitions" "$@"
