#!/bin/sh
. tests/editors/common.sh
needs Pygments python3 -c 'import pygments'
colours pygments
