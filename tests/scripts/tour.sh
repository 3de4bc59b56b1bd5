#!/bin/sh
# tests/tour.py finds what a text tells wrongly, and rewrites it when asked.
set -u

place=$WORK/tour.py
mkdir -p "$place"
subject=tour.py:
# shellcheck source=tests/assert.sh
. "$ROOT/tests/assert.sh"
tour() { # NAME [--bless]: follows the text of that name
	rm -rf "${place:?}/home"
	python3 tests/tour.py "$place/$1" "$RCC" "$place/home" ${2+"$2"} > "$place/said" 2>&1
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
expect "files are written below the folder" said '^ok tour: cat folder/file$'
expect "rcc is on the path" said '^ok tour: rcc version'

sed 's/^1$/2/' "$place/right.md" > "$place/wrong.md"
tour wrong.md
expect "a wrong line is found" said '^not ok tour: rcc version'
expect "what was right is right still" said '^ok tour: cat'
tour wrong.md --bless
expect "it blesses" cmp "$place/right.md" "$place/wrong.md"

echo "no command" > "$place/empty.md"
tour empty.md
expect "a text without a command is no tour" said '^not ok .* has no command$'
