#!/bin/sh
# Every fix that is offered repairs what it is offered for: on the failing example of every check of
# both libraries, of every page of docs/diagnostics, and on the golden diagnostics.
set -u
work=${WORK:?}/fixes

# examples LIBRARY ARGUMENT...: the failing examples of a library's checks.
examples() {
	library=$1
	shift
	"$RCC" explain --all --format json "$@" > "$work/list"
	python3 tests/checks.py "$work/list" "$work/$library" > "$work/codes"
	python3 tests/property/fixes.py "$RCC" "$work/$library"/*/failing -- "$@"
}

mkdir -p "$work"
examples stdlib
examples webserver --stdlib "$ROOT/tests/webserver/stdlib"

for page in docs/diagnostics/*.md; do
	folder=$work/docs/$(basename "$page" .md)
	mkdir -p "$folder"
	awk -v section=failing -v dir="$folder" -f tests/example.awk "$page" > /dev/null
done
for stack in tests/diag/*.rcs; do
	[ -f "$stack" ] || continue
	folder=$work/diag/$(basename "$stack" .rcs)
	mkdir -p "$folder"
	cp "$stack" "$folder/stack.rcs"
done
for folder in "$work"/docs/* "$work"/diag/*; do
	[ ! -f "$folder/stack.rcs" ] || python3 tests/property/fixes.py "$RCC" "$folder"
done
