#!/bin/sh
# Changing one field of examples/lab changes these lines of its output, and no other: the first line of each file in
# small-diff/ is the edit, a command of sed; the rest is what diff then says, without the places and the hashes.
set -u
work=${WORK:?}/small-diff

# compile FOLDER: what is in FOLDER/lab into FOLDER/out; the Job's file gets a name without a hash.
compile() {
	"$RCC" "$1/lab/stack.rcs" -o "$1/out" > "$1/log" 2>&1 || return
	for job in "$1"/out/job-*.yaml; do
		mv "$job" "${job%-*}.yaml"
	done
}

# changed BEFORE AFTER: the lines that differ, below the name of their file.
changed() {
	(cd "$work" && diff -U0 -r -x .rcc-manifest "$1/out" "$2/out") |
		sed -E '/^(diff|@@|\+\+\+) /d; s/^--- [^ ]*\/([^\t]*).*/--- \1/; s/"?[0-9a-f]{64}"?/HASH/; s/-[0-9a-f]{10}($|\.yaml)/-HASH\1/'
}

mkdir -p "$work/before"
cp -r examples/lab "$work/before/lab"
compile "$work/before"
for expected in tests/property/small-diff/*; do
	name=$(basename "$expected") edit=$(head -n 1 "$expected")
	mkdir -p "$work/$name"
	cp -r examples/lab "$work/$name/lab"
	sed -i "$edit" "$work/$name/lab/stack.rcs"
	if cmp -s examples/lab/stack.rcs "$work/$name/lab/stack.rcs"; then
		echo "not ok small-diff: $name edits nothing"
	elif ! compile "$work/$name"; then
		cat "$work/$name/log"
		echo "not ok small-diff: $name compiles"
	else
		{ echo "$edit" && changed before "$name"; } > "$work/$name/diff"
		[ -z "${BLESS:-}" ] || cp "$work/$name/diff" "$expected"
		if diff -u "$expected" "$work/$name/diff"; then
			echo "ok small-diff: $name"
		else
			echo "not ok small-diff: $name"
		fi
	fi
done
