#!/bin/sh
# `rcc` knows every command that README.md names; what its commands print is a case of the group `tour`.
set -u
grep -o '`rcc [a-z]*' README.md | sort -u | while read -r _ command; do
	if "$RCC" help "$command" > "$WORK/readme" 2>&1; then
		echo "ok README names the command $command"
	else
		cat "$WORK/readme"
		echo "not ok README names the command $command"
	fi
done
