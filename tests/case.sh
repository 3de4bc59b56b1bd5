#!/bin/sh
# Runs one case for tests/run.sh: tests/case.sh GROUP PATH NUMBER
#
# Prints `ok NAME` or `not ok NAME` for each assertion into $WORK/log/NUMBER, and before a
# `not ok` what was different. Environment: ROOT BUILD RCC WORK, BLESS=1 to rewrite.
#
# A suite folder and a case folder may each hold a file `args` with further arguments of the
# command; @ROOT@ in it is the root of the repository.
set -u
group=$1 case=${2%/} number=$3
name=$group/$(basename "$case")
tmp=$WORK/$group-$number
mkdir -p "$tmp"
exec > "$WORK/log/$number" 2>&1

export LC_ALL=C
export ASAN_OPTIONS="exitcode=99 ${ASAN_OPTIONS:-}" UBSAN_OPTIONS="exitcode=99 print_stacktrace=1"

ok() { echo "ok $*"; }
not_ok() { echo "not ok $*"; }

# check NAME COMMAND...: one assertion; the beginning of what the command says is shown if it fails.
check() {
	label=$1
	shift
	if "$@" > "$tmp/check.log" 2>&1; then
		ok "$label"
	else
		head -n 60 "$tmp/check.log"
		not_ok "$label"
	fi
}

args_of() { # arguments of a case: those of its suite, then its own
	for f in "$(dirname "$1")/args" "$1/args"; do
		[ ! -f "$f" ] || sed "s|@ROOT@|$ROOT|g" "$f"
	done
}

main_of() { # what is compiled of a folder: stack.rcs, else all its files, with a stack each
	if [ -f "$1/stack.rcs" ]; then echo stack.rcs; else echo .; fi
}

place_of() { # where its output goes, below a folder
	if [ -f "$1/stack.rcs" ]; then echo "$2"; else echo "$2/{stack}"; fi
}

env_of() { # the env files of a folder as arguments
	find "$1" -maxdepth 1 -name '*.env' -exec echo --param-file "$ROOT/{}" \;
}

# same EXPECTED GOT: compares two files or folders, or blesses the new one.
same() {
	if [ -n "$BLESS" ]; then
		[ -e "$2" ] && rm -rf "$1" && mkdir -p "$(dirname "$1")" && cp -r "$2" "$1"
	else
		diff -ruN "$1" "$2"
	fi
}

# compile DIR MAIN PLACE ARGS...: compiles in DIR. Fails unless it compiled without a warning.
compile() {
	(cd "$1" && place=$3 && main=$2 && shift 3 && "$RCC" "$main" -o "$place" --color never "$@") 2> "$tmp/err" || {
		cat "$tmp/err"
		return 1
	}
	! grep '^warning' "$tmp/err"
}

golden_case() { # a folder of sources with expected/ (examples: out/)
	expected=$1/$2
	# shellcheck disable=SC2046 # arguments are words
	check "$name compiles" compile "$1" "$(main_of "$1")" "$(place_of "$1" "$tmp/out")" $(args_of "$1") $(env_of "$1")
	check "$name has the expected output" same "$expected" "$tmp/out"
}

# vet_for DIR MAIN ARGS...: checks a manifest; the whole folder, if there are several.
vet_for() {
	(
		cd "$1" || exit
		[ "$(find . -type f | wc -l)" -eq 1 ] && main=$2 || main=.
		shift 2
		exec "$RCC" vet "$main" "$@"
	)
}

# schema_for DIR MAIN ARGS...: imports the definition of a custom resource.
schema_for() {
	(
		cd "$1" || exit
		main=$2
		shift 2
		exec "$RCC" schema import "$main" "$@"
	)
}

