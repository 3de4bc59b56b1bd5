#!/bin/sh
# Runs groups of tests: tests/run.sh [-u] [-b BUILD] GROUP... [-- PATTERN...]
#
#   -u   rewrite expected outputs instead of comparing (git diff is the review)
#   -b   the build folder (default: build)
#
# A case is a file or a folder; tests/case.sh runs one and prints a line `ok NAME` or
# `not ok NAME` for each assertion, with details in between. Cases run on all cores; their
# output is shown in the order of the list, and only for failures. With PATTERNs only the
# cases whose path contains one of them run. A group without cases is a failure, and so are patterns
# that no case of any group has.
set -eu

usage() {
	sed -n '2,5p' "$0" >&2
	exit 2
}

build=build bless=
while getopts ub: flag; do
	case $flag in
	u) bless=1 ;;
	b) build=$OPTARG ;;
	*) usage ;;
	esac
done
shift $((OPTIND - 1))
groups=
while [ $# -gt 0 ] && [ "$1" != -- ]; do
	groups="$groups $1"
	shift
done
[ -n "$groups" ] || usage
[ $# -eq 0 ] || shift

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
BUILD=$(cd "$build" && pwd)
WORK=$(mktemp -d "${TMPDIR:-/tmp}/rcc-tests.XXXXXX")
trap 'rm -rf "$WORK"' EXIT
trap 'exit 130' INT TERM
ROOT=$root BLESS=$bless RCC=$BUILD/rcc
export ROOT BUILD BLESS RCC WORK

# The cases of a group, one path a line.
list() {
	case $1 in
	lint) ls tests/lint/*.sh ;;
	unit) find tests/unit tests/limit -name 'test_*.c' ;;
	golden) ls -d tests/golden/*/ ;;
	diag) find tests/diag -mindepth 1 -maxdepth 1 \( -name '*.rcs' -o -type d \) ;;
	explain) ls docs/diagnostics/*.md ;;
	vet) find tests/vet -mindepth 1 -maxdepth 1 ! -name '*.expected' ;;
	tour) ls docs/tour.md docs/howto.md README.md ;;
	language) find tests/language -path tests/language/stdlib -prune -o -name '*.rcs' -print ;;
	commands) ls -d tests/commands/*/ ;;
	change) ls -d tests/change/*/ ;;
	library) grep -rhoE '(error|warning) RCS[0-9]{2}' stdlib | sort -u | sed 's/.* /stdlib /' | sort -u ;;
	failures) ls tests/failures/run.py ;;
	examples | valgrind) ls -d examples/*/ ;;
	property) ls tests/property/*.sh ;;
	webserver) find tests/webserver/golden tests/webserver/diag -mindepth 1 -maxdepth 1 \( -name '*.rcs' -o -type d \) &&
		echo tests/webserver/stdlib ;;
	scripts) ls tests/scripts/*.sh ;;
	validate) ls tests/validate/run.sh ;;
	fuzz) ls tests/fuzz/fuzz_*.c ;;
	editors) ls tests/editors/check_*.sh ;;
	static) ls tests/static/check_*.sh ;;
	*) echo "$0: no group '$1'" >&2 && exit 2 ;;
	esac
}

chosen() { # the lines of the input that contain one of the patterns, all of them without patterns
	if [ $# -eq 0 ]; then
		cat
	else
		printf '%s\n' "$@" > "$WORK/patterns"
		grep -F -f "$WORK/patterns" || true
	fi
}

passed=0 failed=0
for group in $groups; do
	list "$group" 2> /dev/null | LC_ALL=C sort | chosen "$@" > "$WORK/list" || true
	rm -rf "$WORK/log" && mkdir "$WORK/log"
	awk -v g="$group" '{ printf "%s\n%s\n%05d\n", g, $0, NR }' "$WORK/list" |
		xargs -r -d '\n' -n 3 -P "$(nproc)" sh "$root/tests/case.sh" && ended= || ended=1
	cat /dev/null "$WORK"/log/* > "$WORK/all" 2> /dev/null || true
	good=$(grep -c '^ok' "$WORK/all" || true)
	bad=$(grep -c '^not ok' "$WORK/all" || true)
	if [ "$((good + bad))" -eq 0 ] && [ $# -eq 0 ]; then
		echo "not ok $group: no case was found"
		bad=1
	fi
	if [ "$bad" -eq 0 ] && [ "$ended" ]; then
		echo "not ok $group: a case ended before its last line"
		bad=1
	fi
	grep -v '^ok\|^1\.\.[0-9]' "$WORK/all" || true
	printf '%-10s %5d passed, %d failed\n' "$group" "$good" "$bad"
	passed=$((passed + good)) failed=$((failed + bad))
done
if [ "$((passed + failed))" -eq 0 ]; then
	echo "not ok: no case was found"
	failed=1
fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
