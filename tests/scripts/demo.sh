#!/bin/sh
# What `make demo` shows: the objects, a manifest, and why the rejected stack is refused.
set -u

place=$WORK/demo
mkdir -p "$place"
subject=demo
# shellcheck source=tests/assert.sh
. "$ROOT/tests/assert.sh"

expect "ends well" logged sh tests/demo.sh "$BUILD"
for part in '  statefulset-chat-lab-mongodb.yaml' '  kind: PersistentVolumeClaim' \
	'^error\[RCS3001 mongo-members-fit\]' '--> stack.rcs:19:' '--> rejected.rcs:6:'; do
	expect "shows $part" said "$part"
done
