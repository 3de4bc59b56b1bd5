#!/bin/sh
# What `make demo` shows: the objects, a manifest, and why the rejected stack is refused.
set -u

if sh tests/demo.sh "$BUILD" > "$WORK/demo" 2>&1; then
	echo "ok demo ends well"
else
	cat "$WORK/demo"
	echo "not ok demo ends well"
fi
for part in '  statefulset-chat-lab-mongodb.yaml' '  kind: PersistentVolumeClaim' \
	'^error\[RCS3001 mongo-members-fit\]' '--> stack.rcs:19:' '--> rejected.rcs:6:'; do
	if grep -q -e "$part" "$WORK/demo"; then echo "ok demo shows $part"; else echo "not ok demo shows $part"; fi
done
