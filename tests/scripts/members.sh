#!/bin/sh
# The life of a replica set, with TLS: real members, started as the output says, and what it runs beside them with what it
# tells it; only hosts, paths and passwords are those of this machine. Names of members become ports of the loopback.
# shellcheck disable=SC2016,SC2034,SC2154 # code for other shells, and variables that come and go by `eval` and `set -a`
set -u

place=$WORK/members
# shellcheck source=tests/mongo/server.sh
. "$ROOT/tests/mongo/server.sh"
command -v openssl > "$place/where" || { skip "openssl is not installed" && exit; }

# ---- stacks ----
compile() { # NAME MONGO: a stack with this block
	cat > "$place/$1.rcs" << END
stack chat {
  chat { host = "chat.example.com", version = "7.10.0" }
  mongo {
    version = "6.0.5"
    tls { issuer = "internal" }
    $2
  }
  backup { verify = read, restore {} }
  metrics {}
}
END
	"$RCC" build "$place/$1.rcs" --format json -o - > "$place/$1.json" 2> "$place/said" || not_ok "the stack $1 compiles"
}
here() { # what stands in a pod, on this machine
	sed -e 's/chat-mongodb-\([0-9]\)\.chat-mongodb-headless\.chat\.svc:27017/localhost:2713\1/g' \
		-e 's/chat-mongodb-arbiter-0\.chat-mongodb-arbiter\.chat\.svc:27017/localhost:27139/g' \
		-e "s,/secret/keyfile,$place/keyfile,g; s,/keyfile/keyfile,$place/keyfile,g; s,/tls/,$place/tls/,g" \
		-e "s,/scripts/,$scripts/,g; s,=/scripts$,=$scripts," -e "s,=/tmp$,=$place/tmp," \
		-e 's/$(\([A-Z_]*\))/'"'"'"$\1"'"'"'/g; s/localhost:27017/localhost:27130/g' -e "s,/backup/,$place/backup/,"
}
emitted() { python3 "$ROOT/tests/mongo/emitted.py" "$place/$1.json" "$2" "$3" "$4" | here; }
run_as() { # STACK KIND/NAME CONTAINER COMMAND...: with the variables of a container
	emitted "$1" "$2" "$3" env > "$place/env"
	shift 3
	(
		set -a
		ROOT_PASSWORD=root-1 CHAT_PASSWORD=$chat_password BACKUP_PASSWORD=backup-1 EXPORTER_PASSWORD=exporter-1
		MONGO_PASSWORD=$chat_password
		# shellcheck source=/dev/null
		. "$place/env"
		set +a
		"$@"
	) > "$place/said" 2>&1
}
chat_password=chat-1
compile three 'oplog = 2Gi'
compile five 'replicas = 5, oplog = 2Gi'
compile arbiter 'replicas = 2, arbiter {}, oplog = 2Gi'

# ---- certificates, as cert-manager makes them ----
mkdir -p "$place/tls"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=authority -keyout "$place/ca.key" -out "$place/tls/ca.crt" \
	2> "$place/openssl"
certify() { # SERIAL
	printf 'subjectAltName=DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n' > "$place/extensions"
	{
		openssl req -newkey rsa:2048 -nodes -subj /CN=chat-mongodb -keyout "$place/key" -out "$place/request"
		openssl x509 -req -in "$place/request" -CA "$place/tls/ca.crt" -CAkey "$place/ca.key" -set_serial "$1" -days 2 \
			-extfile "$place/extensions" -out "$place/certificate"
	} 2>> "$place/openssl"
	cat "$place/certificate" "$place/key" > "$place/tls/tls-combined.pem"
}
certify 1

