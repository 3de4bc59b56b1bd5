#!/bin/sh
# Kate's engine, without Kate.
. tests/editors/common.sh
needs kate-syntax-highlighter kate-syntax-highlighter --list
colours kate
