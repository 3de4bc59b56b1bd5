#!/bin/sh
# Behaviour of the library's shell scripts, with stand-ins for the tools of the image.
set -u

scripts=$ROOT/stdlib/scripts
place=$WORK/scripts
mkdir -p "$place/bin"

ok() { echo "ok scripts $1"; }
not_ok() { echo "not ok scripts $1"; }
expect() { # NAME COMMAND...
	name=$1
	shift
	if "$@"; then ok "$name"; else not_ok "$name"; fi
}
refuse() { # NAME COMMAND...
	name=$1
	shift
	if "$@"; then not_ok "$name"; else ok "$name"; fi
}

if command -v shellcheck > "$place/where"; then
	expect "shellcheck has nothing to say" shellcheck "$scripts"/*.sh
else
	not_ok "shellcheck is not installed"
fi

# ---- keyfile.sh ----
keyfile() { # TEXT
	printf '%s' "$1" > "$place/key"
	KEYFILE_SOURCE=$place/key KEYFILE_TARGET=$place/copy sh "$scripts/keyfile.sh" 2> "$place/err"
}
expect "a key is copied" keyfile "abc+DEF/123="
expect "a key loses its blanks" test "$(keyfile 'abc
 def' && cat "$place/copy")" = abcdef
expect "nobody but the owner reads the key" test "$(stat -c %a "$place/copy")" = 400
expect "a key is copied again over the old one" keyfile "another"
refuse "a short key is refused" keyfile "abc"
refuse "a key that is no base64 is refused" keyfile "abc-def-ghi"
refuse "a key of 1025 characters is refused" keyfile "$(printf '%1025s' '' | tr ' ' a)"
expect "a key of 1024 characters is accepted" keyfile "$(printf '%1024s' '' | tr ' ' a)"

# ---- seed.sh ----
mkdir -p "$place/from/deep" "$place/to"
echo text > "$place/from/deep/.hidden"
seed() { SEED_SOURCE=$1 SEED_TARGET=$place/to sh "$scripts/seed.sh" > "$place/out"; }
expect "a folder is copied" seed "$place/from"
expect "hidden files come along" test -f "$place/to/deep/.hidden"
expect "a folder that is not there is nothing to copy" seed "$place/nowhere"

# ---- backup.sh ----
cat > "$place/bin/mongodump" << 'END'
#!/bin/sh
for a in "$@"; do
	case $a in
	--archive=*) archive=${a#--archive=} ;;
	--config=*) config=${a#--config=} ;;
	esac
done
echo "$@" > "$DUMP_LOG.args"
cp "$config" "$DUMP_LOG.config"
stat -c %a "$config" > "$DUMP_LOG.mode"
case $DUMP_MODE in
good) echo data | gzip > "$archive" ;;
bad) echo "not gzip" > "$archive" ;;
empty) : > "$archive" ;;
fail) echo part > "$archive" && exit 1 ;;
esac
END
cat > "$place/bin/date" << 'END'
#!/bin/sh
echo "$DATE"
END
chmod +x "$place/bin/mongodump" "$place/bin/date"
export DUMP_LOG="$place/log" DATE=20260101T000000Z DUMP_MODE=good

backup() { # KEEP
	PATH=$place/bin:$PATH BACKUP_DIR=$place/dumps BACKUP_KEEP=$1 TMPDIR=$place \
		BACKUP_URI='mongodb://backup:geheim@a,b/?replicaSet=rs0' sh "$scripts/backup.sh" > "$place/out" 2>&1
}
dumps() { (cd "$place/dumps" && echo *); }

expect "a first dump is made" backup 2
expect "it has its name" test "$(dumps)" = dump-20260101T000000Z.archive.gz
refuse "the password is no argument" grep -q geheim "$DUMP_LOG.args"
expect "the password is in the file" grep -q geheim "$DUMP_LOG.config"
expect "which nobody else reads" test "$(cat "$DUMP_LOG.mode")" = 600
expect "and which is gone afterwards" test -z "$(find "$place" -maxdepth 1 -name 'dump.*')"
expect "the dump is consistent in time" grep -q -e --oplog "$DUMP_LOG.args"

DATE=20260102T000000Z
expect "a second dump is kept beside it" backup 2
expect "nothing is removed while there is room" test "$(dumps | wc -w)" = 2
DATE=20260103T000000Z
expect "a third dump" backup 2
expect "pushes out the oldest" test "$(dumps)" = \
	"dump-20260102T000000Z.archive.gz dump-20260103T000000Z.archive.gz"

for mode in bad empty fail; do
	DATE=20260104T000000Z DUMP_MODE=$mode
	refuse "a dump that is $mode is an error" backup 1
	expect "a dump that is $mode removes nothing" test "$(dumps | tr ' ' '\n' | grep -c '^dump-')" = 2
done
DUMP_MODE=good
touch "$place/dumps/notes.txt" "$place/dumps/dump-old.tar"
expect "after a failure all goes on" backup 1
expect "what is not ours stays, what is unfinished goes" test "$(dumps)" = \
	"dump-20260104T000000Z.archive.gz dump-old.tar notes.txt"
for keep in 0 -1 x 1.5 ''; do
	refuse "to keep '$keep' dumps is refused" backup "$keep"
done
expect "and nothing is lost by it" test -f "$place/dumps/dump-20260104T000000Z.archive.gz"
