#!/bin/sh
# The command works in a folder that is a root of its own, where nothing else is: no C library, no libyaml, cJSON or zlib,
# no /proc. Each line needs another of these.
room=$(mktemp -d "$WORK/alone.XXXXXX")
cp "$RCC" "$room/rcc"
cp -R examples/lab "$room/lab"
rm -rf "$room/lab/out"
printf 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: &n Capital}\n' > "$room/object.yaml"
echo '{"definitions": {}}' > "$room/openapi.json"

if [ "$(id -u)" -eq 0 ]; then
	alone() { chroot "$room" /rcc "$@"; }
else
	alone() { unshare --map-root-user --root="$room" /rcc "$@"; }
fi
check() { # check NAME STATUS PATTERN ARGUMENT...: the command ends so and says something like that
	name=$1 expected=$2 pattern=$3 status=0
	shift 3
	alone "$@" > "$room/said" 2>&1 < /dev/null || status=$?
	if [ $status -eq "$expected" ] && grep -q -- "$pattern" "$room/said"; then
		echo "ok $name"
	else
		sed 's/^/  /' "$room/said"
		echo "not ok $name: status $status, not $expected with '$pattern'"
	fi
}

check "it says which it is" 0 '^rcc ' --version
check "a stack is built" 0 'RCS0501' lab/stack.rcs -o lab/out
if diff -r examples/lab/out "$room/lab/out"; then
	echo "ok the output is that of the other one"
else
	echo "not ok output"
fi
check "libyaml reads" 1 'RCS4001' vet object.yaml
check "cJSON reads" 1 'RCS0803' schema import openapi.json
check "zlib inflates" 0 'Every member needs' explain RCS3001
