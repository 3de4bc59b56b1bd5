#!/bin/sh
# What --diagnostics sarif prints follows the published schema, and says no less than --diagnostics json:
# on every failing example of docs/diagnostics. The schema comes in a package of npm; without it, skipped.
set -u
package=@microsoft/jest-sarif@1.0.0-beta.0
member=package/lib/schemas/sarif-2.1.0-rtm.5.json
sum=2d99159ae54a3eea97f81781cff48780548657c35949f4b7f25e99a2ba4de4f8
work=${WORK:?}/sarif
schema=${BUILD:?}/tests/sarif-schema.json
mkdir -p "$work" "$BUILD/tests"
subject=sarif shown=$work/npm.log
# shellcheck source=tests/assert.sh
. "$ROOT/tests/assert.sh"

[ -s "$schema" ] || (cd "$work" && npm pack --silent --fetch-retries=0 --fetch-timeout=20000 "$package" && tar xzf ./*.tgz "$member" && mv "$member" "$schema") \
	> "$work/npm.log" 2>&1
[ -s "$schema" ] || { skip "npm has no $package here" && exit; }
echo "$sum  $schema" | sha256sum -c - > /dev/null 2>&1 || { echo "not ok sarif: the schema is another one" && exit; }

for page in docs/diagnostics/*.md; do
	folder=$work/$(basename "$page" .md)
	mkdir -p "$folder"
	awk -v section=failing -v dir="$folder" -f tests/example.awk "$page" > /dev/null
done
python3 -W ignore tests/property/sarif.py "${RCC:?}" "$schema" "$work"/RCS*
