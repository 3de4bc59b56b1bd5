#!/bin/sh
# The scripts around dumps, with MongoDB's own server, tools and shell, and rclone, against rclone's S3 server
# (tests/mongo/setup.sh makes all of them).
# shellcheck disable=SC2016 # code for other shells
set -u

place=$WORK/database
DATABASE=rocketchat
export DATABASE
# shellcheck source=tests/mongo/server.sh
. "$ROOT/tests/mongo/server.sh"
export RCLONE_CONFIG="$place/rclone.conf" RCLONE_LOG_LEVEL=ERROR
port=27117 s3_port=27119
mkdir -p "$place/bucket/dumps" "$place/uploads"

# ---- a database with users, and a store ----
member $port
make() { initiate "[$(config_of $port)]" "[$(user_of root root admin), $(user_of backup backup admin)]"; }
expect "a set is initiated, and its users are made" make
root_uri="mongodb://root:geheim@127.0.0.1:$port/rocketchat?authSource=admin&replicaSet=rs0"
admin_uri="mongodb://root:geheim@127.0.0.1:$port/?authSource=admin&replicaSet=rs0"
shell "$root_uri" '
	db.users.insertMany([{ _id: "a", username: "ann" }, { _id: "b", username: "bob" }]);
	db.rocketchat_settings.insertOne({ _id: "Site_Name", value: "Lab" });
	db.rocketchat_message.createIndex({ ts: 1 });
	for (let i = 0; i < 200; i++)
		db.rocketchat_message.insertOne({ _id: i, ts: new Date(i), msg: `message ${i}` });
	db.createCollection("rocketchat_empty");
' > "$place/said" 2>&1
count() { # COLLECTION
	shell "$root_uri" "print(db.$1.countDocuments({}))"
}

export RCLONE_CONFIG_STORE_TYPE=s3 RCLONE_CONFIG_STORE_PROVIDER=Other RCLONE_CONFIG_STORE_NO_CHECK_BUCKET=true \
	RCLONE_CONFIG_STORE_ENDPOINT=http://127.0.0.1:$s3_port RCLONE_CONFIG_STORE_ACCESS_KEY_ID=key \
	RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY=geheim RCLONE_CONFIG_STORE_REGION=us-east-1
rclone serve s3 --auth-key key,geheim --addr 127.0.0.1:$s3_port "$place/bucket" > "$place/s3" 2>&1 &
servers="$servers $!"

# ---- dumps ----
export KEEP_LAST=2 KEEP_DAILY=0 KEEP_WEEKLY=0 KEEP_MONTHLY=0
dumps=$place/backup/chat
newest() { (cd "$dumps" && for file in dump-*; do echo "$file"; done | tail -n 1); }
number() { (cd "$1" && for file in dump-*; do [ ! -f "$file" ] || echo; done | wc -l); }
backup() {
	BACKUP_DIR=$dumps VERIFY=restored BACKUP_URI="mongodb://backup:geheim@127.0.0.1:$port/?replicaSet=rs0&authSource=admin" \
		sh "$scripts/backup.sh" > "$place/said" 2>&1
}
next_second() { # names of dumps tell seconds apart
	now=$(date +%s)
	while [ "$(date +%s)" = "$now" ]; do sleep 0.2; done
}
expect "a dump is made, and restored into a server apart" backup
expect "it says so" said 'archive.gz can be restored: 4 collections'
expect "it has been given its name" test "$(number "$dumps")" = 1
expect "the server apart leaves nothing" test ! -e "$place/scratch/data"
expect "the oplog is part of it" sh -c 'mongorestore --archive="$1" --gzip --dryRun --oplogReplay --uri "$2" \
	> "$3" 2>&1' sh "$dumps/$(newest)" "$admin_uri" "$place/said"
first=$(newest)
next_second
shell "$root_uri" 'db.rocketchat_message.insertOne({ _id: 1000, msg: "later" })' > "$place/said" 2>&1
backup && next_second && backup
expect "a third dump pushes out the first" test "$(number "$dumps")" = 2 -a ! -e "$dumps/$first"

