#!/bin/sh
# The command is copied into images and onto machines of others: stripped, as `make install` does, it has at most 4 MB.
most=4000000
strip -o "$WORK/rcc" "$RCC"
size=$(wc -c < "$WORK/rcc")
echo "$size bytes of at most $most"
[ "$size" -gt 100000 ] && [ "$size" -le $most ] && echo "ok the command is small" || echo "not ok binary"
