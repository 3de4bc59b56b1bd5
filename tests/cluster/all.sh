#!/bin/sh
# The rig with many random stacks, and then on each older minor of Kubernetes of minors/: tests/cluster/all.sh BUILD
set -u
here=$(cd "$(dirname "$0")" && pwd)
bad=0
"$here/run.sh" "$1" -faults -random 2000 || bad=1
for file in "$here"/minors/*.mod; do
	MINOR=$(basename "$file" .mod) "$here/run.sh" "$1" examples rules || bad=1
done
exit $bad
