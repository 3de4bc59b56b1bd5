#!/bin/sh
# Brings a dump from where dumps are kept. Runs in rclone's image.
#
#   STORE     where dumps are kept: REMOTE:BUCKET/PATH
#   DUMP      name of the dump, or `newest`
#   DUMP_DIR  where it is wanted
set -eu

umask 027
: "${STORE:?}" "${DUMP:?}" "${DUMP_DIR:?}"
if [ "$DUMP" = newest ]; then
	DUMP=$(rclone lsf --files-only --include 'dump-*.archive.gz' "$STORE" | LC_ALL=C sort | tail -n 1)
	[ -n "$DUMP" ] || {
		echo "there is no dump in $STORE" >&2
		exit 1
	}
fi
mkdir -p "$DUMP_DIR"
rclone copyto "$STORE/$DUMP" "$DUMP_DIR/$DUMP"
[ -s "$DUMP_DIR/$DUMP" ] || {
	echo "there is no dump $DUMP in $STORE" >&2
	exit 1
}
echo "fetched $DUMP"
