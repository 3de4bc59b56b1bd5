#!/bin/sh
# The library has no writable memory of its own: nothing in .data or .bss.
# Under a sanitizer the objects hold data of the sanitizer, so only the plain build is looked at.
found=0
for archive in "$BUILD"/*.a; do
	found=$((found + 1))
	objdump -t "$archive" 2> /dev/null | awk -v a="${archive##*/}" '
		/file format/ { object = $1 }
		NF >= 4 && $0 ~ / (O|o) .*(\.t?data|\.t?bss|\*COM\*)/ && $0 !~ /\.data\.rel\.ro/ { print a ": " object " " $NF }'
done > "$WORK/globals"
case $BUILD in *asan) exit ;; esac
cat "$WORK/globals"
[ $found -gt 5 ] && [ ! -s "$WORK/globals" ] && echo "ok no writable globals" || echo "not ok globals"
