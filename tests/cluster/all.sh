#!/bin/sh
# The rig with many random stacks, and then on each older minor whose modules still build: tests/cluster/all.sh BUILD
set -u
cd "$(dirname "$0")" || exit
bad=0
./run.sh "$1" -faults -random 2000 || bad=1
for file in minors/*.mod; do
	minor=$(basename "$file" .mod)
	MINOR=$minor ./run.sh "$1" examples rules || bad=1
done
echo "skipped Kubernetes 1.28 to 1.33: minors/ has no versions of modules for them"
exit $bad
