#!/bin/sh
# Functions stay within 40 lines unless they are one switch over kinds, files within 450 (tests: 620), lines within 110
# columns.
awk '
	function width(line) {
		gsub(/[\200-\277]/, "", line) # continuation bytes of UTF-8
		n = 0
		for (i = 1; i <= length(line); i++)
			n = substr(line, i, 1) == "\t" ? n - n % 8 + 8 : n + 1
		return n
	}
	FNR == 1 { if (file) ended(); file = FILENAME; lines = 0; inside = 0 }
	function ended() {
		if (lines > (file ~ /^tests/ ? 620 : 450))
			print file ": " lines " lines"
	}
	{ lines++ }
	length($0) > 60 && width($0) > 110 { print FILENAME ":" FNR ": wider than 110 columns" }
	/^\{$/ { inside = 1; start = FNR; name = previous; wide = 0 }
	inside && /switch \(/ { wide = 1 }
	inside && /^\}$/ {
		inside = 0
		functions++
		size = FNR - start - 1
		if (size > 40 && !wide)
			print FILENAME ":" start ": " size " lines: " name
	}
	{ previous = $0 }
	END { ended(); if (!functions) print "no function was found" }' $(git ls-files 'compiler/*.[ch]' 'tests/*.[ch]') > "$WORK/size"
cat "$WORK/size"
[ ! -s "$WORK/size" ] && echo "ok functions, files and lines have a readable size" || echo "not ok size"
