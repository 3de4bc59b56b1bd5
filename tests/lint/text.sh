#!/bin/sh
# No unfinished work, no trailing blanks, a newline at the end of each file of ours, and no stack left at the top.
files=$(git ls-files 'compiler/*' 'grammar/*' 'stdlib/*' 'tests/*.sh' 'tests/*.py' 'tests/*.c' Makefile '*.md' | grep -v '^tests/lint/text.sh')
{
	grep -n -w 'TODO\|FIXME\|XXX' $files
	grep -n '[[:blank:]]$' $files
	git ls-files '*.rcs' | grep -v / | sed 's/$/: a stack that was tried lies at the top/'
	for f in $files; do
		[ -z "$(tail -c 1 "$f")" ] || echo "$f: no newline at its end"
	done
} > "$WORK/text"
cat "$WORK/text"
[ ! -s "$WORK/text" ] && echo "ok text is finished and tidy" || echo "not ok text"