# compile_for DIR MAIN ARGS...: compiles in a folder, or checks the manifests in it; its env files are parameter files, its folder stdlib the
# library, its folder `against` what the output is compared with, those in `parity` other environments; its
# before.rcs is what was compiled last, and `arguments` has more of them.
compile_for() {
	case $2 in *.crd.yaml) schema_for "$@" && return || return ;; esac
	case $2 in *.yaml | *.json) vet_for "$@" && return || return ;; esac
	(
		cd "$1" || exit
		main=$2
		shift 2
		for env in *.env; do
			[ ! -f "$env" ] || set -- "$@" --param-file "$env"
		done
		[ ! -d stdlib ] || set -- "$@" --stdlib stdlib
		[ ! -f before.rcs ] || "$RCC" before.rcs -o out "$@" > /dev/null 2>&1 || exit 70
		# shellcheck disable=SC2046 # arguments are words
		[ ! -f arguments ] || set -- "$@" $(cat arguments)
		for env in parity/*.env; do
			[ ! -f "$env" ] || set -- "$@" --parity "$env"
		done
		[ ! -d parity ] || exec "$RCC" check "$main" "$@"
		[ ! -d against ] || exec "$RCC" check "$main" --against against "$@"
		exec "$RCC" "$main" -o out "$@"
	)
}

# diagnose DIR MAIN ARGS...: the diagnostics as text into $tmp/err; fails if the status does not fit them.
diagnose() {
	compile_for "$@" --color never > "$tmp/stdout" 2> "$tmp/err"
	status=$?
	if grep -q '^error\[' "$tmp/err"; then want='[13]'; else want=0; fi
	# shellcheck disable=SC2254 # a pattern
	case $status in $want) return ;; esac
	cat "$tmp/err"
	echo "exit status $status, expected $want"
	return 1
}

diag_case() { # NAME.rcs or NAME/stack.rcs, and NAME.err: the exact text
	mkdir "$tmp/case"
	if [ -d "$1" ]; then main=stack.rcs && cp -r "$1/." "$tmp/case"; else main=$(basename "$1") && cp "$1" "$tmp/case"; fi
	# shellcheck disable=SC2046
	check "$name has a status that fits" diagnose "$tmp/case" "$main" $(args_of "$1")
	check "$name has the expected text" same "${1%.rcs}.err" "$tmp/err"
}

# codes CODE DIR MAIN ARGS...: the codes of a compile into $tmp/codes, one a line; notes only if they are CODE.
# The exit status is that of the compile.
codes() {
	note=$1
	shift
	compile_for "$@" --diagnostics json > "$tmp/stdout" 2> "$tmp/json"
	status=$?
	{
		grep -v '"severity":"note"' "$tmp/json" | sed -n 's/^{"code":"\([A-Z]*[0-9]*\)".*/\1/p'
		sed -n "s/^{\"code\":\"\($note\)\".*\"severity\":\"note\".*/\1/p" "$tmp/json"
	} | sort -u > "$tmp/codes"
	return $status
}

gives() { # gives CODE DIR MAIN ARGS...: the compile reports exactly this code
	codes "$@"
	status=$?
	case $status:$(cat "$tmp/codes") in [013]:"$1") return ;; esac
	cat "$tmp/json"
	echo "expected exactly $1 and a status of 0, 1 or 3, got status $status and:"
	cat "$tmp/codes"
	return 1
}

lacks() { # lacks CODE DIR MAIN ARGS...: it compiles and does not report this code
	codes "$@" && ! grep -qx "$1" "$tmp/codes" && return
	cat "$tmp/json"
	return 1
}

explain_case() { # docs/diagnostics/CODE.md: its failing example gives the code, its fixed one does not
	code=$(basename "$1" .md)
	for section in failing fixed; do
		mkdir -p "$tmp/$section"
		awk -v section=$section -v dir="$tmp/$section" -f "$ROOT/tests/example.awk" "$ROOT/$1" > "$tmp/$section.main"
		cp -r "$tmp/$section" "$tmp/$section.text"
	done
	read -r failing < "$tmp/failing.main" || failing=
	read -r fixed < "$tmp/fixed.main" || fixed=
	check "$name fails as it says" gives "$code" "$tmp/failing" "$failing"
	check "$name has a status that fits" diagnose "$tmp/failing.text" "$failing"
	check "$name has the expected text" same "tests/diag/$code.err" "$tmp/err"
	check "$name is fixed as it says" lacks "$code" "$tmp/fixed" "$fixed"
}

language_case() { # a stack of tests written in the language; those in fails/ begin with the code that they fail with
	lib=$ROOT/tests/language/stdlib
	case $1 in
	*/fails/*) check "$name fails" gives "$(sed -n '1s/^# \([A-Z0-9]*\):.*/\1/p' "$1")" "$(dirname "$1")" "$(basename "$1")" --stdlib "$lib" ;;
	*) check "$name holds" "$RCC" check --stdlib "$lib" "$1" ;;
	esac
}

# told DIR ARGS...: what the example in DIR is told, into $tmp/err, without the note of skipped checks: it is about
# all checks of the library, and another test shows it.
told() {
	at=$1
	shift
	diagnose "$at" stack.rcs "$@" && sed '/^note\[RCS0501/,/^$/d' "$tmp/err" > "$tmp/told" && mv "$tmp/told" "$tmp/err"
}

# library_case PREFIX EXPECTED ARGS...: the checks of a library whose codes begin so: the failing example with its
# exact text, and the fixed one
library_case() {
	prefix=$1 expected=$2
	shift 2
	"$RCC" explain --all --format json "$@" > "$tmp/topics" || not_ok "$name: rcc explain --all"
	python3 "$ROOT/tests/checks.py" "$tmp/topics" "$tmp/checks" "$prefix" > "$tmp/list" || not_ok "$name: reading the list"
	while read -r code; do
		dir=$tmp/checks/$code
		cp -r "$dir/failing" "$dir/text"
		check "$name $code fails as it says" gives "$code" "$dir/failing" stack.rcs "$@"
		check "$name $code has a status that fits" told "$dir/text" "$@"
		check "$name $code has the expected text" same "$expected/$code.err" "$tmp/err"
		check "$name $code is fixed as it says" lacks "$code" "$dir/fixed" stack.rcs "$@"
	done < "$tmp/list"
}

