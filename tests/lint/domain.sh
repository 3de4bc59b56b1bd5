#!/bin/sh
# The compiler knows nothing of the products that a library describes.
files=$(git ls-files 'compiler/*' 'grammar/*' 'tests/unit/*' 'tests/fuzz/*.c')
bad=$(grep -n -i 'rocket\|mongo[^l]\|mongo$' $files)
[ -z "$bad" ] || echo "$bad"
[ -n "$files" ] && [ -z "$bad" ] && echo "ok no word of the domain in the compiler" || echo "not ok domain"
