#!/bin/sh
# Replaces the database by a dump. Nothing happens while a chat server runs, or
# if the dump is damaged. Users of MongoDB come back with the passwords that they
# had then; the initiation that follows sets them to those of today.
#
#   DUMP_DIR     folder of the dumps
#   DUMP         name of the dump, or `newest`
#   DATABASE     the database of the chat
#   HOSTS        the members of the replica set, with commas between them
#   REPLICA_SET  its name
#   KEYFILE      file with its key
#   CA_FILE      file with the authority that certifies the members; empty for connections in clear
#   SCRIPTS      folder of the other scripts
#   TMPDIR       scratch space
set -eu

umask 077
: "${DUMP_DIR:?}" "${DUMP:?}" "${DATABASE:?}" "${HOSTS:?}" "${REPLICA_SET:?}" "${KEYFILE:?}" "${SCRIPTS:?}"
if [ "$DUMP" = newest ]; then
	for file in "$DUMP_DIR"/dump-[0-9]*T[0-9]*Z.archive.gz; do
		DUMP=${file##*/}
	done
fi
[ -f "$DUMP_DIR/$DUMP" ] || {
	echo "there is no dump $DUMP in $DUMP_DIR" >&2
	exit 1
}
echo "checking $DUMP"
gzip -t "$DUMP_DIR/$DUMP"

# The members' own user may do what a restore needs, keeps its password when users are replaced,
# and needs no key of the Secret that was not there before.
key=$(tr -d '[:space:]' < "$KEYFILE" | sed 's/+/%2B/g; s,/,%2F,g; s/=/%3D/g')
options="replicaSet=$REPLICA_SET&authSource=local&authMechanism=SCRAM-SHA-256"
[ -z "${CA_FILE:-}" ] || options="$options&tls=true&tlsCAFile=$CA_FILE"
uri="mongodb://__system:$key@$HOSTS/?$options"

private=$(mktemp -d "${TMPDIR:-/tmp}/restore.XXXXXX")
trap 'rm -rf "$private"' EXIT
trap 'exit 143' TERM INT HUP
printf 'uri: "%s"\n' "$uri" > "$private/config"

MONGO_URL=$uri mongosh --nodb --quiet --norc --file "$SCRIPTS/empty.js"
mongorestore --config="$private/config" --drop --oplogReplay --stopOnError --gzip --archive="$DUMP_DIR/$DUMP"
MONGO_URL=$uri mongosh --nodb --quiet --norc --file "$SCRIPTS/contents.js" > "$private/now"
grep -q '^users 1$' "$private/now" || {
	echo "$DUMP is no dump of the database $DATABASE: nobody is in it now" >&2
	exit 1
}
echo "restored $DUMP"
