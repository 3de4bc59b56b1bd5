#!/bin/sh
# Restores a dump into a server that runs only for that, and looks at what is in
# it: the one proof that a dump can be restored.
#
#   DUMP_DIR     folder of the dumps
#   DUMP         name of the dump, or `newest`
#   DATABASE     the database of the chat
#   SCRATCH_DIR  room for the restored data
#   SCRIPTS      folder of the other scripts
#   SCRATCH_PORT where the server listens on the loopback; without it 27018
#   BEFORE AFTER files with what the database held before and after the dump was
#                made; without them the dump has to hold what every chat has
#   NEXT         a script that is run while the server holds the dump; none if empty
set -eu

: "${DUMP_DIR:?}" "${DUMP:?}" "${DATABASE:?}" "${SCRATCH_DIR:?}" "${SCRIPTS:?}"
umask 077
if [ "$DUMP" = newest ]; then
	for file in "$DUMP_DIR"/dump-[0-9]*T[0-9]*Z.archive.gz; do
		DUMP=${file##*/}
	done
fi
[ -f "$DUMP_DIR/$DUMP" ] || {
	echo "there is no dump $DUMP in $DUMP_DIR" >&2
	exit 1
}

rm -rf "$SCRATCH_DIR/data" "$SCRATCH_DIR/log"
mkdir -p "$SCRATCH_DIR/data"
mongod --dbpath "$SCRATCH_DIR/data" --logpath "$SCRATCH_DIR/log" --port "${SCRATCH_PORT:-27018}" --bind_ip 127.0.0.1 \
	--nounixsocket --wiredTigerCacheSizeGB 0.25 > "$SCRATCH_DIR/out" 2>&1 &
server=$!
finish() {
	kill "$server" 2> "$SCRATCH_DIR/out" || :
	wait "$server" || :
	rm -rf "$SCRATCH_DIR/data"
}
trap finish EXIT
trap 'exit 143' TERM INT HUP

scratch="mongodb://127.0.0.1:${SCRATCH_PORT:-27018}/?directConnection=true&serverSelectionTimeoutMS=120000"
if ! mongorestore --uri "$scratch" --oplogReplay --stopOnError --gzip --archive="$DUMP_DIR/$DUMP"; then
	echo "$DUMP cannot be restored. The last words of the server that was to take it:" >&2
	tail -n 20 "$SCRATCH_DIR/log" >&2 || :
	exit 1
fi
restored=$SCRATCH_DIR/restored
MONGO_URL=$scratch mongosh --nodb --quiet --norc --file "$SCRIPTS/contents.js" > "$restored"

# A collection that was there before and after the dump is in it; one that the chat cannot be
# without has something in it.
missing=
while read -r collection filled; do
	grep -q "^$collection [01]\$" "${AFTER:-$restored}" || continue
	grep -q "^$collection [01]\$" "$restored" || missing="$missing $collection"
	case $collection in
	users | rocketchat_settings)
		[ "$filled" = 0 ] || grep -q "^$collection 1\$" "$restored" || missing="$missing $collection"
		;;
	esac
done < "${BEFORE:-$restored}"
if [ -z "${BEFORE:-}" ]; then
	for collection in users rocketchat_settings; do
		grep -q "^$collection 1\$" "$restored" || missing="$missing $collection"
	done
fi
if [ -n "$missing" ]; then
	echo "$DUMP does not hold the whole chat, in the database $DATABASE; it lacks:$missing" >&2
	exit 1
fi
echo "$DUMP can be restored: $(wc -l < "$restored") collections"
[ -z "${NEXT:-}" ] || SCRATCH_URI=$scratch sh "$NEXT"