failures_case() { # the table of known failures; its last line tells how many rows are answered
	python3 "$ROOT/$1" "$RCC" "$tmp/rows" || not_ok "$name: the runner failed"
}

unit_case() { # a cmocka program; it speaks TAP itself, and calls what it skips `not ok`
	program=$BUILD/${1%.c}
	CMOCKA_MESSAGE_OUTPUT=TAP "$program" > "$tmp/tap" 2>&1
	status=$?
	sed '/^not ok.*# SKIP/d; s/^\(ok\|not ok\) [0-9]* - /\1 /; s/^1\.\.[0-9]*$//; /^$/d' "$tmp/tap" | if [ $status -eq 0 ]; then
		grep '^ok\|^not ok'
	else
		cat
	fi
	[ $status -eq 0 ] || grep -q '^not ok' "$tmp/tap" || not_ok "$name exits with $status"
}

# run_lines CALLS: each line of the file as arguments of the command; what it prints, its errors and its status.
run_lines() {
	args=$(args_of "$1" | tr '\n' ' ')
	while read -r line; do
		printf '$ rcc %s\n' "$line"
		eval "\"\$RCC\" $line $args" > "$tmp/stdout" 2> "$tmp/stderr"
		status=$?
		cat "$tmp/stdout" "$tmp/stderr"
		[ $status -eq 0 ] || printf 'status %d\n' $status
	done < "$1/cmd"
}

command_case() { # a folder with files, cmd (a call each line) and expected; expected-files where calls change files
	cp -r "$1" "$tmp/case" && rm -rf "$tmp/case/cmd" "$tmp/case/args" "$tmp/case/expected" "$tmp/case/expected-files"
	(cd "$tmp/case" && run_lines "$ROOT/$1") > "$tmp/said"
	check "$name says what is expected" same "$1/expected" "$tmp/said"
	[ ! -d "$1/expected-files" ] || check "$name leaves the expected files" same "$1/expected-files" "$tmp/case"
}

vet_case() { # a manifest or a folder of them; the first line of a file may be `# rcc vet` with options
	options=$([ -d "$1" ] || sed -n '1s/^# rcc vet //p' "$1" | tr -d '\r')
	# shellcheck disable=SC2086 # options are words
	(cd "$(dirname "$1")" && "$RCC" vet $options --color never "$(basename "$1")") > "$tmp/said" 2>&1
	echo "status $?" >> "$tmp/said"
	check "$name says what is expected" same "$1.expected" "$tmp/said"
}

tour_case() { # a text for newcomers: its commands print what it tells
	python3 "$ROOT/tests/tour.py" "$1" "$RCC" "$tmp/home" ${BLESS:+--bless} || not_ok "$name: it cannot be followed"
}

change_case() { # two stacks, one after the other in one folder; `apiserver` has its verdict, for a real one
	cp -r "$1" "$tmp/case" && rm -f "$tmp/case/expected" "$tmp/case/apiserver"
	python3 tests/change/said.py "$RCC" "$tmp/case" > "$tmp/said" || not_ok "$name: it cannot be compared"
	check "$name says what is expected" same "$1/expected" "$tmp/said"
	check "$name has a verdict of the apiserver" grep -qx 'accepts\|refuses [A-Za-z]*/[a-z0-9-]*' "$1/apiserver"
}

valgrind_case() {
	# shellcheck disable=SC2046 # arguments are words
	check "$name under valgrind" valgrind -q --error-exitcode=9 --leak-check=full --show-leak-kinds=all \
		"$RCC" "$1/$(main_of "$1")" -o "$(place_of "$1" "$tmp/out")" $(env_of "$1")
}

fuzz_case() { # replays the corpus of a target
	target=$(basename "$1" .c) corpus=tests/fuzz/corpus/$(basename "$1" .c | sed 's/^fuzz_//')
	check "$target has a corpus" test -n "$(ls "$corpus" 2> /dev/null)"
	check "$target replays its corpus" "$BUILD/tests/fuzz/replay_${target#fuzz_}" "$corpus"
}

cd "$ROOT" || exit 1
case $group in
golden) golden_case "$case" expected ;;
examples) golden_case "$case" out ;;
diag) diag_case "$case" ;;
explain) explain_case "$case" ;;
language) language_case "$case" ;;
commands) command_case "$case" ;;
change) change_case "$case" ;;
vet) vet_case "$case" ;;
library) library_case "${case#* }" tests/library/expected ;;
failures) failures_case "$case" ;;
tour) tour_case "$case" ;;
webserver)
	case $case in
	*/stdlib) library_case "" tests/webserver/expected --stdlib "$ROOT/$case" ;;
	*/golden/*) golden_case "$case" expected ;;
	*) diag_case "$case" ;;
	esac
	;;
unit) unit_case "$case" ;;
valgrind) valgrind_case "$case" ;;
fuzz) fuzz_case "$case" ;;
lint | property | scripts | validate | editors | static) sh "$case" ;;
esac
