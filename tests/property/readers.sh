#!/bin/sh
# The readers of each Secret in the report are what reads it in the objects. One example takes parameters.
set -u
set -- tests/property/readers/*.rcs
for stack in examples/*/stack.rcs; do
	[ "$stack" = examples/openshift-params/stack.rcs ] || set -- "$@" "$stack"
done
python3 tests/property/readers.py "${RCC:?}" "$@"
