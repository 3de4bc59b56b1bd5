#!/bin/sh
# `rcc schema import` on two small releases and a custom resource: the exact declarations, whatever the
# order of the documents.
set -u
cd tests/schema || exit 1

expect() { # expect FILE LABEL ARGS...: the import prints the file
	file=$1 label=$2
	shift 2
	"$RCC" schema import "$@" > "$WORK/import" 2> "$WORK/import.err"
	if [ -n "$BLESS" ]; then
		cp "$WORK/import" "$file"
	elif diff -u "$file" "$WORK/import"; then
		echo "ok schema import: $label"
	else
		cat "$WORK/import.err"
		echo "not ok schema import: $label"
	fi
}

expect shop.rcs "two releases" --kinds kinds.txt shop-1.9.json shop-1.10.json
expect shop.rcs "in another order" --kinds kinds.txt shop-1.10.json shop-1.9.json
expect stand.rcs "a custom resource" stand.yaml

if "$RCC" schema import kinds.txt > "$WORK/import" 2> "$WORK/import.err" || [ -s "$WORK/import" ]; then
	echo "not ok schema import: what is no schema is refused"
else
	echo "ok schema import: what is no schema is refused"
fi
