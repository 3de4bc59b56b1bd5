#!/bin/sh
# A folder of compiler/ includes only itself and the folders before it in LAYERS of the Makefile;
# compiler/*.c, the layer `rcc`, takes a stack through those before it.
layers=$(sed -n 's/^LAYERS := //p' Makefile)
bad=$(grep -n '^#include "' $(git ls-files 'compiler/*.[ch]' 'grammar/*.[ly]') | awk -F'[:"]' -v layers="$layers" '
	BEGIN {
		n = split(layers, name, " ")
		for (i = 1; i <= n; i++)
			rank[name[i]] = i
	}
	function layer(path, part) {
		sub(/^compiler\//, "", path)
		if (path ~ /^grammar\//)
			return "syntax"
		return split(path, part, "/") > 1 ? part[1] : "rcc"
	}
	{
		from = layer($1)
		to = $4 ~ /\// ? layer("compiler/" $4) : $4 == "rcc.h" ? "rcc" : from
		if (!(from in rank) || !(to in rank) || rank[to] > rank[from])
			print $1 ":" $2 ": " from " includes " $4
	}')
[ -z "$bad" ] || echo "$bad"
[ -z "$bad" ] && echo "ok layers include only what is below them" || echo "not ok layers"
