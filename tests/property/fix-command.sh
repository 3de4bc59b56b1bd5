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

# More mistakes than the diagnostics that a compile keeps.
mkdir -p "$work/many"
awk 'BEGIN { for (i = 0; i < 1200; i++) printf "stack s%d { hots = \"s%d.example.com\", pages \"index.html\" = \"x\" }\n", i, i }' \
	> "$work/many/stack.rcs"
"$RCC" fix "$work/many/stack.rcs" --stdlib "$ROOT/tests/webserver/stdlib" > "$work/said" 2>&1
if [ "$(grep -c ' host = ' "$work/many/stack.rcs")" -eq 1200 ]; then
	echo "ok 1200 mistakes are fixed at once"
else
	tail -n 3 "$work/said"
	echo "not ok 1200 mistakes are fixed at once"
fi
