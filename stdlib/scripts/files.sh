#!/bin/sh
# Brings the uploaded files back that a dump knows: the mirror, and over it what
# left the chat since, the newest first. Files that came later stay; nothing
# knows of them any more. Runs in rclone's image.
#
#   STORE        where dumps and files are kept: a folder, or REMOTE:BUCKET/PATH
#   DUMP         name of the dump, or `newest`
#   UPLOADS_DIR  the volume of the uploads
set -eu

: "${STORE:?}" "${DUMP:?}" "${UPLOADS_DIR:?}"
if [ "$DUMP" = newest ]; then
	DUMP=$(rclone lsf --files-only --include 'dump-*.archive.gz' "$STORE" | LC_ALL=C sort | tail -n 1)
fi
rclone copy "$STORE/uploads" "$UPLOADS_DIR"
stamp=${DUMP#dump-}
stamp=${stamp%%.*}
# Also after the newest: the files of a run whose dump did not reach its place have gone on.
rclone lsf --dirs-only "$STORE/removed" 2> "${TMPDIR:-/tmp}/removed" | LC_ALL=C sort -r | while read -r name; do
	name=${name%/}
	last=$(printf '%s\n' "$name" "$stamp" | LC_ALL=C sort | tail -n 1)
	if [ "$name" != "$stamp" ] && [ "$last" = "$name" ]; then
		rclone copy "$STORE/removed/$name" "$UPLOADS_DIR"
	fi
done
echo "the uploaded files are back"
