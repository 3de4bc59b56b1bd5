#!/bin/sh
# Every wrong combination is refused, at the words that contradict each other, and its near miss
# is not: the stacks of tests/library.
set -u

python3 tests/library/run.py "$RCC" "$WORK/near-miss" tests/library/*.cases || echo "not ok near-miss: the runner failed"
