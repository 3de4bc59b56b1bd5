#!/bin/sh
# examples/gitops: what its workflow runs holds there, and notices output that is not what the sources give; its
# manifests lead to the folder of the output.
set -u

place=${WORK:?}/gitops
mkdir -p "$place/bin"
subject=gitops:
# shellcheck source=tests/assert.sh
. "$ROOT/tests/assert.sh"
cp -r examples/gitops "$place/repository"
ln -sf "$RCC" "$place/bin/rcc"
PATH=$place/bin:$PATH
export PATH
cd "$place/repository" || exit 1
sed -n 's/^ *run: //p' .github/workflows/check.yaml > "$place/steps"

# runs STATUS: the first step of the workflow ends like this.
runs() {
	logged sh -c "$(head -n 1 "$place/steps")"
	test $? -eq "$1"
}

expect "the workflow has its two steps" test "$(wc -l < "$place/steps")" -eq 2
while read -r step; do
	expect "$step" logged sh -c "$step"
done < "$place/steps"
sed -i 's/size = 50Gi/size = 60Gi/' stack.rcs
expect "a change without its output is noticed" runs 1
sed -i 's/size = 60Gi/size = 50Gi/' stack.rcs
expect "the sources as they were give the output" runs 0
echo "# by hand" >> out/kustomization.yaml
expect "an edited file is noticed" runs 1
sed -n 's/^ *path: //p' argocd/chat.yaml flux/chat.yaml > "$place/paths"
while read -r path; do
	expect "$path is the output" test -f "$path/kustomization.yaml"
done < "$place/paths"
