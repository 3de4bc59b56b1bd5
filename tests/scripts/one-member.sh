#!/bin/sh
# Dumps of a set in which a member lags behind, with MongoDB's own server, tools and shell.
# shellcheck disable=SC2016 # code for other shells
set -u

place=$WORK/one-member
DATABASE=rocketchat
export DATABASE
# shellcheck source=tests/mongo/server.sh
. "$ROOT/tests/mongo/server.sh"
export SCRATCH_PORT=27154 KEEP_LAST=9 KEEP_DAILY=0 KEEP_WEEKLY=0 KEEP_MONTHLY=0
hosts=
for port in 27151 27152 27153; do
	member $port --setParameter enableTestCommands=1
	hosts="${hosts:+$hosts,}127.0.0.1:$port"
done
make() {
	initiate "[$(config_of 27151), $(config_of 27152), $(config_of 27153)]" "[$(user_of root root admin), $(user_of backup backup admin)]"
}
expect "a set of three is initiated" make
root_uri="mongodb://root:geheim@$hosts/rocketchat?authSource=admin&replicaSet=rs0"
stands_still() { # PORT: takes over nothing of what is written from now on
	shell "mongodb://root:geheim@127.0.0.1:$1/admin?authSource=admin&directConnection=true" \
		'db.adminCommand({ configureFailPoint: "rsSyncApplyStop", mode: "alwaysOn" })' > "$place/said" 2>&1
}
write() { # TEXT: one after the other
	shell "$root_uri" "
		for (const name of ['users', 'rocketchat_settings', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
			db[name].insertOne({ _id: '$1' }, { writeConcern: $2 });
	" > "$place/said" 2>&1
}
write before '{ w: 3 }'
primary=$(shell "$root_uri" 'print(db.hello().primary)')
for port in 27151 27152 27153; do
	[ "127.0.0.1:$port" = "$primary" ] || lagging=$port
done
expect "a secondary stands still" stands_still "$lagging"
sleep 1
expect "while others go on" write after '{ w: 2 }'

backup() {
	BACKUP_DIR=$place/dumps VERIFY=restored sh "$scripts/backup.sh" > "$place/said" 2>&1
}
documents() { # how many are in the dump, by collection
	sed -n 's/.*done dumping rocketchat\.[a-z_]* (\([0-9]*\) document.*/\1/p' "$place/said" | LC_ALL=C sort | uniq -c | tr -s ' \n' ' '
}
BACKUP_URI="mongodb://backup:geheim@$hosts/?replicaSet=rs0&authSource=admin&readPreference=secondaryPreferred"
export BACKUP_URI
for dump in first second; do
	expect "the $dump dump is made" backup
	expect "of the member that is up to date" said "made of 127.0.0.1:"
	refuse "not of the one that lags" said "made of 127.0.0.1:$lagging"
	expect "and holds all of every collection" test "$(documents)" = " 10 2 "
done
