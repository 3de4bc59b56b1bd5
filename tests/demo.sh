#!/bin/sh
# What rcc does, shown with examples/lab: tests/demo.sh BUILD. Writes only into a folder of its own.
set -eu
rcc=$(cd "$1" && pwd)/rcc
cd "$(dirname "$0")/../examples/lab"
out=$(mktemp -d "${TMPDIR:-/tmp}/rcc-demo.XXXXXX")
trap 'rm -rf "$out"' EXIT

bold='' faint='' plain='' color=never
if [ -t 1 ] && [ -z "${NO_COLOR-}" ] && [ "${TERM-dumb}" != dumb ]; then
	bold=$(printf '\033[1m') faint=$(printf '\033[2m') plain=$(printf '\033[0m') color=always
fi

title() { printf '\n%s%s%s\n\n' "$bold" "$*" "$plain"; }
command_line() { printf '%s$%s %s\n' "$faint" "$plain" "$*"; }
indented() { sed 's/^/  /'; }

title "A stack, examples/lab/stack.rcs:"
indented < stack.rcs

title "becomes one manifest for each object,"
command_line rcc stack.rcs -o out
"$rcc" stack.rcs -o "$out/out" --color "$color" 2>&1
(cd "$out/out" && LC_ALL=C ls) | indented

title "like this one:"
command_line cat out/persistentvolumeclaim-chat-lab-uploads.yaml
indented < "$out/out/persistentvolumeclaim-chat-lab-uploads.yaml"

title "A stack that cannot run is refused, and rcc shows why. This one takes a node away:"
command_line cat rejected.rcs
indented < rejected.rcs
echo
command_line rcc rejected.rcs -o out
status=0
"$rcc" rejected.rcs -o "$out/rejected" --color "$color" 2>&1 || status=$?
[ "$status" -eq 1 ] || {
	echo "the demo expected status 1, not $status" >&2
	exit 1
}

title "Next: docs/tour.md, ten minutes from three lines to environments and CI."
