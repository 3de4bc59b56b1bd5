#!/bin/sh
# examples/gitops: what its workflow runs holds there, and notices output that is not what the sources give; its
# manifests lead to the folder of the output.
set -u
dir=${WORK:?}/gitops
mkdir -p "$dir/bin"
cp -r examples/gitops "$dir/repository"
ln -sf "$RCC" "$dir/bin/rcc"
PATH=$dir/bin:$PATH
export PATH
cd "$dir/repository" || exit 1
sed -n 's/^ *run: //p' .github/workflows/check.yaml > "$dir/steps"

# runs LABEL STATUS: the first step of the workflow ends like this.
runs() {
	sh -c "$(head -n 1 "$dir/steps")" > "$dir/log" 2>&1
	status=$?
	[ $status -eq "$2" ] && echo "ok gitops: $1" && return
	cat "$dir/log"
	echo "not ok gitops: $1, status $status"
}

[ "$(wc -l < "$dir/steps")" -eq 2 ] || echo "not ok gitops: the workflow has other steps"
while read -r step; do
	if sh -c "$step" > "$dir/log" 2>&1; then
		echo "ok gitops: $step"
	else
		cat "$dir/log"
		echo "not ok gitops: $step"
	fi
done < "$dir/steps"
sed -i 's/size = 50Gi/size = 60Gi/' stack.rcs
runs "a change without its output is noticed" 1
sed -i 's/size = 60Gi/size = 50Gi/' stack.rcs
runs "the sources as they were give the output" 0
echo "# by hand" >> out/kustomization.yaml
runs "an edited file is noticed" 1
sed -n 's/^ *path: //p' argocd/chat.yaml flux/chat.yaml > "$dir/paths"
while read -r path; do
	if [ -f "$path/kustomization.yaml" ]; then echo "ok gitops: $path"; else echo "not ok gitops: no output in $path"; fi
done < "$dir/paths"
