#!/bin/sh
# Every committed output: its objects against the schemas that Kubernetes publishes for the release
# that the stack names, its files through every YAML reader. The schemas lie beside the repository
# (RCC_SHARED, else ../shared); without them that half is skipped.
set -u
here=$(dirname "$0")
subject=validate shown=""
# shellcheck source=tests/assert.sh
. "$ROOT/tests/assert.sh"
shared=${RCC_SHARED:-../shared}/k8s
readers=$BUILD/tests/readers

# The schemas of the release that the sources of a folder name, else of the newest one.
openapi_of() {
	minor=$(grep -rhoE --include='*.rcs' 'kubernetes *= *"1\.[0-9]+' "$1" | head -n 1 | sed 's/.*"1\.//')
	if [ -n "$minor" ]; then
		echo "$shared/openapi/v1.$minor.json"
	else
		find "$shared/openapi" -name 'v*.json' | sort -V | tail -n 1
	fi
}

source_of() { # the folder whose sources gave an output
	dir=$(dirname "$1")
	[ "$(basename "$dir")" != out ] || dir=$(dirname "$dir")
	echo "$dir"
}

outputs=$(find examples tests/golden tests/webserver/golden -name kustomization.yaml -exec dirname {} \; | sort)
[ -n "$outputs" ] || echo "not ok validate: no output was found"

if "$here/setup.sh" "$readers"; then
	# shellcheck disable=SC2086 # a list of folders
	python3 "$here/readers.py" --build "$readers" --self-test $outputs
else
	echo "not ok readers: they cannot be built"
fi

[ -d "$shared/openapi" ] || { skip "no $shared/openapi" && exit; }
python3 "$here/validate.py" --openapi "$(openapi_of "$here")" --crds "$shared/crds" --self-test
for output in $outputs; do
	python3 "$here/validate.py" --openapi "$(openapi_of "$(source_of "$output")")" --crds "$shared/crds" "$output"
done
