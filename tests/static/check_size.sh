#!/bin/sh
# One file for images: stripped, it takes at most 4.25 MB, where the other command has to bring the C library, libyaml,
# cJSON and zlib along.
most=4250000
strip -o "$WORK/one-file" "$RCC"
size=$(wc -c < "$WORK/one-file")
echo "$size bytes of at most $most"
[ "$size" -gt 100000 ] && [ "$size" -le $most ] && echo "ok the command is small" || echo "not ok size"
