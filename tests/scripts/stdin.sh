#!/bin/sh
# `-` is standard input for all that compile a file: it imports as a file of the working directory does, has its place
# below the project root in what is said of it, and gives the same bytes.
set -u

project=$WORK/stdin
mkdir -p "$project/envs"
touch "$project/rcs.root"
cd "$project/envs" || exit 1
echo 'let host = "a.example.com"' > names.rcs
echo 'import "names.rcs" as names
stack chat { chat { host = names.host } }' > stack.rcs
sed 's/names.host/3/' stack.rcs > wrong.rcs

same() { # NAME COMMAND...: the same with the file and with standard input
	name=$1
	shift
	"$RCC" "$@" stack.rcs > file.out 2> file.err
	"$RCC" "$@" - < stack.rcs > pipe.out 2> pipe.err
	if cmp -s file.out pipe.out && cmp -s file.err pipe.err; then
		echo "ok scripts stdin $name"
	else
		diff file.out pipe.out
		diff file.err pipe.err
		echo "not ok scripts stdin $name"
	fi
}
same check check
same report report
same secrets secrets

"$RCC" stack.rcs -o - 2> /dev/null | sed 's|envs/stack.rcs|envs/-|' > file.out
"$RCC" - -o - < stack.rcs 2> /dev/null > pipe.out
"$RCC" why stack.rcs chat.host > file.why 2> /dev/null
"$RCC" why - chat.host < stack.rcs 2> /dev/null | sed 's|envs/-|envs/stack.rcs|' > pipe.why
if cmp file.out pipe.out && cmp file.why pipe.why; then
	echo "ok scripts stdin build"
else
	echo "not ok scripts stdin build"
fi

"$RCC" check - < wrong.rcs 2> wrong.err
if [ $? = 1 ] && grep -q -e '--> envs/-:2:' wrong.err && ! grep -q '(fix 1)' wrong.err; then
	echo "ok scripts stdin mistakes"
else
	cat wrong.err
	echo "not ok scripts stdin mistakes"
fi

"$RCC" fix - < wrong.rcs 2> fix.err
if [ $? = 2 ] && grep -q 'no standard input' fix.err; then
	echo "ok scripts stdin fix"
else
	echo "not ok scripts stdin fix"
fi
