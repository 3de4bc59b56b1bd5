#!/usr/bin/env python3
"""Reads YAML with every reader that an operator may have, and compares what they found.

    readers.py --build DIR OUTDIR...    every *.yaml of the folders
    readers.py --build DIR --self-test  proves that ambiguous and broken texts are caught

DIR is where tests/validate/setup.sh put the readers. PyYAML follows YAML 1.1, js-yaml and the libyaml reader 1.2,
the libraries for Go something between: a scalar that one takes for a string and another for a number is an error.
Exit status: 0 all agree, 1 they do not, 2 wrong usage.
"""
import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def readers(build):
    """Commands that print one line of JSON for each file they are given."""
    return {
        "libyaml": [f"{build}/libyaml"],
        "PyYAML": [sys.executable, f"{HERE}/readers/pyyaml.py"],
        "go-yaml v2": [f"{build}/go", "v2"],
        "go-yaml v3": [f"{build}/go", "v3"],
        "sigs.k8s.io/yaml": [f"{build}/go", "sigs"],
        "js-yaml": ["node", f"{build}/js/reader.js"],
    }


def canonical(value):
    """Text that is equal for equal values only: True is not 1, and 1.0 is 1 as JavaScript has it."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(k)}:{canonical(v)}" for k, v in sorted(value.items())) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value)


def difference(a, b, path="$"):
    """Where two documents first differ, for the message."""
    if isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys():
        pairs = ((a[k], b[k], f"{path}.{k}") for k in sorted(a))
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        pairs = ((x, y, f"{path}[{i}]") for i, (x, y) in enumerate(zip(a, b)))
    else:
        return f"{path}: {json.dumps(a)[:120]} or {json.dumps(b)[:120]}"
    for x, y, where in pairs:
        if canonical(x) != canonical(y):
            return difference(x, y, where)
    return path


def read_all(command, paths):
    """What a reader finds in each file; a sentence for those that it refuses."""
    done = subprocess.run(command + paths, capture_output=True, text=True)
    lines = done.stdout.splitlines()
    if done.returncode == 0 and len(lines) == len(paths):
        return [json.loads(line) for line in lines]
    if len(paths) == 1:
        return [f"refused: {done.stderr.strip()[-300:]}"]
    return [read_all(command, [path])[0] for path in paths]


def compare(commands, paths):
    """Sentences on the files about which the readers do not agree, or that one refuses."""
    found = {name: read_all(command, paths) for name, command in commands.items()}
    problems = []
    for i, path in enumerate(paths):
        first = next(iter(found))
        for name, results in found.items():
            if isinstance(results[i], str):
                problems.append(f"{path}: {name} {results[i]}")
            elif isinstance(found[first][i], list) and canonical(results[i]) != canonical(found[first][i]):
                problems.append(f"{path}: {first} and {name} differ at {difference(found[first][i], results[i])}")
    return problems


GOOD = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: web
data:
  quoted: "yes"
  script: |
    #!/bin/sh
    echo "ü $x"
  empty: ""
list: [1, -2, 0.5, true, null, "1", plain text]
---
second: {}
"""
BAD = {
    "a word that YAML 1.1 takes for a boolean": "a: yes\n",
    "a number of YAML 1.1 in base 60": "a: 12:30:45\n",
    "an octal number of YAML 1.1": "a: 0755\n",
    "an octal number of YAML 1.2": "a: 0o755\n",
    "a number with underscores": "a: 1_000\n",
    "a date": "a: 2001-01-01\n",
    "a key that is a boolean": "no: 1\n",
    "infinity": "a: .inf\n",
    "a merge key": "a: &x {b: 1}\nc: {<<: *x}\n",
    "a text that is no YAML": "a: [1\n",
    "a key that stands twice": "a: 1\na: 2\n",
}


def self_test(commands):
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.yaml"

        def expect(text, caught, label):
            nonlocal failed
            path.write_text(text, encoding="utf-8")
            problems = compare(commands, [str(path)])
            held = bool(problems) == caught
            failed += not held
            print(f"{'ok' if held else 'not ok'} readers: {label}")
            if not held:
                print("\n".join(problems))

        expect(GOOD, False, "what all read alike passes")
        for label, text in BAD.items():
            expect(text, True, f"{label} is caught")
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", required=True, help="folder of the readers")
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("folders", nargs="*", metavar="OUTDIR")
    options = parser.parse_args()
    if not options.folders and not options.self_test:
        parser.error("nothing to read")
    commands = readers(options.build)
    failed = self_test(commands) if options.self_test else 0
    for folder in options.folders:
        paths = [str(p) for p in sorted(Path(folder).rglob("*.yaml"))]
        problems = compare(commands, paths) if paths else [f"{folder}: no file"]
        for problem in problems:
            print(problem)
        failed += len(problems)
        print(f"{'not ok' if problems else 'ok'} readers: {folder}, {len(paths)} files")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
