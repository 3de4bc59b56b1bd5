# shellcheck shell=sh
# For the checks of this folder, which run in the root of the repository; tests/run.sh gives BUILD and WORK.
export PYTHONDONTWRITEBYTECODE=1
subject="" shown="" # of the assertions
# shellcheck source=tests/assert.sh
. "$ROOT/tests/assert.sh"

# needs WHAT COMMAND...: ends the check if the program is not there.
needs() {
	what=$1
	shift
	"$@" > /dev/null 2>&1 && return
	skip "$what is not installed (tests/editors/setup.sh)"
	exit
}

# colours ENGINE: the corpus test, and files broken at random.
colours() {
	tokens=$BUILD/tests/editors/tokens
	python3 tests/editors/corpus.py "$tokens" "$1" || echo "not ok $1: the corpus test ends early"
	python3 tests/editors/broken.py "$tokens" "$1" 1 60 || echo "not ok $1: the test of broken files ends early"
}

not() { ! "$@"; }
