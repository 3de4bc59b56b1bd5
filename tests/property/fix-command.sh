#!/bin/sh
# `rcc fix` on the failing example of every check of both libraries, and of every page of docs/diagnostics.
set -u
work=${WORK:?}/fix-command

# examples LIBRARY ARGUMENT...: the failing examples of a library's checks.
examples() {
	library=$1
	shift
	"$RCC" explain --all --format json "$@" > "$work/list"
	python3 tests/checks.py "$work/list" "$work/$library" > "$work/codes"
	python3 tests/property/fix-command.py "$RCC" "$work/$library"/*/failing -- "$@"
}

mkdir -p "$work"
examples stdlib
examples webserver --stdlib "$ROOT/tests/webserver/stdlib"

for page in docs/diagnostics/*.md; do
	folder=$work/docs/$(basename "$page" .md)
	mkdir -p "$folder"
	awk -v section=failing -v dir="$folder" -f tests/example.awk "$page" > /dev/null
	[ ! -f "$folder/stack.rcs" ] || python3 tests/property/fix-command.py "$RCC" "$folder"
done
