# Sourced by the tests of tests/scripts that need a real server: replica sets on this machine (tests/mongo/setup.sh makes
# what they are run with). Ends the test where that is not there.
# shellcheck shell=sh disable=SC2034,SC2154 # variables of the tests

subject=scripts
# shellcheck source=tests/assert.sh
. "$ROOT/tests/assert.sh"
tools=$BUILD/mongo/bin
for tool in mongodump mongorestore mongosh mongod rclone; do
	[ -x "$tools/$tool" ] || { skip "$tool is not there (tests/mongo/setup.sh makes it)" && exit; }
done
scripts=$ROOT/stdlib/scripts
mkdir -p "$place/tmp" "$place/scratch"
PATH=$tools:$PATH
export PATH HOME="$place" TMPDIR="$place/tmp" SCRIPTS="$scripts" SCRATCH_DIR="$place/scratch"

servers=
trap 'kill $servers 2> "$place/end"' EXIT
printf 'a+b/\nc=\n' > "$place/secret"
KEYFILE_SOURCE=$place/secret KEYFILE_TARGET=$place/keyfile sh "$scripts/keyfile.sh"
member() { # PORT [OPTION...]: starts one
	at=$1
	shift
	mkdir -p "$place/data-$at"
	mongod --dbpath "$place/data-$at" --port "$at" --replSet rs0 --keyFile "$place/keyfile" --logpath "$place/log-$at" \
		--wiredTigerCacheSizeGB 0.25 "$@" > "$place/out-$at" 2>&1 &
	servers="$servers $!"
}
shell() { # URI CODE
	mongosh "$1" --quiet --norc --eval "$2"
}
config_of() { # PORT: of a member of a set, in JSON
	echo "{ \"_id\": $(($1 % 10)), \"host\": \"127.0.0.1:$1\", \"priority\": 1, \"votes\": 1, \"hidden\": false }"
}
user_of() { # NAME ROLE DATABASE: in JSON
	echo "{ \"user\": \"$1\", \"password_variable\": \"PASSWORD\", \"roles\": [{ \"role\": \"$2\", \"db\": \"$3\" }] }"
}
initiate() { # MEMBERS USERS: lists in JSON; all users get the password $PASSWORD
	REPLICA_SET=rs0 KEYFILE=$place/keyfile WAIT_SECONDS=60 WRITE_CONCERN=majority RELEASE=6.0 MEMBERS=$1 USERS=$2 \
		PASSWORD=${PASSWORD:-geheim} mongosh --nodb --quiet --norc --file "$scripts/initiate.js" > "$place/said" 2>&1
}
