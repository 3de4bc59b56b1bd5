#!/bin/sh
# Behaviour of the library's shell scripts, with stand-ins for the tools of the image.
set -u

scripts=$ROOT/stdlib/scripts
place=$WORK/scripts
mkdir -p "$place/bin"

subject=scripts shown=$place/err
# shellcheck source=tests/assert.sh
. "$ROOT/tests/assert.sh"

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
cat > "$place/bin/mongosh" << 'END'
#!/bin/sh
echo "$MONGO_URL" > "$TARGET"
END
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
chmod +x "$place/bin/mongodump" "$place/bin/date" "$place/bin/mongosh"
export DUMP_LOG="$place/log" DATE=20260101T000000Z DUMP_MODE=good

backup() { # KEEP
	PATH=$place/bin:$PATH BACKUP_DIR=$place/dumps KEEP_LAST=$1 KEEP_DAILY=0 KEEP_WEEKLY=0 KEEP_MONTHLY=0 \
		TMPDIR=$place DATABASE=chat VERIFY=read SCRIPTS=$scripts \
		BACKUP_URI='mongodb://backup:geheim@a,b/?replicaSet=rs0' sh "$scripts/backup.sh" > "$place/out" 2>&1
}
dumps() { (cd "$place/dumps" && echo *); }

expect "a first dump is made" backup 2
expect "it has its name" test "$(dumps)" = dump-20260101T000000Z.archive.gz
refuse "the password is no argument" grep -q geheim "$DUMP_LOG.args"
expect "the password is in the file" grep -q geheim "$DUMP_LOG.config"
expect "which nobody else reads" test "$(cat "$DUMP_LOG.mode")" = 600
expect "and which is gone afterwards" test -z "$(find "$place" -maxdepth 1 -name 'dump.*' ! -name dumps)"
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
	refuse "a dump that is $mode is an error" backup 2
	expect "a dump that is $mode removes nothing" test "$(dumps | tr ' ' '\n' | grep -c '^dump-')" = 2
done
DUMP_MODE=good
expect "nor leaves anything" test "$(dumps | wc -w)" = 2
touch "$place/dumps/notes.txt" "$place/dumps/dump-old.tar" "$place/dumps/unfinished-20260104T000001Z.archive.gz"
touch -d '1 hour ago' "$place/dumps/unfinished-20260103T230000Z.archive.gz"
expect "after a failure all goes on" backup 1
expect "what is not ours stays, what another Job is at, too, what was left goes" test "$(dumps)" = \
	"dump-20260104T000000Z.archive.gz dump-old.tar notes.txt unfinished-20260104T000001Z.archive.gz"
rm "$place/dumps/unfinished-20260104T000001Z.archive.gz"
for keep in 0 -1 x 1.5 ''; do
	refuse "to keep '$keep' dumps is refused" backup "$keep"
done
expect "and nothing is lost by it" test -f "$place/dumps/dump-20260104T000000Z.archive.gz"
rm "$place/dumps/notes.txt" "$place/dumps/dump-old.tar"
DATE=20260105T000000Z
backup 2
DATE=20260106T000000Z
expect "where all dumps are kept there is another one" backup all
expect "and none goes" test "$(dumps | wc -w)" = 3
DATE=20260107T000000Z DUMP_MODE=fail
refuse "a dump that fails where fewer are kept than before" backup 2
expect "has had the room of those that are not wanted" test "$(dumps)" = \
	"dump-20260105T000000Z.archive.gz dump-20260106T000000Z.archive.gz"
DUMP_MODE=good

# ---- keep.sh ----
# The names of the dumps that stay, without their `dump-` and endings; the times of the dumps are the arguments.
stay() { # LAST DAILY WEEKLY MONTHLY TIME...
	last=$1 daily=$2 weekly=$3 monthly=$4
	shift 4
	printf 'dump-%sZ.archive.gz\n' "$@" | LC_ALL=C sort > "$place/all"
	KEEP_LAST=$last KEEP_DAILY=$daily KEEP_WEEKLY=$weekly KEEP_MONTHLY=$monthly sh "$scripts/keep.sh" \
		< "$place/all" 2> "$place/err" | LC_ALL=C sort > "$place/gone"
	LC_ALL=C comm -23 "$place/all" "$place/gone" | sed 's/dump-\(.*\)Z.archive.gz/\1/' | tr '\n' ' '
}
days() { # YEARMONTH FIRST LAST
	day=$2
	while [ "$day" -le "$3" ]; do
		printf '%s%02dT010000 ' "$1" "$day"
		day=$((day + 1))
	done
}
# shellcheck disable=SC2046 # lists of times
{
	expect "the newest ones stay" test "$(stay 2 0 0 0 $(days 202601 1 4))" = "20260103T010000 20260104T010000 "
	expect "the newest of each day stays" test "$(stay 0 2 0 0 20260101T010000 20260101T020000 20260102T010000 \
		20260102T020000)" = "20260101T020000 20260102T020000 "
	expect "days without a dump do not count" test "$(stay 0 2 0 0 20260101T010000 20260105T010000)" = \
		"20260101T010000 20260105T010000 "
	# 5 January 2026 is a Monday.
	expect "the newest of each week stays" test "$(stay 0 0 3 0 $(days 202512 22 31) $(days 202601 1 7))" = \
		"20251228T010000 20260104T010000 20260107T010000 "
	expect "a leap day is a Thursday in 2024" test "$(stay 0 0 9 0 $(days 202402 25 29) $(days 202403 1 4))" = \
		"20240225T010000 20240303T010000 20240304T010000 "
	expect "the newest of each month stays" test "$(stay 0 0 0 3 $(days 202508 1 9) 20251130T010000 \
		$(days 202512 1 31) $(days 202601 1 9))" = "20251130T010000 20251231T010000 20260109T010000 "
	expect "one dump may be all three" test "$(stay 0 2 1 1 $(days 202601 5 9))" = "20260108T010000 20260109T010000 "
	expect "whatever the rules, the newest stays" test "$(stay 0 0 0 1 20260101T010000)" = "20260101T010000 "
	expect "a year of dumps leaves 7 days, 4 weeks, 6 months" test "$(stay 0 7 4 6 $(days 202601 1 31) \
		$(days 202602 1 28) $(days 202603 1 31) $(days 202604 1 30) $(days 202605 1 31) $(days 202606 1 30) \
		$(days 202607 1 31) $(days 202608 1 31) | wc -w)" = 14
}
expect "all of them stay" test -z "$(printf 'dump-20260101T010000Z.archive.gz\ndump-20260102T010000Z.archive.gz\n' |
	KEEP_LAST=all KEEP_DAILY=1 KEEP_WEEKLY=0 KEEP_MONTHLY=0 sh "$scripts/keep.sh")"
expect "other names are no dumps" test -z "$(printf '%s\n' dump-old.tar notes dump-20260101T01Z.archive.gz |
	KEEP_LAST=1 KEEP_DAILY=0 KEEP_WEEKLY=0 KEEP_MONTHLY=0 sh "$scripts/keep.sh")"
expect "rules that keep nothing are refused" test -z "$(stay 0 0 0 0 20260101T010000 | grep -v 20260101)"
refuse "and say so" sh -c ": | KEEP_LAST=0 KEEP_DAILY=0 KEEP_WEEKLY=0 KEEP_MONTHLY=0 sh '$scripts/keep.sh' 2> '$place/err'"
