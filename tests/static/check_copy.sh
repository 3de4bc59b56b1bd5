#!/bin/sh
# What the command takes instead of musl's memcpy and memmove copies like these.
object=$BUILD/compiler/cli/static_main.o
# Nothing of the test may be copied by code that the compiler writes itself.
if [ -e "$object" ] && musl-gcc -std=c11 -O1 -fno-builtin -static -o "$WORK/copy" tests/static/copy.c "$object" && "$WORK/copy"; then
	echo "ok all is copied"
else
	echo "not ok copy"
fi
