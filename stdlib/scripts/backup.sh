#!/bin/sh
# Dumps the database, checks the dump, gives it its name, and only then removes
# the one that it takes the place of. A dump that is not complete never has the
# name of a dump, so it neither counts as one nor pushes a good one out.
#
#   BACKUP_DIR   folder of this stack's dumps; made if it is not there
#   BACKUP_URI   connection string of the replica set; a database in it says where its user is found, if nothing else does
#   DATABASE     the database of the chat
#   VERIFY       `restored`: the dump is restored into a server of its own;
#                `read`: it is only read to its end
#   SCRIPTS      folder of the other scripts
#   TMPDIR       scratch space
#   KEEP_*       what stays: see keep.sh
#   SCRATCH_DIR  see verify.sh
set -eu

umask 027
: "${BACKUP_DIR:?}" "${BACKUP_URI:?}" "${DATABASE:?}" "${VERIFY:?}" "${SCRIPTS:?}"
: | sh "$SCRIPTS/keep.sh"

mkdir -p "$BACKUP_DIR"
cd "$BACKUP_DIR"
stamp=$(date -u +%Y%m%dT%H%M%SZ)
unfinished=unfinished-$stamp.archive.gz
finished=dump-$stamp.archive.gz

# What fails leaves nothing that takes room from the next one.
private=$(mktemp -d "${TMPDIR:-/tmp}/dump.XXXXXX")
pulse=
finish() {
	[ -z "$pulse" ] || kill "$pulse" 2> "$private/end" || :
	rm -rf "$private" "$unfinished"
}
trap finish EXIT
trap 'exit 143' TERM INT HUP

# The CronJob makes one dump at a time, but another one may be made by hand meanwhile. Who is at work
# touches its file: one that nobody touches is of a run that was killed.
while sleep 30; do touch -c "$unfinished"; done > "$private/pulse" 2>&1 &
pulse=$!
touch -d '5 minutes ago' "$private/dead"
for name in unfinished-*.archive.gz; do
	# shellcheck disable=SC3013 # the shells of the images know it
	! [ "$name" -ot "$private/dead" ] || rm -f "$name"
done

# Whatever else lies in the folder is not ours.
prune() {
	for name in dump-[0-9]*T[0-9]*Z.archive.gz; do
		echo "$name"
	done | sh "$SCRIPTS/keep.sh" | while read -r name; do
		rm -f "$name"
		echo "removed $name"
	done
}

# Dumps that the rules of now do not want make room for the new one: where fewer are kept than before,
# on a volume that is full, none would ever be complete.
prune

# All of a dump comes from one member.
MONGO_URL=$BACKUP_URI TARGET=$private/uri mongosh --nodb --quiet --norc --file "$SCRIPTS/one-member.js"
BACKUP_URI=$(cat "$private/uri")

# The password in it goes through a file: arguments can be read by every process of the node.
(umask 077 && printf 'uri: "%s"\n' "$BACKUP_URI" > "$private/config")

contents() { # FILE: what the database holds now
	[ "$VERIFY" = restored ] || return 0
	MONGO_URL=$BACKUP_URI mongosh --nodb --quiet --norc --file "$SCRIPTS/contents.js" > "$1"
}

contents "$private/before"
mongodump --config="$private/config" --oplog --gzip --archive="$unfinished"
contents "$private/after"

if ! [ -s "$unfinished" ] || ! gzip -t "$unfinished"; then
	echo "the dump is damaged: it is dropped, and the older ones stay" >&2
	exit 1
fi
if [ "$VERIFY" = restored ] && ! DUMP_DIR=. DUMP=$unfinished BEFORE=$private/before AFTER=$private/after \
	sh "$SCRIPTS/verify.sh"; then
	echo "the dump cannot be restored: it is dropped, and the older ones stay" >&2
	exit 1
fi
sync
mv "$unfinished" "$finished"
echo "made $finished, $(wc -c < "$finished") bytes"

prune
