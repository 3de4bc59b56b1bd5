#!/bin/sh
# Neovim: tree-sitter; the files of Vim are tested in Vim, and for speed here, too.
. tests/editors/common.sh
needs Neovim nvim --version
PARSER_DIR=$WORK/nvim
export PARSER_DIR
mkdir -p "$PARSER_DIR/parser"
expect "the tree-sitter parser compiles" "${CC:-cc}" -std=c11 -O2 -Wall -Wextra -Werror -shared -fPIC \
	-o "$PARSER_DIR/parser/rcstack.so" -Ieditors/tree-sitter/src editors/tree-sitter/src/parser.c \
	editors/tree-sitter/src/scanner.c
colours nvim
expect "nvim: speed" nvim --headless -u NONE -i NONE -n -S tests/editors/speed.vim
expect "nvim: queries" nvim --headless -u NONE -i NONE -n -c 'luafile tests/editors/queries.lua'
