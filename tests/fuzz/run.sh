#!/bin/sh
# Runs fuzz targets, one after the other: tests/fuzz/run.sh BUILD SECONDS TARGET...
# New inputs stay in BUILD/corpus/TARGET; a crash leaves its input in BUILD and fails.
set -eu
build=$1 seconds=$2
shift 2
here=$(dirname "$0")
dictionary=$build/tokens.dict
# The spellings of tokens.def, as libFuzzer wants them: one quoted string a line.
grep -v 'LITERAL)' grammar/tokens.def | sed -n 's/^TOKEN([^"]*\("[^"]*"\).*/\1/p' | sort -u > "$dictionary"
[ -s "$dictionary" ]
for target; do
	mkdir -p "$build/corpus/$target"
	"$build/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=20000 \
		-dict="$dictionary" -artifact_prefix="$build/" -print_final_stats=1 -verbosity=0 \
		"$build/corpus/$target" "$here/corpus/$target" 2> "$build/$target.log" || {
		cat "$build/$target.log"
		exit 1
	}
	sed -n "s/^stat::number_of_executed_units: */$target: runs without a crash: /p" "$build/$target.log"
done
