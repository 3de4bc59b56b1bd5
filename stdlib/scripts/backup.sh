#!/bin/sh
# Dumps the database, checks the dump, gives it its name, and only then removes
# the oldest ones. A dump that is not complete never has the name of a dump, so
# it neither counts as one nor pushes a good one out.
#
#   BACKUP_DIR   folder of this stack's dumps; made if it is not there
#   BACKUP_KEEP  number of dumps to keep, at least 1
#   BACKUP_URI   connection string of the replica set
#   TMPDIR       scratch space
set -eu

umask 077
: "${BACKUP_DIR:?}" "${BACKUP_KEEP:?}" "${BACKUP_URI:?}"
case $BACKUP_KEEP in
*[!0-9]* | 0*)
	echo "BACKUP_KEEP is not a number of 1 or more: $BACKUP_KEEP" >&2
	exit 1
	;;
esac

mkdir -p "$BACKUP_DIR"
cd "$BACKUP_DIR"

# Only one run at a time writes here (the CronJob forbids two), so whatever is
# unfinished belongs to a run that was killed.
rm -f unfinished-*.archive.gz

# The password in it goes through a file: arguments can be read by every process of the node.
config=$(mktemp "${TMPDIR:-/tmp}/dump.XXXXXX")
trap 'rm -f "$config"' EXIT
trap 'exit 143' TERM INT HUP
printf 'uri: "%s"\n' "$BACKUP_URI" > "$config"

stamp=$(date -u +%Y%m%dT%H%M%SZ)
unfinished=unfinished-$stamp.archive.gz
finished=dump-$stamp.archive.gz

mongodump --config="$config" --oplog --gzip --archive="$unfinished"

if ! [ -s "$unfinished" ] || ! gzip -t "$unfinished"; then
	rm -f "$unfinished"
	echo "the dump is damaged: it is dropped, and the older ones stay" >&2
	exit 1
fi
sync
mv "$unfinished" "$finished"
echo "made $finished, $(wc -c < "$finished") bytes"

# The names sort by time; whatever else lies in the folder is not ours.
set -- dump-[0-9]*T[0-9]*Z.archive.gz
while [ "$#" -gt "$BACKUP_KEEP" ]; do
	rm -f "$1"
	echo "removed $1"
	shift
done
