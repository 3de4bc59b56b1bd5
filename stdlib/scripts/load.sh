#!/bin/sh
# Replaces the chat's database by what a dump holds of it, as a user who may do
# no more than read and write there: the replica set belongs to others. Runs while
# the server of verify.sh holds the dump, up to the last second of its oplog. Of
# what else is in the dump, other databases and users, nothing is touched.
#
#   SCRATCH_URI  connection string of that server
#   MONGO_URL    connection string of the chat
#   DATABASE     the database of the chat
#   SCRIPTS      folder of the other scripts
#   TMPDIR       scratch space
set -eu

umask 077
: "${SCRATCH_URI:?}" "${MONGO_URL:?}" "${DATABASE:?}" "${SCRIPTS:?}"
case ${MONGO_URL#*://*/} in
"$DATABASE" | "$DATABASE?"*) ;;
*)
	echo "the connection string does not end with /$DATABASE before its options: nothing is restored" >&2
	exit 1
	;;
esac

private=$(mktemp -d "${TMPDIR:-/tmp}/load.XXXXXX")
trap 'rm -rf "$private"' EXIT
trap 'exit 143' TERM INT HUP
printf 'uri: "%s"\n' "$MONGO_URL" > "$private/config"

contents() { # URI FILE
	MONGO_URL=$1 mongosh --nodb --quiet --norc --file "$SCRIPTS/contents.js" > "$2"
}

contents "$SCRATCH_URI" "$private/dump"
mongosh --nodb --quiet --norc --file "$SCRIPTS/empty.js"
{
	mongodump --uri "$SCRATCH_URI" --db "$DATABASE" --archive || echo failed > "$private/failed"
} | mongorestore --config="$private/config" --stopOnError --archive
contents "$MONGO_URL" "$private/now"
if [ -e "$private/failed" ] || ! cmp -s "$private/dump" "$private/now"; then
	echo "$DATABASE does not hold all of the dump: let another Job try again" >&2
	exit 1
fi
echo "restored $(wc -l < "$private/now") collections of $DATABASE"
