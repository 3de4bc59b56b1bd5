#!/bin/sh
# tests/tour.py finds what a text tells wrongly, and rewrites it when asked.
set -u

place=$WORK/tour.py
mkdir -p "$place"
tour() { # NAME [--bless]: follows the text of that name
	rm -rf "${place:?}/home"
	python3 tests/tour.py "$place/$1" "$RCC" "$place/home" ${2+"$2"} > "$place/said" 2>&1
}
expect() { # LABEL PATTERN: what was said
	if grep -q -e "$2" "$place/said"; then
		echo "ok tour.py: $1"
	else
		sed 's/^/  /' "$place/said"
		echo "not ok tour.py: $1"
	fi
}

cat > "$place/right.md" << 'END'
```text folder/file
some text
```

```console
$ cat folder/file
some text
$ rcc version > version && wc -l < version
1
```
END
tour right.md
expect "files are written below the folder" '^ok tour: cat folder/file$'
expect "rcc is on the path" '^ok tour: rcc version'

sed 's/^1$/2/' "$place/right.md" > "$place/wrong.md"
tour wrong.md
expect "a wrong line is found" '^not ok tour: rcc version'
expect "what was right is right still" '^ok tour: cat'
tour wrong.md --bless
if cmp "$place/right.md" "$place/wrong.md"; then echo "ok tour.py: it blesses"; else echo "not ok tour.py: it blesses"; fi

echo "no command" > "$place/empty.md"
tour empty.md
expect "a text without a command is no tour" '^not ok .* has no command$'
