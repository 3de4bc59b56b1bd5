#!/bin/sh
# Every example and golden stack compiles for every minor release of Kubernetes that the types know, and what comes
# out is valid by what that release published (beside the repository: RCC_SHARED, else ../shared; without it that half
# is skipped). `rcc vet` has nothing to say of it either.
set -u
# shellcheck disable=SC2153 # given by the runner
work=$WORK/minors
shared=${RCC_SHARED:-../shared}/k8s

# for_minor MINOR: copies of the library and of all stacks, for this release.
for_minor() {
	mkdir -p "$work/stacks"
	cp -r stdlib "$work/stdlib"
	for stack in examples/*/stack.rcs tests/golden/*/stack.rcs; do
		cp -r "$(dirname "$stack")" "$work/stacks"
	done
	find "$work" -name '*.rcs' -exec sed -i -E \
		"s/^( *kubernetes *= *)\"1\.[0-9]+\"/\1\"$1\"/; s/(kubernetes: KubernetesVersion = )\"[0-9.]*\"/\1\"$1\"/" {} +
}

# arguments DIR: those of the case, and the first file of parameters that lies there.
arguments() {
	[ ! -f "$1/args" ] || cat "$1/args"
	find "$1" -maxdepth 1 -name '*.env' | LC_ALL=C sort | sed -n '1s/^/--param-file /p'
}

# compile DIR OUT: one stack.
compile() {
	# shellcheck disable=SC2046 # arguments are words
	(cd "$1" && "$RCC" stack.rcs -o "$2" --stdlib "$work/stdlib" --color never $(arguments "$1"))
}

for minor in 1.28 1.29 1.30 1.31 1.32 1.33 1.34 1.35 1.36; do
	for_minor $minor
	for dir in "$work"/stacks/*; do
		name=$(basename "$dir")
		if compile "$dir" "$work/out/$name" > "$work/said" 2>&1; then
			echo "ok $name compiles for Kubernetes $minor"
		else
			cat "$work/said"
			echo "not ok $name compiles for Kubernetes $minor"
		fi
		# It knows that release, and that there may be other objects.
		"$RCC" vet "$work/out/$name" --kubernetes $minor --color never 2> "$work/said" > "$work/vetted"
		if [ -s "$work/said" ] || ! grep -q '^[1-9]' "$work/vetted"; then
			cat "$work/said"
			echo "not ok $name passes rcc vet for Kubernetes $minor"
		else
			echo "ok $name passes rcc vet for Kubernetes $minor"
		fi
	done
	[ ! -f "$shared/openapi/v$minor.json" ] || python3 tests/validate/validate.py \
		--openapi "$shared/openapi/v$minor.json" --crds "$shared/crds" "$work"/out/*
	rm -rf "$work"
done
