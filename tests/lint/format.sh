#!/bin/sh
# The library and the examples are laid out as `rcc fmt` lays them out.
git ls-files 'stdlib/*.rcs' 'examples/*.rcs' > "$WORK/format.files"
xargs "$RCC" fmt --check < "$WORK/format.files" > "$WORK/format" 2>&1
status=$?
cat "$WORK/format"
[ $status -eq 0 ] && [ -s "$WORK/format.files" ] && echo "ok library and examples are formatted" || echo "not ok format"
