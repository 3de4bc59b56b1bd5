#!/bin/sh
# Volumes with thousands of files: what is asked of each is looked up, so that the limits of a run are far away.
set -u
# shellcheck source=tests/assert.sh
. "$ROOT/tests/assert.sh"
place=$WORK/many-files
subject='a volume of'
mkdir -p "$place"

# pod FILES LAST: a volume with so many files below one folder, and a last one at this path
pod() {
	awk -v n="$1" -v last="$2" 'BEGIN {
		print "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:"
		print "  containers: [{name: a, image: \"a:1\"}]\n  volumes:\n  - name: files\n    configMap:\n      name: x\n      items:"
		for (i = 1; i < n; i++)
			printf "      - {key: k%d, path: a/b/f%d}\n", i, i
		printf "      - {key: last, path: %s}\n", last
	}'
}

# stack FILES: the same in a stack
stack() {
	cat << END
stack chat {
  chat { host = "chat.example.com" }
  override Deployment "chat-chat" {
    spec {
      template {
        spec {
          volumes "files" { secret { secretName = "keys", items = [for i in range(0, $1): { key = "k\${i}", path = "a/b/f\${i}" }] } }
        }
      }
    }
  }
}
END
}

for n in 2000 5000; do
	pod $n a/b/last > "$place/good.yaml"
	expect "$n files is accepted" logged "$RCC" vet --deny warnings "$place/good.yaml"
	pod $n a/b/f7 > "$place/twice.yaml"
	expect "$n files is judged" logged "$RCC" vet "$place/twice.yaml"
	expect "$n files: the one that is there twice is named" said "RCS4934 .* two have the path .a/b/f7"
	pod $n a/b/f7/inside > "$place/below.yaml"
	expect "$n files is judged again" logged "$RCC" vet "$place/below.yaml"
	expect "$n files: the one below another is named" said "RCS4934 .* .a/b/f7/inside. is to lie below the file .a/b/f7"
	stack $n > "$place/stack.rcs"
	expect "$n files, in a stack" logged "$RCC" check "$place/stack.rcs"
	refuse "$n files exceeds no limit" said RCS0090
done
