#!/bin/sh
# Turns the explanations of a folder (<code>.md, form in explain.h) into the C table `explains`.
# Usage: explain.sh DIR
set -eu
LC_ALL=C
export LC_ALL

set -- "$1"/RCS[0-9]*.md
[ -e "$1" ] || set --

printf '/* Made by explain.sh from docs/diagnostics. */\n#include "base/explain.h"\n'
awk '
function fail(what) {
	printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"
	failed = 1
	exit 1
}

function quote(line) {
	gsub(/\\/, "&&", line)
	gsub(/"/, "\\\"", line)
	gsub(/\t/, "\\t", line)
	gsub(/\?/, "\\?", line) # no trigraphs
	return "\t\"" line "\\n\"\n"
}

function example(section) {
	printf "static const struct explain_file %s_%s[] = {\n%s};\n", code, section, files[section]
}

function finish_page() {
	if (code == "")
		return
	if (fenced)
		fail("a fence is never closed")
	if (prose == "" || !count["failing"] || !count["fixed"])
		fail(code " needs prose, a failing and a fixed example")
	sub(/(\t"\\n"\n)+$/, "", prose)
	printf "\nstatic const char %s_prose[] =\n%s;\n", code, prose
	example("failing")
	example("fixed")
	table = table sprintf("\t{ \"%s\", %s_prose, { %s_failing, %d }, { %s_fixed, %d } },\n",
		code, code, code, count["failing"], code, count["fixed"])
}

FNR == 1 {
	finish_page()
	code = FILENAME
	sub(/^.*\//, "", code)
	sub(/\.md$/, "", code)
	section = prose = ""
	fenced = 0
	split("", files)
	split("", count)
}

fenced && /^```$/ {
	fenced = 0
	files[section] = files[section] " },\n"
	next
}

fenced {
	files[section] = files[section] quote($0)
	next
}

/^## / {
	section = substr($0, 4)
	if (section != "failing" && section != "fixed")
		fail("a section is either failing or fixed")
	next
}

section == "" && /^# / {
	next
}

section == "" {
	if (prose != "" || $0 != "")
		prose = prose quote($0)
	next
}

/^```/ {
	if (NF != 2)
		fail("a fence names language and file: ```rcs stack.rcs")
	fenced = 1
	count[section]++
	files[section] = files[section] sprintf("\t{ \"%s\",\n\t\"\"\n", $2)
}

END {
	if (failed)
		exit 1
	finish_page()
	printf "\nconst struct explain explains[] = {\n%s\t{ 0 },\n};\n", table
}
' "$@" </dev/null
