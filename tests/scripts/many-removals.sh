#!/bin/sh
# Thousands of removals in overrides, in two layers: each waits in its own block, and costs the same however many there are.
set -u
# shellcheck source=tests/assert.sh
. "$ROOT/tests/assert.sh"
place=$WORK/many-removals
subject='removals'
mkdir -p "$place"

# overrides NUMBER KEY: a block for each object that takes a key away
overrides() {
	awk -v n="$1" -v key="$2" 'BEGIN { for (i = 0; i < n; i++)
		printf "  override ConfigMap \"c%d\" { remove data \"%s\" }\n", i, key }'
}

{
	printf 'abstract stack base {\n  chat { host = "chat.example.com" }\n'
	awk 'BEGIN { for (i = 0; i < 1600; i++)
		printf "  extra ConfigMap \"c%d\" { data { \"a\" = \"1\", \"b\" = \"2\", \"c\" = \"3\" } }\n", i }'
	overrides 1600 a
	printf '}\nstack chat extends base {\n'
	overrides 1600 b
	echo '}'
} > "$place/stack.rcs"
expect 'of 1600 objects, in two layers, are within the limits' logged "$RCC" "$place/stack.rcs" -o "$place/out"
for i in 0 1599; do
	grep '^  [abc]:' "$place/out/configmap-c$i.yaml" > "$place/said"
	expect "leave the rest of object $i" test "$(cat "$place/said")" = '  c: "3"'
done
