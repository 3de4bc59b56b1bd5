#!/bin/sh
. tests/editors/common.sh
needs 'Vim with syntax' vim -es -u NONE -c 'if has("syntax") && has("reltime") | qa! | endif | cquit'
colours vim
for test in indent compiler speed; do
	expect "vim: $test" vim -u NONE -i NONE -n -es -S "tests/editors/$test.vim"
done
