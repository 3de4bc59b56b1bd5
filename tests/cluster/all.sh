#!/bin/sh
# The rig with many random stacks, and then on each older minor of Kubernetes of minors/: tests/cluster/all.sh BUILD
#
# It may be interrupted: what has passed is noted in BUILD/tests/cluster/passed, and is not run again as long as the
# compiler, the tests and the examples stay as they are.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
build=$1
same=$(find "$build/rcc" "$here" "$root/examples" "$root/tests/change" "$root/tests/golden" -type f -print0 | sort -z |
	xargs -0 cat | sha256sum | cut -c 1-16)
passed=$build/tests/cluster/passed/$same
mkdir -p "$passed"
bad=0

part() { # part NAME OPTION... [SUITE...]
	name=$1
	shift
	if [ -f "$passed/$name" ]; then
		echo "$name has passed already: $(cat "$passed/$name")"
		return
	fi
	echo "== $name"
	{
		"$here/run.sh" "$build" "$@"
		echo $? > "$passed/status"
	} | tee "$passed/log"
	if [ "$(cat "$passed/status")" = 0 ]; then
		tail -n 1 "$passed/log" > "$passed/$name"
	else
		bad=1
	fi
}

part newest -faults -random 500
for seed in 501 1001 1501; do
	part "random-$seed" -seed "$seed" -random 500 random
done
for file in "$here"/minors/*.mod; do
	MINOR=$(basename "$file" .mod)
	export MINOR
	part "$MINOR" examples rules
done
exit $bad
