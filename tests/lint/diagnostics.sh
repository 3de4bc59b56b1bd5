#!/bin/sh
# diag.def, docs/diagnostics/ and tests/diag/ speak of the same codes; no code stands twice.
codes=$(sed -n 's/^DIAG("\([A-Z0-9]*\)".*/\1/p' compiler/base/diag.def)
bad=
for code in $codes; do
	[ -f "docs/diagnostics/$code.md" ] || bad="$bad
$code has no docs/diagnostics/$code.md"
	[ -f "tests/diag/$code.err" ] || bad="$bad
$code has no tests/diag/$code.err"
done
for page in docs/diagnostics/*.md; do
	code=$(basename "$page" .md)
	echo "$codes" | grep -qx "$code" || bad="$bad
$page: no row in diag.def"
done
twice=$(echo "$codes" | sort | uniq -d)
[ -z "$bad$twice" ] || echo "$bad$twice"
[ -n "$codes" ] && [ -z "$bad$twice" ] && echo "ok diagnostics are documented and tested" || echo "not ok diagnostics"
