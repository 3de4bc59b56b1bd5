# Sourced by tests that are scripts: names for what they find. `subject` begins the name of every assertion; `shown` are
# the files whose end is shown before one that does not hold. $place/said gets what the last command said.
# shellcheck shell=sh disable=SC2154 # variables of the tests

ok() { echo "ok ${subject:+$subject }$1"; }
not_ok() {
	for seen in ${shown-$place/said}; do
		[ ! -f "$seen" ] || tail -n 25 "$seen"
	done
	echo "not ok ${subject:+$subject }$1"
}
expect() { # NAME COMMAND...
	assertion=$1
	shift
	if "$@"; then ok "$assertion"; else not_ok "$assertion"; fi
}
refuse() { # NAME COMMAND...
	assertion=$1
	shift
	if "$@"; then not_ok "$assertion"; else ok "$assertion"; fi
}
said() { grep -q -e "$1" "$place/said"; }
logged() { "$@" > "$place/said" 2>&1; } # COMMAND...

# skip REASON: of what CI installs nothing is missing there, or its tests would pass with nothing run.
skip() {
	if [ -n "${CI:-}" ]; then not_ok "is not skipped in CI: $1"; else echo "skipped: $1"; fi
}
