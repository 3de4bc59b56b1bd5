#!/bin/sh
# VS Code's engine.
. tests/editors/common.sh
NODE_PATH=${EDITORS_TOOLS:-build/editors-tools}/node_modules
NODE_PATH=$(realpath "$NODE_PATH" 2> /dev/null)
export NODE_PATH
needs node node --version
needs vscode-textmate test -d "$NODE_PATH/vscode-textmate"
needs vscode-oniguruma test -d "$NODE_PATH/vscode-oniguruma"
colours textmate
