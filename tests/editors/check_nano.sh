#!/bin/sh
# nano in a terminal of tmux: it takes the file without a complaint and shows colours. It has no notion of nesting,
# so it is no part of the corpus test.
. tests/editors/common.sh
needs nano nano --version
needs tmux tmux -V
session() { tmux -L "rcc-nano-$$" "$@"; }

session -f /dev/null new-session -d -x 100 -y 40 \
	"nano --rcfile=$ROOT/editors/nano/rcstack.nanorc --view $ROOT/examples/lab/stack.rcs 2> $WORK/nano.err"
tries=0
while [ $tries -lt 300 ]; do
	session capture-pane -e -p > "$WORK/nano.screen"
	! grep -q '512Mi' "$WORK/nano.screen" || break # the title is there before the text
	sleep 0.1
	tries=$((tries + 1))
done
session kill-server
escape=$(printf '\033')
expect "nano reads the file without a complaint" not grep -i "error\|mistake" "$WORK/nano.screen"
expect "nano colours keywords" grep -q "${escape}\[33m\(${escape}\[49m\)\?stack" "$WORK/nano.screen"
expect "nano colours strings" grep -q "${escape}\[32m\(${escape}\[49m\)\?\"clusters/lab.rcs\"" "$WORK/nano.screen"
expect "nano colours units" grep -q "${escape}\[35m\(${escape}\[49m\)\?512Mi" "$WORK/nano.screen"
