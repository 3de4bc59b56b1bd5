#!/bin/sh
# The answers of `rcc why` and `rcc where` fit together, for each line of a stack and of its output.
set -u
out=${WORK:?}/trace
mkdir -p "$out"
cd "$ROOT" || exit 1

agree() { # agree NAME STACK ARGUMENT...
	name=$1 stack=$2
	shift 2
	"$RCC" "$stack" -o "$out/$name" "$@" > "$out/log" 2>&1 || cat "$out/log"
	python3 tests/property/trace.py "$RCC" "$stack" "$out/$name" "$@"
}

agree lab examples/lab/stack.rcs
agree shop tests/webserver/golden/shop/stack.rcs --stdlib "$ROOT/tests/webserver/stdlib"
