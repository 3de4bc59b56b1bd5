# shellcheck shell=sh
# For the checks of this folder, which run in the root of the repository; tests/run.sh gives BUILD and WORK.

# needs WHAT COMMAND...: ends the check if the program is not there.
needs() {
	what=$1
	shift
	"$@" > /dev/null 2>&1 && return
	echo "skipped: $what is not installed (tests/editors/setup.sh)"
	exit
}

# colours ENGINE: the corpus test.
colours() {
	python3 tests/editors/corpus.py "$BUILD/tests/editors/tokens" "$1" || echo "not ok $1: the corpus test ends early"
}

# expect NAME COMMAND...: one assertion.
expect() {
	name=$1
	shift
	if "$@"; then echo "ok $name"; else echo "not ok $name"; fi
}

not() { ! "$@"; }
