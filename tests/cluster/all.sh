#!/bin/sh
# The rig with many random stacks, and then on each older minor of Kubernetes of minors/:
# tests/cluster/all.sh BUILD [OPTION...], with options of run.sh for all parts, such as `-planes 1 -jobs 3`
#
# It may be interrupted: a part that has passed is noted in BUILD/tests/cluster/passed, and is not run again as long as
# the compiler, the tests and the examples stay as they are. The end tells of each part what came of it.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
build=$1
shift
same=$(find "$build/rcc" "$here" "$root/examples" "$root/tests/change" "$root/tests/golden" -type f -print0 | sort -z |
	xargs -0 cat | sha256sum | cut -c 1-16)
passed=$build/tests/cluster/passed/$same
mkdir -p "$passed"
options=$*
bad=0
told=

tell() { # tell NAME OUTCOME
	told="$told$(printf '%-16s %s' "$1" "$2")
"
}

part() { # part NAME OPTION... [SUITE...]
	name=$1
	shift
	if [ -f "$passed/$name" ]; then
		tell "$name" "$(cat "$passed/$name") (in an earlier run)"
		return
	fi
	echo "== $name"
	rm -f "$passed/status"
	{
		# shellcheck disable=SC2086 # words of options
		"$here/run.sh" "$build" $options "$@"
		echo $? > "$passed/status"
	} 2>&1 | tee "$passed/$name.log"
	last=$(tail -n 1 "$passed/$name.log")
	if [ "$(cat "$passed/status" 2> /dev/null)" = 0 ]; then
		echo "$last" > "$passed/$name"
		tell "$name" "$last"
	else
		tell "$name" "FAILED: $last; see $passed/$name.log"
		bad=1
	fi
}

part newest flows examples mutants cases changes together gitops
part rules rules
part faults -faults faults
seed=1
while [ $seed -lt 2000 ]; do
	part "random-$seed" -seed $seed -random 250 random
	seed=$((seed + 250))
done
for file in "$here"/minors/*.mod; do
	MINOR=$(basename "$file" .mod)
	export MINOR
	part "$MINOR" mutants cases examples
	part "$MINOR-rules" rules
done
printf '\nWhat came of each part:\n%s' "$told"
exit $bad
