"""Writes the examples of every library check as files: checks.py LIST FOLDER [PREFIX].

LIST is what `rcc explain --all --format json` printed: one object a line, with "failing" and
"fixed" for the checks of a library. Makes FOLDER/CODE/{failing,fixed}/stack.rcs and prints the
codes, one a line; those with PREFIX only. An example of a change has a line `# now`: what stands before it is before.rcs. The
compiler's own diagnostics are documented in files of their own.
"""
import json
import os
import sys


def write(path, text):
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def main(path, folder, prefix=""):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            check = json.loads(line)
            if "failing" not in check or not check["code"].startswith(prefix):
                continue
            for kind in ("failing", "fixed"):
                target = os.path.join(folder, check["code"], kind)
                os.makedirs(target)
                before, change, now = check[kind].partition("# now\n")
                if change:
                    write(os.path.join(target, "before.rcs"), before)
                write(os.path.join(target, "stack.rcs"), now if change else before)
            print(check["code"])


main(*sys.argv[1:])
