"""What rcc says of a change, without line numbers of generated files: said.py RCC FOLDER.

FOLDER is a copy of a case: `before.rcs`, `stack.rcs`, perhaps `arguments`. The first is compiled into out/, then the
second over it. The file `apiserver` of a case, which is not read here, says in its first line what a real one says to
the second set after the first: `accepts` or `refuses KIND/NAME`; a second line tells what that needs. Prints errors and what is told of changes, whether the old set was left alone, and what `rcc diff` tells of each object.
"""
import json
import os
import re
import subprocess
import sys


OF_CHANGES = ("RCS08", "RCS3035", "RCS37", "RCS392")


def run(*args):
    return subprocess.run(args, capture_output=True, text=True, check=False)


def arguments():
    if not os.path.exists("arguments"):
        return []
    with open("arguments", encoding="utf-8") as file:
        return file.read().split()


def place(label):
    if label["file"] is None:
        return "nowhere"
    if label["file"].startswith("out/"):
        return label["file"]
    return f"{label['file']}:{label['line']}:{label['column']}"


def show(diagnostic):
    print(f"{diagnostic['severity']} {diagnostic['code']}: {diagnostic['message']}")
    for label in diagnostic["labels"]:
        print(f"  at {place(label)}: {label['text']}")
    for kind in ("because", "help"):
        for text in diagnostic[kind]:
            print(f"  {kind}: {text}")


def files():
    return {name: open(os.path.join("out", name), "rb").read() for name in sorted(os.listdir("out"))}


def without_hashes(text):
    return re.sub(r"-[0-9a-f]{10}\b", "-HASH", text)


def main(rcc, folder):
    os.chdir(folder)
    first = run(rcc, "before.rcs", "-o", "out")
    if first.returncode:
        sys.exit(f"before.rcs does not compile:\n{first.stderr}")
    before = files()
    differences = run(rcc, "diff", "out", "stack.rcs")
    second = run(rcc, "stack.rcs", "-o", "out", "--diagnostics", "json", *arguments())
    for line in second.stderr.splitlines():
        diagnostic = json.loads(line)
        if diagnostic["severity"] == "error" or diagnostic["code"].startswith(OF_CHANGES):
            show(diagnostic)
    print("refused" if second.returncode else "written")
    if second.returncode and files() != before:
        print("but the old set was touched")
    if not second.returncode and run(rcc, "diff", "out", "stack.rcs").returncode:
        print("but the new set is not there")
    for line in differences.stdout.splitlines():
        if line and line[0] in "+-~0123456789":
            print(without_hashes(line))


main(*sys.argv[1:])
