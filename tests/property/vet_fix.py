"""`rcc vet --fix` mends what it says and touches nothing else: vet_fix.py RCC FOLDER

Of each manifest: every fix that is offered removes what it is offered for when its edit is made alone; what --fix
changed are words on lines of which something was said; a second run changes nothing; and no secret is shown.
Prints `ok` or `not ok` for each manifest.
"""
import collections
import difflib
import glob
import json
import os
import re
import subprocess
import sys

# Every kind of fix, in every way in which YAML may write what is replaced.
WRITTEN = ["{}", '"{}"', "'{}'", "{}  # why", "&a {}", "!!str {}", "|-\n    {}", ">-\n    {}", "\n    {}"]
MADE = {
    "policy": "apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  containers: [{{name: a, image: 'nginx:1.29.1'}}]\n"
              "  restartPolicy: {}\n",
    "kind": "apiVersion: apps/v1\nkind: {}\nmetadata: {{name: a}}\n",
    "version": "apiVersion: {}\nkind: ConfigMap\nmetadata: {{name: a}}\n",
    "text": "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata:\n  a: {}\n",
    "number": "apiVersion: v1\nkind: Service\nmetadata: {{name: a}}\nspec:\n  ports: [{{port: 80}}]\n"
              "  healthCheckNodePort: {}\n",
}
WORDS = {"policy": ["never", "Alway"], "kind": ["Deploymnet", "Statefulset"], "version": ["app/v1", "V1"],
         "text": ["yes", "on", "1e3", "0x10", "8080", "null"], "number": ["30000"]}
KEYS = "apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\n{}: Opaque\nstringData: {{password: hunter2}}\n"


def said(rcc, path, *arguments):
    run = subprocess.run([rcc, "vet", path, "--diagnostics", "json", *arguments], capture_output=True, check=False)
    if run.returncode > 1:
        raise AssertionError(f"status {run.returncode} of {arguments}")
    return run.stdout.decode(), [json.loads(line) for line in run.stderr.splitlines() if line.startswith(b"{")]


def count(diagnostics):
    return collections.Counter((d["code"], d["message"]) for d in diagnostics)


def edited(text, edits):
    """Places count from 1, columns in code points."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    for e in sorted(edits, key=lambda e: (e["line"], e["column"]), reverse=True):
        beg = starts[e["line"] - 1] + e["column"] - 1
        end = starts[e["endLine"] - 1] + e["endColumn"] - 1
        text = text[:beg] + e["text"] + text[end:]
    return text


def each_fix(rcc, path, text, found):
    offered = [(d, fix) for d in found for fix in d["fixes"][:1]]
    for d, fix in offered:
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(edited(text, fix["edits"]))
        key = (d["code"], d["message"])
        if count(said(rcc, path)[1])[key] >= count(found)[key]:
            return f"{key} is still there after `{fix['title']}`"
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    return None


def changed_elsewhere(before, after, lines):
    if before.count("\n") != after.count("\n"):
        return "the number of lines changed"
    for number, (old, new) in enumerate(zip(before.split("\n"), after.split("\n")), 1):
        if old == new:
            continue
        parts = difflib.SequenceMatcher(None, re.split(r"(\W)", old), re.split(r"(\W)", new), False).get_opcodes()
        if number not in lines or sum(tag != "equal" for tag, *_ in parts) > 4 * lines[number]:
            return f"line {number} became {new!r}"
    return None


def problem(rcc, path, text):
    found = said(rcc, path)[1]
    wrong = each_fix(rcc, path, text, found)
    if wrong:
        return wrong
    out, rest = said(rcc, path, "--fix", "--json")
    notes = [json.loads(line) for line in out.splitlines() if line.startswith("{")]
    with open(path, encoding="utf-8", newline="") as file:
        after = file.read()
    if "hunter2" in said(rcc, path, "--fix", "--diff")[0] + json.dumps(rest):
        return "it shows a secret"
    lines = collections.Counter(note["line"] for note in notes if note["applied"])
    if bool(lines) != (after != text):
        return "what is told is not what was done"
    wrong = changed_elsewhere(text, after, lines)
    said(rcc, path, "--fix")
    with open(path, encoding="utf-8", newline="") as file:
        return wrong or (None if file.read() == after else "a second run changes more")


def manifests():
    for path in sorted(glob.glob("tests/vet/*.yaml") + glob.glob("tests/vet/*.json")):
        with open(path, "rb") as file:
            data = file.read()
        try:
            yield os.path.basename(path), data.decode()
        except UnicodeDecodeError:
            continue
    for path in sorted(glob.glob("docs/diagnostics/RCS07*.md")):
        with open(path, encoding="utf-8") as file:
            for number, block in enumerate(re.findall(r"```yaml[^\n]*\n(.*?)```", file.read(), re.S)):
                yield f"{os.path.basename(path)}-{number}.yaml", block
    for name, frame in MADE.items():
        for word in WORDS[name]:
            for number, form in enumerate(WRITTEN):
                yield f"{name}-{word.replace('/', '-')}-{number}.yaml", frame.format(form.format(word))
    for number, key in enumerate(["tpye", '"tpye"', "'tpye'", "&a tpye", "? tpye\n"]):
        yield f"key-{number}.yaml", KEYS.format(key)


def main():
    rcc, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    fixed = 0
    for name, text in manifests():
        path = os.path.join(folder, name)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        wrong = problem(rcc, path, text)
        with open(path, encoding="utf-8", newline="") as file:
            fixed += file.read() != text
        print(f"not ok vet-fix {name}: {wrong}" if wrong else f"ok vet-fix {name}")
    print("ok vet-fix mends many" if fixed > 40 else f"not ok vet-fix mends {fixed} alone")


main()
