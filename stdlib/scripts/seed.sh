#!/bin/sh
# Fills a volume with the files that the image has at the place where the
# volume is mounted later, so that the server may write among them.
#
#   SEED_SOURCE  folder of the image
#   SEED_TARGET  the volume
set -eu

if [ ! -d "$SEED_SOURCE" ]; then
	echo "the image has no folder $SEED_SOURCE: nothing to copy"
	exit 0
fi
cp -R "$SEED_SOURCE/." "$SEED_TARGET/"
