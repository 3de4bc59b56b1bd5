#!/bin/sh
. tests/editors/common.sh
needs Emacs emacs --version
colours emacs
cp editors/emacs/rcstack-mode.el "$WORK/rcstack-mode.el"
expect "emacs compiles the mode without a warning" emacs -Q --batch --eval '(setq byte-compile-error-on-warn t)' \
	-f batch-byte-compile "$WORK/rcstack-mode.el"
expect "emacs indents, comments and finds diagnostics" emacs -Q --batch -l tests/editors/mode.el
