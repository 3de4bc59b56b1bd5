#!/bin/sh
# The reference of both libraries: sound as HTML and as Markdown, complete, and for the small library the
# same as in tests/webserver/reference (rewritten by `tests/run.sh -u property -- reference`).
set -u
dir=${WORK:?}/reference
mkdir -p "$dir/got"

# render NAME ARGUMENT...: the page in each format.
render() {
	name=$1
	shift
	for format in markdown html json; do
		"$RCC" reference --format $format "$@" > "$dir/$name.$format" 2> "$dir/err" || {
			cat "$dir/err"
			echo "not ok $name as $format"
		}
	done
	python3 tests/property/reference.py "$dir/$name" "$RCC" || echo "not ok $name can be tested"
}

# The part that the library alone decides: without the contents, and up to the diagnostics of the compiler.
library_part() {
	sed -n '/^<main>/,$p' "$dir/site.html" | sed '/<h2 id="diagnostics"/,$d' > "$dir/got/reference.html"
	sed '/^<a id="diagnostics"/,$d' "$dir/site.markdown" > "$dir/got/reference.md"
	cp "$dir/site.json" "$dir/got/reference.json"
}

render stack examples/minimal/stack.rcs
render site tests/webserver/golden/blog/stack.rcs --stdlib tests/webserver/stdlib
library_part
if [ -n "$BLESS" ]; then
	rm -rf tests/webserver/reference && cp -r "$dir/got" tests/webserver/reference
fi
if diff -ru tests/webserver/reference "$dir/got"; then
	echo "ok the reference of the small library"
else
	echo "not ok the reference of the small library"
fi
