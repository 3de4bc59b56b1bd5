#!/bin/sh
# Takes what backup.sh leaves undone: copies uploaded files to the dumps, and
# dumps to where they are kept, if that is another place. Runs in rclone's image.
#
#   DUMP_DIR     folder with the new dump
#   STORE        where dumps are kept: the same folder, or REMOTE:BUCKET/PATH
#   UPLOADS_DIR  the uploaded files; empty if they are not copied
#   SCRIPTS      folder of the other scripts
#   KEEP_*       what stays: see keep.sh
#
# `uploads` mirrors the files. What leaves the chat, or changes, moves on to
# `removed/STAMP`, and stays there as long as a dump is kept that may know it.
set -eu

umask 027
: "${DUMP_DIR:?}" "${STORE:?}" "${SCRIPTS:?}"
dump=
for file in "$DUMP_DIR"/dump-[0-9]*T[0-9]*Z.archive.gz; do
	dump=${file##*/}
done
[ -f "$DUMP_DIR/$dump" ] || {
	echo "there is no dump in $DUMP_DIR" >&2
	exit 1
}
stamp=${dump#dump-}
stamp=${stamp%%.*}

list() {
	rclone lsf --files-only --include 'dump-*.archive.gz' "$STORE"
}

# Under another name until it is complete: what is cut off never counts as a dump.
if [ "$STORE" != "$DUMP_DIR" ]; then
	rclone delete --include 'unfinished-*' --max-depth 1 "$STORE"
	rclone copyto "$DUMP_DIR/$dump" "$STORE/unfinished-$dump"
	rclone moveto "$STORE/unfinished-$dump" "$STORE/$dump"
	list | grep -qx "$dump"
	echo "stored $dump"
fi

# After the dump: what it knows is there, or was removed since.
if [ -n "${UPLOADS_DIR:-}" ]; then
	rclone sync "$UPLOADS_DIR" "$STORE/uploads" --backup-dir "$STORE/removed/$stamp" --exclude 'lost+found/**'
	echo "uploaded files are copied"
fi

if [ "$STORE" != "$DUMP_DIR" ]; then
	list | sh "$SCRIPTS/keep.sh" | while read -r name; do
		rclone deletefile "$STORE/$name"
		echo "removed $name"
	done
fi

[ -n "${UPLOADS_DIR:-}" ] || exit 0
oldest=$(list | LC_ALL=C sort | head -n 1)
oldest=${oldest#dump-}
oldest=${oldest%%.*}
rclone lsf --dirs-only "$STORE/removed" 2> "${TMPDIR:-/tmp}/removed" | while read -r name; do
	name=${name%/}
	# The smaller of two times is the one that sorts first.
	first=$(printf '%s\n' "$name" "$oldest" | LC_ALL=C sort | head -n 1)
	if [ "$first" = "$name" ]; then
		rclone purge "$STORE/removed/$name"
		echo "forgot the files that were removed before $name"
	fi
done
