#!/bin/sh
# Behaviour of the library's scripts for mongosh, against replica sets that node plays.
set -u

if command -v node > "$WORK/where"; then
	node "$ROOT/tests/scripts/mongosh.js" "$ROOT/stdlib/scripts" || echo "not ok scripts mongosh.js ended with an error"
else
	echo "not ok scripts: node is not installed"
fi
