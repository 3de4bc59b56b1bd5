#!/bin/sh
# What holds for the objects of every stack: Pod Security, selectors, small differences.
set -u

python3 tests/library/objects.py "$RCC" "$WORK/objects" || echo "not ok objects: the runner failed"