# ---- members ----
start() { # STACK NUMBER|arbiter [OPTION...]
	case $2 in
	arbiter) at=27139 set=StatefulSet/chat-mongodb-arbiter ;;
	*) at=2713$2 set=StatefulSet/chat-mongodb ;;
	esac
	mkdir -p "$place/data-$at"
	emitted "$1" "$set" mongod args | sed "s,--bind_ip_all,--bind_ip localhost,; s,/data/db,$place/data-$at," > "$place/args"
	shift 2
	eval "set -- $(cat "$place/args") \"\$@\""
	mongod "$@" --port "$at" --logpath "$place/log-$at" > "$place/out-$at" 2>&1 &
	servers="$servers $!"
	eval "member_$at=$!"
}
initiated() { # STACK
	run_as "$1" 'Job/chat-mongodb-init-*' initiate mongosh --nodb --quiet --norc --file "$scripts/initiate.js"
}
root() { # CODE
	mongosh "mongodb://root:root-1@localhost:27130,localhost:27131/admin?replicaSet=rs0&tls=true&tlsCAFile=$place/tls/ca.crt" \
		--quiet --norc --eval "print($1)"
}
members() { root 'rs.conf().members.map((m) => m.host.slice(-1)).sort().join("")'; }
probe() { # NUMBER [MEMBER]: the readiness probe; all members are called as this machine is
	emitted three StatefulSet/chat-mongodb mongod probe > "$place/args"
	MEMBER=${2:-localhost} run_as three StatefulSet/chat-mongodb mongod \
		sh -c "WAIT_SECONDS=0; export WAIT_SECONDS; $(sed "s/^mongosh/mongosh --port 2713$1/" "$place/args")"
}
for i in 0 1 2; do start three $i; done
in_time() { # COMMAND...: within a minute or two
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ $tries -lt 60 ] || return 1
		sleep 1
	done
}
ready_in_time() { # NUMBER [MEMBER]
	in_time probe "$@"
}
expect "a server that is in no set yet is ready: the initiation waits for it" ready_in_time 1
expect "three members become a set, as one Job says" initiated three
expect "it tells so" said 'the replica set is as the stack says'
expect "all three are in it" test "$(members)" = 012
version=$(root 'rs.conf().version')
expect "a second run is content" initiated three
expect "and changes nothing" test "$(root 'rs.conf().version')" = "$version"
compatibility() { root 'db.adminCommand({ getParameter: 1, featureCompatibilityVersion: 1 }).featureCompatibilityVersion.version'; }
root 'db.adminCommand({ setFeatureCompatibilityVersion: "5.0" }).ok' > "$place/said"
expect "data that are compatible with the release before" test "$(compatibility)" = 5.0
expect "are made compatible with this one" initiated three
expect "which is told" said 'data become compatible with 6.0'
expect "and so" test "$(compatibility)" = 6.0
oplog() { root 'db.getSiblingDB("local").oplog.rs.stats().maxSize / 1048576'; }
expect "the oplog has its size" test "$(oplog)" = 2048
state() { # CODE: run by the second member itself
	mongosh "mongodb://root:root-1@localhost:27131/admin?tls=true&tlsCAFile=$place/tls/ca.crt" --quiet --norc --eval "$1" \
		> "$place/said" 2>&1
}
expect "a primary is ready" probe 0
expect "a secondary is ready" ready_in_time 1
state 'db.adminCommand({ replSetMaintenance: true })'
refuse "one in maintenance is not" probe 1
expect "and why is told" said 'not at work yet'
state 'db.adminCommand({ replSetMaintenance: false })'
expect "afterwards it is again" ready_in_time 1

# ---- who signs in ----
wait_for_primary() { WAIT=$1 run_as three Deployment/chat-chat wait-for-primary sh -c \
	'WAIT_SECONDS=$WAIT exec mongosh --nodb --quiet --norc --file "$SCRIPTS/wait-primary.js"'; }
as_chat() { CODE=$1 run_as three Deployment/chat-chat wait-for-primary sh -c 'exec mongosh "$MONGO_URL" --quiet --norc --eval "$CODE"'; }
expect "the chat waits for no longer than it has to" wait_for_primary 60
expect "the chat's user writes in transactions" as_chat '
	db.createCollection("users");
	db.createCollection("rocketchat_settings");
	const session = db.getMongo().startSession();
	session.startTransaction();
	session.getDatabase(db.getName()).users.insertOne({ _id: "ann" });
	session.commitTransaction();
	db.rocketchat_settings.insertOne({ _id: "Site_Name" });'