# A dump of another database is whole, but not the chat's.
mkdir -p "$place/other"
mongodump --uri "mongodb://backup:geheim@127.0.0.1:$port/?authSource=admin" --db admin --gzip \
	--archive="$place/other/dump-20260101T010000Z.archive.gz" > "$place/said" 2>&1
verify() { # FOLDER DUMP
	DUMP_DIR=$1 DUMP=$2 sh "$scripts/verify.sh" > "$place/said" 2>&1
}
expect "a stored dump can be tried" verify "$dumps" newest
expect "one that has a name, too" verify "$dumps" "$(newest)"
refuse "a dump that is not there is an error" verify "$dumps" dump-20200101T010000Z.archive.gz
refuse "no dump at all, too" verify "$place/tmp" newest
refuse "a dump of something else is not the chat" verify "$place/other" newest
expect "it says what is missing" said 'cannot be restored\|lacks: users rocketchat_settings'
head -c 1500 "$dumps/$(newest)" > "$place/other/dump-20260102T010000Z.archive.gz"
refuse "a dump that is cut off cannot be restored" verify "$place/other" dump-20260102T010000Z.archive.gz

# A dump that turns out bad when it is restored: the database changes under the tool's feet.
mkdir -p "$place/bin"
cat > "$place/bin/mongodump" << 'END'
#!/bin/sh
for word in "$@"; do
	case $word in
	--archive=*) head -c 1500 "$GOOD" | gzip -dc 2> "$GOOD.err" | gzip > "${word#--archive=}" ;;
	esac
done
END
chmod +x "$place/bin/mongodump"
before=$(cd "$dumps" && echo *)
GOOD=$dumps/$(newest)
export GOOD
bad_backup() {
	(PATH=$place/bin:$PATH && backup)
}
next_second
refuse "a dump that cannot be restored is an error" bad_backup
rm -f "$GOOD.err"
expect "and neither stays nor pushes one out" test "$(cd "$dumps" && echo *)" = "$before"

# ---- restore ----
restore() { # DUMP
	DUMP_DIR=$dumps DUMP=$1 HOSTS=127.0.0.1:$port REPLICA_SET=rs0 KEYFILE=$place/keyfile \
		sh "$scripts/restore.sh" > "$place/said" 2>&1
}
shell "$root_uri" '
	db.rocketchat_message.deleteMany({});
	db.users.updateOne({ _id: "a" }, { $set: { username: "mallory" } });
	db.made_later.insertOne({});
	db.instances.insertOne({ _id: "pod", _updatedAt: new Date() });
' > "$place/said" 2>&1
refuse "nothing is restored beside a running chat" restore newest
expect "the reason is said" said 'chat servers that run, or ran 2 minutes ago: 1'
expect "and nothing was touched" test "$(count made_later)" = 1
shell "$root_uri" 'db.instances.updateMany({}, { $set: { _updatedAt: new Date(Date.now() - 600000) } })' > "$place/said" 2>&1
refuse "a dump that is not there leaves all as it is" restore dump-20200101T010000Z.archive.gz
expect "indeed" test "$(count made_later)" = 1
expect "with the chat stopped a dump is restored" restore newest
expect "messages are back" test "$(count rocketchat_message)" = 201
expect "what was changed is as it was" test "$(shell "$root_uri" 'print(db.users.findOne({ _id: "a" }).username)')" = ann
expect "what came later is gone" test "$(count made_later)" = 0
expect "indexes are back" test "$(shell "$root_uri" 'print(db.rocketchat_message.getIndexes().length)')" = 2
another() { (DATABASE=team && restore newest); }
refuse "a dump of a database of another name does not pass for one" another
expect "it says so" said 'is no dump of the database team'
expect "the key is in nobody's arguments" grep -q -e '--config="$private/config" --drop' "$scripts/restore.sh"

