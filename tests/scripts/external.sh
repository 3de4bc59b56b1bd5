#!/bin/sh
# A restore into a replica set that others run, by the chat's own user, with MongoDB's own server, tools and shell.
# shellcheck disable=SC2016 # code for other shells
set -u

place=$WORK/external
DATABASE=teamchat
export DATABASE
# shellcheck source=tests/mongo/server.sh
. "$ROOT/tests/mongo/server.sh"
port=27121
export SCRATCH_PORT=27122
as() { # USER DATABASE
	echo "mongodb://$1:geheim@127.0.0.1:$port/$2?authSource=admin&replicaSet=rs0"
}

# ---- a platform: one set, several tenants ----
member $port
initiate "[$(config_of $port)]" \
	"[$(user_of root root admin), $(user_of backup backup admin), $(user_of teamchat readWrite teamchat)]"
owner=$(as root teamchat)
chat=$(as teamchat teamchat)
ask() { # CODE: as root
	shell "$owner" "print($1)"
}
shell "$chat" '
	db.users.insertMany([{ _id: "a", username: "ann" }, { _id: "b", username: "bob" }]);
	db.rocketchat_settings.insertOne({ _id: "Site_Name", value: "Lab" });
	db.rocketchat_message.createIndex({ ts: 1 }, { expireAfterSeconds: 1e9 });
	db.rocketchat_message.insertMany(Array.from({ length: 200 }, (_, i) => ({ _id: i, ts: new Date() })));
	db.createCollection("rocketchat_empty");
	db.createCollection("capped", { capped: true, size: 4096 });
' > "$place/said" 2>&1
shell "$owner" 'db.getSiblingDB("ledger").entries.insertOne({ _id: 1 })' > "$place/said" 2>&1
foreign() { shell "$chat" 'db.getSiblingDB("ledger").entries.findOne()' > "$place/said" 2>&1; }
refuse "the chat's user has no business with other tenants" foreign

export KEEP_LAST=2 KEEP_DAILY=0 KEEP_WEEKLY=0 KEEP_MONTHLY=0
dumps=$place/backup
backup() {
	BACKUP_DIR=$dumps VERIFY=restored BACKUP_URI=$(as backup "") sh "$scripts/backup.sh" > "$place/said" 2>&1
}
expect "a user with the role backup dumps the set" backup
named() { # URI: one that names a database, as those do that consoles show
	BACKUP_DIR=$place/named VERIFY=restored BACKUP_URI=$1 sh "$scripts/backup.sh" > "$place/said" 2>&1
}
expect "by a connection string that names a database, too" named "$(as backup teamchat)"
expect "and where that tells where the user is found" named "mongodb://backup:geheim@127.0.0.1:$port/admin?replicaSet=rs0"
expect "and by one without options" named "mongodb://backup:geheim@127.0.0.1:$port/admin"

# ---- the way back ----
restore() { # DUMP URI
	DUMP_DIR=$dumps DUMP=$1 MONGO_URL=$2 NEXT=$scripts/load.sh sh "$scripts/verify.sh" \
		> "$place/said" 2>&1
}
shell "$chat" '
	db.rocketchat_message.deleteMany({});
	db.rocketchat_message.dropIndexes();
	db.users.updateOne({ _id: "a" }, { $set: { username: "mallory" } });
	db.made_later.insertOne({});
	db.createView("seen_later", "users", []);
	db.instances.insertOne({ _id: "pod", _updatedAt: new Date() });
' > "$place/said" 2>&1
shell "$owner" '
	db.getSiblingDB("ledger").entries.insertOne({ _id: 2 });
	db.getSiblingDB("admin").changeUserPassword("backup", "changed");
' > "$place/said" 2>&1
later() { test "$(ask 'db.made_later.countDocuments({})')" = 1; }
refuse "nothing is restored beside a running chat" restore newest "$chat"
expect "the reason is said" said 'chat servers that run, or ran 2 minutes ago: 1'
expect "nothing was touched" later
shell "$chat" 'db.instances.updateMany({}, { $set: { _updatedAt: new Date(0) } })' > "$place/said" 2>&1
refuse "a connection string of another database is refused" restore newest "$(as root ledger)"
expect "it says which one is meant" said 'does not end with /teamchat'
head -c 1500 "$dumps"/dump-* > "$dumps/dump-20200101T010000Z.archive.gz"
refuse "a damaged dump is refused" restore dump-20200101T010000Z.archive.gz "$chat"
rm "$dumps/dump-20200101T010000Z.archive.gz"
expect "after all that nothing was touched" later

# The tool that reads the scratch server dies in the middle.
mkdir -p "$place/bin"
cat > "$place/bin/mongodump" << 'END'
#!/bin/sh
PATH=${PATH#*:}
mongodump "$@" | head -c 900
exit 1
END
chmod +x "$place/bin/mongodump"
broken_restore() { (PATH=$place/bin:$PATH && restore newest "$chat"); }
refuse "half of a dump is an error" broken_restore
expect "and another try restores it" restore newest "$chat"
expect "it says what" said 'restored [0-9]* collections of teamchat'
expect "messages are back" test "$(ask 'db.rocketchat_message.countDocuments({})')" = 200
expect "what was changed is as it was" test "$(ask 'db.users.findOne({ _id: "a" }).username')" = ann
expect "what came later is gone" test "$(ask 'db.getCollectionNames().filter((n) => n.endsWith("_later")).length')" = 0
expect "indexes are back, with their options" test \
	"$(ask 'db.rocketchat_message.getIndexes().map((i) => i.expireAfterSeconds).join()')" = ,1000000000
expect "collections are of their kind" test "$(ask 'db.getCollectionInfos({ name: "capped" })[0].options.capped')" = true
expect "other tenants keep what they have" test "$(ask 'db.getSiblingDB("ledger").entries.countDocuments({})')" = 2
changed() { shell "mongodb://backup:changed@127.0.0.1:$port/?authSource=admin" 'db.hello().ok' > "$place/said" 2>&1; }
expect "users keep their passwords" changed
expect "the server apart leaves nothing" test ! -e "$place/scratch/data"
