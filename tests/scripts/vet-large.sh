#!/bin/sh
# Bad manifests so large that several readers share them, in a stream, and in a folder: a diagnostic, as of small ones.
set -u
# shellcheck source=tests/assert.sh
. "$ROOT/tests/assert.sh"
place=$WORK/vet-large
subject='vet of what several readers share'
mkdir -p "$place/folder"

# objects NUMBER
objects() {
	awk -v n="$1" 'BEGIN { for (i = 0; i < n; i++)
		printf "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c%d}\ndata: {text: \"%060d\"}\n", i, i }'
}

objects 6000 > "$place/good.yaml"
expect 'accepts it' logged "$RCC" vet "$place/good.yaml"

{ cat "$place/good.yaml" && printf -- '---\na: \377\n'; } > "$place/byte.yaml"
refuse 'refuses a byte at the end' logged "$RCC" vet "$place/byte.yaml"
expect 'says where the byte is' said 'byte.yaml:30002:4$'

{ printf -- '---\na: \377\n' && cat "$place/good.yaml"; } > "$place/first.yaml"
refuse 'refuses a byte at the beginning' logged "$RCC" vet "$place/first.yaml"
expect 'says where this one is' said 'first.yaml:2:4$'

objects 10001 > "$place/many.yaml"
refuse 'refuses too many objects' logged "$RCC" vet "$place/many.yaml"
expect 'says which limit it is' said 'RCS0090 .* more than 10000 objects'

split -l 5000 "$place/many.yaml" "$place/folder/part-" --additional-suffix=.yaml
refuse 'refuses too many objects of several files' logged "$RCC" vet "$place/folder"
expect 'says the same limit' said 'RCS0090 .* more than 10000 objects'
