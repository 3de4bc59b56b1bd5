#!/bin/sh
# The layout: tests/fmt/NAME.rcs becomes NAME.out. Every file of the tree that parses is stable once it is
# formatted, and formatted sources compile to the same bytes with a formatted library.
set -u
work=${WORK:?}/fmt
mkdir -p "$work"

# holds LABEL COMMAND...: one assertion; what the command says is shown if it fails.
holds() {
	label=$1
	shift
	if "$@" > "$work/log" 2>&1; then
		echo "ok fmt: $label"
	else
		cat "$work/log"
		echo "not ok fmt: $label"
	fi
}

# gives STATUS EXPECTED COMMAND...: exit status and standard output; $work/in is standard input.
gives() {
	want=$1 text=$2
	shift 2
	"$@" < "$work/in" > "$work/said" 2> "$work/err"
	status=$?
	printf '%s' "$text" | diff - "$work/said" && [ $status -eq "$want" ] && return
	cat "$work/err"
	echo "status $status"
	return 1
}

# ---- cases

for case in tests/fmt/*.rcs; do
	out=${case%.rcs}.out
	"$RCC" fmt - < "$case" > "$work/out"
	[ -z "${BLESS:-}" ] || cp "$work/out" "$out"
	holds "$(basename "$case") has its layout" diff "$out" "$work/out"
done

# ---- the tree

stable() { # formats the files in place; a second time changes none
	"$RCC" fmt "$@" && "$RCC" fmt --check "$@"
}

find examples stdlib tests -name '*.rcs' > "$work/files"
while read -r file; do
	[ -f "$file" ] || continue
	mkdir -p "$work/tree/$(dirname "$file")"
	cp "$file" "$work/tree/$file"
	if "$RCC" fmt - < "$file" > /dev/null 2>&1; then
		holds "$file is stable" stable "$work/tree/$file"
	else
		"$RCC" fmt "$work/tree/$file" > /dev/null 2>&1
		holds "$file does not parse and stays as it is" cmp "$file" "$work/tree/$file"
	fi
done < "$work/files"

same_bytes() { # FOLDER STACK: compiles as it is and as it was formatted
	"$RCC" "$1/$2" -o "$work/before" --stdlib stdlib && "$RCC" "$work/tree/$1/$2" -o "$work/after" \
		--stdlib "$work/tree/stdlib" && diff -r "$work/before" "$work/after"
}

cp -r stdlib/scripts "$work/tree/stdlib/"
cp stdlib/k8s/kinds.txt "$work/tree/stdlib/k8s/"
for folder in examples/lab examples/minimal; do
	rm -rf "$work/before" "$work/after"
	holds "$folder compiles to the same bytes" same_bytes "$folder" stack.rcs
done

# ---- the command

cd "$work" && mkdir -p command/b/c && cd command || exit 1
ugly='stack a{x=1}' pretty='stack a { x = 1 }'
put() { # writes the files anew
	printf '%s' "$ugly" > a.rcs
	printf '%s' "$ugly" > b/c/d.rcs
	printf '%s\n' "$pretty" > b/good.rcs
	printf 'stack {' > b/c/wrong.txt
	printf '%s' "$ugly" > "$work/in"
}
put
holds "- is a filter" gives 0 "$pretty
" "$RCC" fmt -
holds "--check lists and fails" gives 1 "./a.rcs
./b/c/d.rcs
" "$RCC" fmt --check .
# shellcheck disable=SC2016 # the inner shell expands it
holds "--check wrote nothing" sh -c 'test "$(cat a.rcs)" = "$1"' sh "$ugly"
holds "--check is content with what is good" gives 0 '' "$RCC" fmt --check b/good.rcs
holds "--diff shows what would change" gives 0 "--- a.rcs
+++ a.rcs
@@ -1 +1 @@
-$ugly
\\ No newline at end of file
+$pretty
" "$RCC" fmt --diff a.rcs
holds "folders are searched" gives 0 '' "$RCC" fmt .
holds "files are rewritten" cmp a.rcs b/good.rcs
holds "files in folders are rewritten" cmp b/c/d.rcs b/good.rcs
# shellcheck disable=SC2016 # the inner shell expands it
holds "nothing is left beside them" sh -c 'test "$(find . -type f | wc -l)" -eq 4'
put
ln -sf ../a.rcs b/link.rcs && ln -sfn .. b/up
holds "links are followed to files only" gives 0 '' "$RCC" fmt b
holds "a link stays a link" test -L b/link.rcs
holds "the file behind a link is rewritten" cmp a.rcs b/good.rcs
printf 'stack a {\n' > a.rcs
holds "a syntax error is an error" gives 1 '' "$RCC" fmt a.rcs b
holds "a file with a syntax error stays as it is" test "$(cat a.rcs)" = 'stack a {'
holds "a missing file cannot be read" gives 3 '' "$RCC" fmt none.rcs
holds "some file has to be named" gives 2 '' "$RCC" fmt
