#!/bin/sh
# An error leaves all other checks as they are: in each value of the examples, and beside what each check refuses.
set -u
work=${WORK:?}/contain

mkdir -p "$work/examples" "$work/checks"
python3 tests/property/contain.py "${RCC:?}" "$work/examples" examples/*/*.rcs
"$RCC" explain --all --format json > "$work/list"
python3 tests/checks.py "$work/list" "$work/failing" > "$work/codes"
find "$work/failing" -path '*/failing/stack.rcs' > "$work/stacks"
xargs python3 tests/property/contain.py "$RCC" "$work/checks" < "$work/stacks"
