#!/bin/sh
. tests/editors/common.sh
expect "editors/: nothing is stale" editors/generate --check
expect "the extension is packed" editors/generate --vsix "$WORK/a.vsix"
expect "the extension is packed alike again" editors/generate --vsix "$WORK/b.vsix"
expect "both are the same" cmp "$WORK/a.vsix" "$WORK/b.vsix"
expect "it holds what its manifest names" python3 tests/editors/vsix.py "$WORK/a.vsix"
expect "Sublime's definition is whole" python3 tests/editors/sublime.py editors/sublime/rcstack.sublime-syntax
