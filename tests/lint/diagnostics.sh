#!/bin/sh
# diag.def, docs/diagnostics/ and tests/diag/ speak of the same codes; no code stands twice. No two checks of the library
# have one name.
codes=$(sed -n 's/^DIAG("\([A-Z0-9]*\)".*/\1/p' compiler/base/diag.def)
{
	for code in $codes; do
		[ -f "docs/diagnostics/$code.md" ] || echo "no docs/diagnostics/$code.md"
		[ -f "tests/diag/$code.err" ] || echo "no tests/diag/$code.err"
	done
	for page in docs/diagnostics/*.md; do
		echo "$codes" | grep -qx "$(basename "$page" .md)" || echo "$page: no row in diag.def"
	done
	echo "$codes" | sort | uniq -d | sed 's/$/ stands twice in diag.def/'
	find stdlib -name '*.rcs' -exec sed -n 's/^check \([a-z0-9_]*\)(.*/\1/p' {} + | sort | uniq -d |
		sed 's/^/two checks of the library are called /'
} > "$WORK/diagnostics"
cat "$WORK/diagnostics"
[ -n "$codes" ] && [ ! -s "$WORK/diagnostics" ] && echo "ok diagnostics are documented and tested" ||
	echo "not ok diagnostics"
