#!/bin/sh
# The tables of what apiservers serve, and of what a status says (stdlib/k8s/served.rcs): in order, without repetition,
# and, when ../shared is there, what the OpenAPI documents of each release say, neither more nor less.
set -u

if python3 - "$ROOT" > "$WORK/served" 2>&1 <<'EOF'
import json, os, re, sys

root = sys.argv[1]
text = open(f"{root}/stdlib/k8s/served.rcs").read()
table = text[text.index("= {\n") : text.index("\n}\n")]
rows = []
wrong = []
for a, lines in re.findall(r"^  \"([^\"]*)\" = '''\n(.*?)^    '''$", table, re.M | re.S):
    for line in lines.splitlines():
        row = re.fullmatch(r" {4}(\w+)(?: (?:1[.](\d+))?[.][.](?:1[.](\d+))?)?", line)
        if row:
            rows.append((a, row[1], int(row[2] or 0), int(row[3] or 0)))
        else:
            wrong.append(f"a row that this script cannot read: {line}")
if len(rows) < 100 or len(rows) != len(re.findall("^    \\w", table, re.M)):
    wrong.append("apiVersions that this script cannot read")
if [r[:2] for r in rows] != sorted({r[:2] for r in rows}):
    wrong.append("rows twice or out of order")
wrong += [f"{r}: no release has it" for r in rows if r[3] and r[3] <= r[2]]

# Answers of an apiserver, which nobody writes; lists are read with their elements.
parts = {"APIGroup", "APIVersions", "DeleteOptions", "Status", "WatchEvent"}
statuses = text[text.index("let statuses") :]
said = {t: lines.split() for t, lines in re.findall(r"^  \"(\w+)\" = '''\n(.*?)^    '''$", statuses, re.M | re.S)}
api = open(f"{root}/stdlib/k8s/api.rcs").read()
types = {t: (a, k) for a, k, t in re.findall(r'@k8s\("([^"]*)", "([^"]*)"\)\n(?:@[^\n]*\n)*type (\w+)', api)}
found = {}
folder = os.path.join(os.environ.get("RCC_SHARED", f"{root}/../shared"), "k8s/openapi")
for minor in range(28, 37) if os.path.isdir(folder) else []:
    there = set()
    definitions = json.load(open(f"{folder}/v1.{minor}.json"))["definitions"]
    for definition in definitions.values():
        ref = definition.get("properties", {}).get("status", {}).get("$ref", "").split("/")[-1]
        for gvk in definition.get("x-kubernetes-group-version-kind", []):
            if gvk["kind"] not in parts and not gvk["kind"].endswith("List"):
                there.add(("/".join(filter(None, (gvk["group"], gvk["version"]))), gvk["kind"]))
            if ref:
                key = ("/".join(filter(None, (gvk["group"], gvk["version"]))), gvk["kind"])
                found.setdefault(key, set()).update(definitions[ref].get("properties", {}))
    served = {(a, k) for a, k, since, until in rows if since <= minor and (not until or until > minor)}
    wrong += [f"1.{minor} has {x}, and the table has not" for x in sorted(there - served)]
    wrong += [f"1.{minor} has no {x}, and the table has" for x in sorted(served - there)]
for t, key in types.items() if found else []:
    if said.get(t, []) != sorted(found.get(key, [])):
        wrong.append(f"a status of {t} has {sorted(found.get(key, []))}, and the table {said.get(t, [])}")
wrong += [f"{t} is no object" for t in said if t not in types]
print(*wrong, sep="\n")
sys.exit(bool(wrong))
EOF
then
	echo "ok scripts served"
else
	cat "$WORK/served"
	echo "not ok scripts served"
fi
