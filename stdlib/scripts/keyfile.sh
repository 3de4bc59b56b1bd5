#!/bin/sh
# Copies the key of the replica set to where mongod accepts it: a file that
# nobody but its owner can read. A mounted Secret cannot be that, because its
# files are readable by the pod's group.
#
#   KEYFILE_SOURCE  the mounted key
#   KEYFILE_TARGET  the copy
set -eu

umask 077
rm -f "$KEYFILE_TARGET"
tr -d '[:space:]' < "$KEYFILE_SOURCE" > "$KEYFILE_TARGET"
chmod 0400 "$KEYFILE_TARGET"

length=$(wc -c < "$KEYFILE_TARGET")
if [ "$length" -lt 6 ] || [ "$length" -gt 1024 ]; then
	echo "the key of the replica set has $length characters; 6 to 1024 are allowed" >&2
	exit 1
fi
if tr -d 'A-Za-z0-9+/=' < "$KEYFILE_TARGET" | grep -q .; then
	echo "the key of the replica set has characters that base64 does not have" >&2
	exit 1
fi
