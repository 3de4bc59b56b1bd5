#!/bin/sh
# Makes what the scripts of the library are run with, below BUILD/mongo: tests/mongo/setup.sh [BUILD]
#
# mongodump and mongorestore, built from MongoDB's Go module; rclone from its own; mongosh from npm; and in the place of
# mongod a server that speaks its protocol, from PyPI (mongod.py). What is there already is not made again.
set -eu
cd "$(dirname "$0")"
root=$(cd ../.. && pwd)
place=${1:-$root/build}/mongo
mkdir -p "$place/bin"
place=$(cd "$place" && pwd)

for tool in mongodump mongorestore; do
	[ -x "$place/bin/$tool" ] ||
		(cd tools && go build -o "$place/bin/$tool" "github.com/mongodb/mongo-tools/$tool/main")
done
[ -x "$place/bin/rclone" ] || (cd rclone && go build -o "$place/bin/rclone" .)

if [ ! -x "$place/bin/mongosh" ]; then
	npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$place/npm" mongosh@2.12.0
	printf '#!/bin/sh\nexec node "%s" "$@"\n' "$place/npm/node_modules/mongosh/bin/mongosh.js" > "$place/bin/mongosh"
	chmod +x "$place/bin/mongosh"
fi
if [ ! -x "$place/bin/mongod" ]; then
	python3 -m venv "$place/python"
	"$place/python/bin/pip" install --quiet SecantusDB==0.7.0b3
	printf '#!/bin/sh\nexec "%s" "%s" "$@"\n' "$place/python/bin/python" "$root/tests/mongo/mongod.py" > "$place/bin/mongod"
	chmod +x "$place/bin/mongod"
fi
