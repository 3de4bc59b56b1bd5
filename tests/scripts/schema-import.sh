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
{
	printf 'apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Namespace, metadata: {name: market}}\n-\n'
	sed 's/^/  /' stand.yaml
} > "$WORK/list.yaml"
expect stand.rcs "a custom resource in a list" "$WORK/list.yaml"
# What it says of wrong objects is in tests/diag.
for copy in kiosk ../diag/custom-resource ../diag/custom-resource-names; do
	expect $copy/kinds/kiosk.rcs "a custom resource with bounds, for $copy" kiosk.yaml
done

expect kiosk/kinds/stand.rcs "a custom resource of the whole cluster" stand.yaml

"$RCC" kiosk/stack.rcs -o "$WORK/kiosk" > /dev/null 2>&1
for object in kiosk-front stand-square; do
	if [ -n "$BLESS" ]; then
		cp "$WORK/kiosk/$object.yaml" kiosk
	elif diff -u kiosk/$object.yaml "$WORK/kiosk/$object.yaml"; then
		echo "ok schema import: the object $object"
	else
		echo "not ok schema import: the object $object"
	fi
done

# The library's own types, from the documents beside the repository (RCC_SHARED, else ../shared).
shared=${RCC_SHARED:-../../../shared}/k8s
library=../../stdlib/k8s
if [ -d "$shared" ]; then
	expect $library/api.rcs "the library's types" --kinds $library/kinds.txt "$shared"/openapi/*.json
	for group in "$shared"/crds/*.json; do
		basename "$group" | sed 's/\..*//'
	done | sort -u > "$WORK/groups"
	while read -r group; do
		expect "$library/$group.rcs" "the library's types of $group" "$shared/crds/$group".*.json
	done < "$WORK/groups"
else
	echo "skipped: no $shared"
fi

if "$RCC" schema import kinds.txt > "$WORK/import" 2> "$WORK/import.err" || [ -s "$WORK/import" ]; then
	echo "not ok schema import: what is no schema is refused"
else
	echo "ok schema import: what is no schema is refused"
fi
