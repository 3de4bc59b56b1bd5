#!/bin/sh
# `make install` into a folder: the manual page and the completions, in the real programs, and `make uninstall`.
set -u

place=$WORK/install
mkdir -p "$place"
share=$place/opt/share

subject=install:
# shellcheck source=tests/assert.sh
. "$ROOT/tests/assert.sh"
has() { command -v "$1" > /dev/null || { skip "$1 is not installed" && false; }; }
installed() { (cd "$place" && find . -type f); }
make_() { env -u MAKEFLAGS -u MAKELEVEL make -s -C "$ROOT" B="$BUILD" DESTDIR="$place" PREFIX=/opt "$@"; }

expect "works" logged make_ install
expect "the command runs from there" logged "$place/opt/bin/rcc" version

# What a newcomer's shell offers for a line, a candidate each.
cat > "$place/complete.bash" << 'END'
source "$1"
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_rcc rcc "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
END
bash_offers() { # EXPECTED WORD...: in a folder with a stack, a text and a folder
	expected=$1
	shift
	got=$(cd "$place/files" && bash "$place/complete.bash" "$share/bash-completion/completions/rcc" \
		"$place/opt/bin/rcc" "$@" 2> "$place/err" | LC_ALL=C sort | tr '\n' ' ')
	[ "$got" = "$expected " ] || { echo "offered: $got" && return 1; }
}
mkdir -p "$place/files/folder"
touch "$place/files/stack.rcs" "$place/files/notes.txt"
expect "bash completes a command" logged bash_offers explain exp
expect "bash completes an option" logged bash_offers --param-file check --param-f
expect "bash completes a choice" logged bash_offers "github json sarif text" check --diagnostics ""
expect "bash completes a choice after =" logged bash_offers "always auto" check --color = a
expect "bash completes a stack's file" logged bash_offers "folder stack.rcs" check ""
expect "bash completes a file for an option" logged bash_offers notes.txt check --param-file n
expect "bash completes a folder" logged bash_offers folder stack.rcs -o ""
expect "bash completes a code" logged bash_offers RCS0301 explain RCS0301
expect "bash completes nothing where nothing fits" logged bash_offers "" check --nothing

if has zsh; then
	expect "zsh reads its completion" logged zsh -n "$share/zsh/site-functions/_rcc"
fi
if has fish; then
	fish_offers() { # EXPECTED LINE
		# shellcheck disable=SC2016 # expanded by fish
		got=$(cd "$place/files" && HOME=$place PATH=$place/opt/bin:$PATH fish --no-config -c \
			'source $argv[1]; complete -C $argv[2]' "$share/fish/vendor_completions.d/rcc.fish" "$2" |
			cut -f 1 | tr '\n' ' ')
		[ "$got" = "$1 " ] || { echo "offered: $got" && return 1; }
	}
	expect "fish completes a command" logged fish_offers explain "rcc expl"
	expect "fish completes an option" logged fish_offers --param-file "rcc check --param-f"
	expect "fish completes a choice after =" logged fish_offers "--color=auto --color=always" "rcc check --color=a"
	expect "fish completes a folder" logged fish_offers folder/ "rcc stack.rcs -o fol"
fi

manual=$share/man/man1/rcc.1
silent() { # COMMAND...: works, and has nothing to say
	"$@" > "$place/page" 2> "$place/err" || return
	cat "$place/err"
	[ ! -s "$place/err" ]
}
shows() { grep -q "$1" "$place/page"; }
if has man && man --version > "$place/log" 2>&1; then
	expect "man has no complaint" logged silent env MANWIDTH=100 LC_ALL=C.UTF-8 man --warnings -E UTF-8 -l "$manual"
	expect "the manual page has every option" logged shows '\-\-param-file FILE'
	expect "the manual page has the exit statuses" logged shows '70 *a defect of rcc'
fi
if has mandoc; then
	expect "mandoc has no complaint" logged mandoc -Tlint -Werror "$manual"
fi

expect "make uninstall works" logged make_ uninstall
installed | grep /opt/ > "$place/left"
expect "make uninstall leaves nothing" test ! -s "$place/left"
