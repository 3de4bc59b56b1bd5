#!/bin/sh
# Installs the programs that tests/editors drives, on Debian 12; what is missing afterwards is skipped by the tests, and in CI
# fails them.
set -eu
cd "$(dirname "$0")/../.."
missing=$(while read -r package probe; do
	sh -c "$probe" > /dev/null 2>&1 || echo "$package"
done << 'END'
vim-nox                         vim -es -u NONE -c 'if has("syntax") && has("reltime") | qa! | endif | cquit'
neovim                          nvim --version
emacs-nox                       emacs --version
nano                            nano --version
tmux                            tmux -V
python3-pygments                python3 -c 'import pygments'
libkf5syntaxhighlighting-tools  kate-syntax-highlighter --list
END
)
if [ -n "$missing" ]; then
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -qq
	# shellcheck disable=SC2086 # a list of words
	apt-get install -y -qq --no-install-recommends $missing > /dev/null
fi
tools=build/editors-tools
if [ ! -d "$tools/node_modules/vscode-textmate" ]; then
	mkdir -p "$tools"
	npm install --silent --no-audit --no-fund --prefix "$tools" vscode-textmate@9.3.2 vscode-oniguruma@2.0.1
fi
