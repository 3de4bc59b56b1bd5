#!/bin/sh
# The first stack of README.md compiles without a warning, and `rcc` knows every command that it names.
set -u
work=${WORK:?}/readme
mkdir -p "$work"
sed -n '/^    stack /,/^    }/s/^    //p' README.md > "$work/stack.rcs"
if (cd "$work" && "$RCC" stack.rcs -o out) > "$work/log" 2>&1 && ! grep -q '^warning' "$work/log"; then
	echo "ok README's stack compiles"
else
	cat "$work/log"
	echo "not ok README's stack compiles"
fi
grep -o '`rcc [a-z]*' README.md | sort -u | while read -r _ command; do
	if "$RCC" help "$command" > "$work/log" 2>&1; then
		echo "ok README names the command $command"
	else
		echo "not ok README names the command $command"
	fi
done