expect "watches changes" as_chat 'const stream = db.watch(); stream.tryNext(); stream.close()'
refuse "and has no business in other databases" as_chat 'db.getSiblingDB("admin").system.users.findOne()'
dump() { run_as three CronJob/chat-backup backup sh "$scripts/backup.sh"; }
expect "a dump is made over TLS" dump
chat_password=chat-2
expect "a changed password is given to its user" initiated three
expect "and lets it in" as_chat 'db.users.findOne()'
chat_password=chat-1
refuse "the old one does not" as_chat 'db.users.findOne()'
chat_password=chat-2

# ---- members come and go ----
start five 3 --setParameter enableTestCommands=1 --setParameter 'failpoint.initialSyncHangBeforeFinish={"mode":"alwaysOn"}'
start five 4
expect "two further members join" initiated five
refuse "one that copies its data is not ready" probe 3
kill -9 "$member_27133"
start five 3
expect "when it has them, it is" ready_in_time 3
expect "all five are in it" test "$(members)" = 01234
root 'rs.reconfig({ ...rs.conf(), members: rs.conf().members.map((m) => ({ ...m, priority: m.host.endsWith("4") ? 9 : 1 })) }).ok' \
	> "$place/said" 2>&1
is_primary() { # MEMBER
	[ "$(root 'db.hello().primary')" = "$1" ]
}
expect "the one that is to be primary is elected" in_time is_primary localhost:27134
expect "two leave again, the primary among them" initiated three
expect "it stepped down first" said 'localhost:27134 is the primary and has to go: it steps down'
expect "three are left" test "$(members)" = 012
expect "one that has left is ready: it may come back" ready_in_time 3 chat-mongodb-3
refuse "one that does not find itself in the set is not" probe 3
start arbiter arbiter
expect "an arbiter takes the place of a member" initiated arbiter
expect "it is in the set" test "$(members)" = 019
expect "and writes wait for one member" said 'writes wait for 1 by default'
expect "it is ready" ready_in_time 9
expect "a member takes it back" initiated three
expect "three members with data" test "$(members)" = 012
expect "and writes wait for a majority" said 'writes wait for majority by default'

# ---- certificates are renewed ----
serial() { # PORT
	openssl s_client -connect "localhost:$1" < "$place/keyfile" 2> "$place/openssl" |
		openssl x509 -noout -serial 2>> "$place/openssl"
}
rotated() { run_as three CronJob/chat-mongodb-tls rotate mongosh --nodb --quiet --norc --file "$scripts/rotate.js"; }
certify 2
expect "a renewed certificate is not used by itself" test "$(serial 27131)" = serial=01
expect "members take it while they run" rotated
expect "and use it" test "$(serial 27130) $(serial 27131) $(serial 27132)" = "serial=02 serial=02 serial=02"

# ---- back to a dump, then to the passwords of today ----
as_chat 'db.users.deleteMany({}); db.made_later.insertOne({})'
restored() { run_as three CronJob/chat-restore restore sh "$scripts/restore.sh"; }
expect "a dump is restored over TLS" restored
expect "the initiation follows" run_as three CronJob/chat-restore initiate mongosh --nodb --quiet --norc --file "$scripts/initiate.js"
expect "the password of today lets the chat in, to what was" as_chat 'quit(db.users.findOne()._id === "ann" ? 0 : 1)'
expect "and what came later is gone" as_chat 'quit(db.made_later.countDocuments({}))'

# ---- without a majority ----
eval "kill -9 $member_27131 $member_27132"
has_no_primary() { # it notices within ten seconds
	! wait_for_primary 1
}
expect "without a majority the chat does not start" in_time has_no_primary
expect "and says so" said 'gave up waiting for a primary'
