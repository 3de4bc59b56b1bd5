#!/bin/sh
# The same sources give the same bytes: a second time, from another folder, in another environment,
# with the entries of every block in another order, and with the library read at run time.
set -u

# expect LABEL DIR: the folder just written equals the first one.
expect() {
	if diff -r "$out/first" "$2"; then
		echo "ok $name: $1"
	else
		echo "not ok $name: $1"
	fi
}

say() { # runs a command; shows what it says only if it fails
	"$@" > "$out/log" 2>&1 || {
		cat "$out/log"
		return 1
	}
}

given() { # the arguments of a case, and its env files
	[ ! -f "$1/args" ] || cat "$1/args"
	find "$1" -maxdepth 1 -name '*.env' -exec echo --param-file {} \;
}

# shellcheck disable=SC2046 # arguments are words
for stack in examples/*/stack.rcs tests/golden/*/stack.rcs; do
	[ -f "$stack" ] || continue
	dir=$(dirname "$stack") name=$(basename "$(dirname "$stack")")
	out=$WORK/same/$name
	mkdir -p "$out"
	cp -r "$dir" "$out/source" && rm -rf "$out/source/out" "$out/source/expected"
	cd "$out/source" || exit 1
	say "$RCC" stack.rcs -o "$out/first" $(given "$out/source") || echo "not ok $name compiles"
	say "$RCC" stack.rcs -o "$out/second" $(given "$out/source")
	expect "a second time" "$out/second"
	(cd / && say "$RCC" "$out/source/stack.rcs" -o "$out/elsewhere" $(given "$out/source"))
	expect "from another folder" "$out/elsewhere"
	say env -i TZ=Asia/Kathmandu LANG=tr_TR.UTF-8 LC_ALL=tr_TR.UTF-8 HOME=/nowhere "$RCC" stack.rcs -o "$out/environment" $(given "$out/source")
	expect "in another environment" "$out/environment"
	say "$RCC" stack.rcs -o "$out/library" --stdlib "$ROOT/stdlib" $(given "$out/source")
	expect "with the library read at run time" "$out/library"
	for seed in 1 2 3; do
		python3 "$ROOT/tests/property/permute.py" "$ROOT/$stack" $seed > stack.rcs
		say "$RCC" stack.rcs -o "$out/permuted-$seed" $(given "$out/source")
		expect "permuted, seed $seed" "$out/permuted-$seed"
	done
	cd "$ROOT" || exit 1
done 2>&1
