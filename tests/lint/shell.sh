#!/bin/sh
# Our own shell scripts pass shellcheck, where it is installed.
subject=shell shown=""
# shellcheck source=tests/assert.sh
. "$ROOT/tests/assert.sh"
files=$(git ls-files '*.sh' .ci/run | grep -v '^tests/lint/')
[ -n "$files" ] || echo "not ok no script was found"
command -v shellcheck > /dev/null || { skip "shellcheck is not installed" && exit; }
shellcheck $files && echo "ok scripts pass shellcheck" || echo "not ok shell"