# ---- the store: a bucket, or the volume itself ----
echo one > "$place/uploads/one"
echo two > "$place/uploads/two"
store() { # STORE
	STORE=$1 DUMP_DIR=$dumps UPLOADS_DIR=$place/uploads sh "$scripts/store.sh" > "$place/said" 2>&1
}
files() { # STORE DUMP
	rm -rf "$place/back" && mkdir -p "$place/back"
	STORE=$1 DUMP=$2 UPLOADS_DIR=$place/back sh "$scripts/files.sh" > "$place/said" 2>&1
}
names() { (cd "$1" && find . -type f | sed 's,^\./,,' | LC_ALL=C sort | tr '\n' ' '); }
fetch() { # DUMP
	rm -rf "$place/fetched"
	STORE=store:dumps/chat DUMP=$1 DUMP_DIR=$place/fetched sh "$scripts/fetch.sh" > "$place/said" 2>&1
}

for target in store:dumps/chat "$dumps"; do
	case $target in
	store:*) at=$place/bucket/dumps/chat what="a bucket" ;;
	*) at=$dumps what="the volume" ;;
	esac
	echo two > "$place/uploads/two"
	rm -f "$place/uploads/three"
	KEEP_LAST=3
	expect "$what: a dump and the files go there" store "$target"
	expect "$what: the dump is there, whole" cmp "$dumps/$(newest)" "$at/$(newest)"
	old=$(newest)
	expect "$what: the files are there" test "$(names "$at/uploads")" = "one two "
	rm "$place/uploads/two"
	echo three > "$place/uploads/three"
	next_second
	backup
	expect "$what: another dump, a file less and one more" store "$target"
	expect "$what: the files are those of now" test "$(names "$at/uploads")" = "one three "
	files "$target" "$old"
	expect "$what: with an old dump the removed file comes back" test "$(cat "$place/back/two")" = two
	files "$target" newest
	expect "$what: with the newest it does not" test "$(names "$place/back")" = "one three "
	rm "$place/uploads/one"
	next_second
	backup
	store "$target"
	rclone deletefile "$target/$(newest)"
	files "$target" newest
	expect "$what: a file that went on with a dump that is not there comes back" test -e "$place/back/one"
	echo one > "$place/uploads/one"
	KEEP_LAST=1
	next_second
	backup
	expect "$what: only the newest is kept now" store "$target"
	expect "$what: the others are gone" test "$(number "$at")" = 1
	expect "$what: and with them the files that only they knew" test -z "$(find "$at" -path '*/removed/*' -type f)"
done
next_second
backup
no_files() { UPLOADS_DIR=$place/nowhere STORE=store:dumps/chat DUMP_DIR=$dumps sh "$scripts/store.sh" > "$place/said" 2>&1; }
refuse "files that cannot be copied are an error" no_files
expect "and the dump is stored all the same" test -s "$place/bucket/dumps/chat/$(newest)"
rclone deletefile "store:dumps/chat/$(newest)"
expect "a dump is fetched from the bucket" fetch newest
expect "and is the one that was stored" test -s "$place/fetched/$(cd "$place/bucket/dumps/chat" && echo dump-*)"
expect "a fetched dump can be restored" sh -c 'DUMP_DIR=$1 DUMP=newest sh "$2/verify.sh" > "$3" 2>&1' sh "$place/fetched" \
	"$scripts" "$place/said"
refuse "one that is not there is an error" fetch dump-20200101T010000Z.archive.gz
for name in unfinished-dump-20200101T010000Z.archive.gz notes; do
	rclone copyto "$place/keyfile" "store:dumps/chat/$name"
done
store store:dumps/chat
expect "what was cut off is removed, what is not ours stays" test ! -e \
	"$place/bucket/dumps/chat/unfinished-dump-20200101T010000Z.archive.gz" -a -e "$place/bucket/dumps/chat/notes"
refuse "a wrong key is an error" env RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY=falsch STORE=store:dumps/chat \
	DUMP_DIR="$dumps" sh -c 'sh "$SCRIPTS/store.sh" > "$0" 2>&1' "$place/said"
