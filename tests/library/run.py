"""Runs pairs of stacks that are almost the same: run.py RCC FOLDER FILE.cases...

    == title
    -- RCS3001            the errors and warnings that are expected; or `-- accepted`
    text of the stack

A line that ends in `#!` holds the primary span of a diagnostic, one that ends in `#^` another label;
all of them must be found, and no label elsewhere. `-- file NAME` begins another file of the project.
Every fix that is offered is applied, and has to do away with what it is offered for.
"""
import json
import os
import subprocess
import sys

STACK = "stack.rcs"


def read_cases(path):
    """Yields (title, expected codes, {file: lines})."""
    title, codes, files, lines = None, [], {}, None
    with open(path, encoding="utf-8") as source:
        for line in source.read().splitlines():
            if line.startswith("== "):
                if title:
                    yield title, codes, files
                title, codes, lines = line[3:], [], []
                files = {STACK: lines}
            elif line.startswith("-- file "):
                lines = files[line[8:]] = []
            elif line.startswith("-- "):
                codes = [] if line == "-- accepted" else line[3:].split()
            elif lines is not None:
                lines.append(line)
    if title:
        yield title, codes, files


def marked(files, mark):
    return {(name, i + 1) for name, lines in files.items() for i, line in enumerate(lines) if line.endswith(mark)}


def compile_case(rcc, folder, files):
    for name, lines in files.items():
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
            out.write("\n".join(lines) + "\n")
    run = subprocess.run([rcc, "check", "--diagnostics", "json", STACK], cwd=folder, capture_output=True,
                         text=True, timeout=60, check=False)
    found = [json.loads(line) for line in run.stderr.splitlines() if line.startswith("{")]
    return run.returncode, [d for d in found if d["severity"] != "note"]


def problem_of(codes, files, status, found):
    """What is not as expected, or None."""
    errors = [d for d in found if d["severity"] == "error"]
    if sorted(d["code"] for d in found) != sorted(codes):
        return f"expected {codes}, found {[d['code'] + ' ' + d['message'] for d in found]}"
    if status != (1 if errors else 0):
        return f"exit status {status}"
    primary = {(d["file"], d["line"]) for d in found}
    labels = {(label["file"], label["line"]) for d in found for label in d["labels"]} - primary
    if primary != marked(files, "#!"):
        return f"primary spans on {sorted(primary)}, expected {sorted(marked(files, '#!'))}"
    labels = {place for place in labels if place[0] in files}
    if labels != marked(files, "#^"):
        return f"labels on {sorted(labels)}, expected {sorted(marked(files, '#^'))}"
    return None


def edited(files, edits):
    """The files after the edits of a fix; columns count from 1."""
    result = {name: list(lines) for name, lines in files.items()}
    for edit in sorted(edits, key=lambda e: (e["line"], e["column"]), reverse=True):
        lines = result[edit["file"]]
        first, last = edit["line"] - 1, edit["endLine"] - 1
        text = lines[first][:edit["column"] - 1] + edit["text"] + lines[last][edit["endColumn"] - 1:]
        lines[first:last + 1] = text.split("\n")
    return result


def bad_fix(rcc, folder, files, found):
    """Why the fixes of a case do not help, or None."""
    for i, diagnostic in enumerate(found):
        for j, fix in enumerate(diagnostic["fixes"]):
            after = edited(files, fix["edits"])
            _, left = compile_case(rcc, f"{folder}-fix-{i}-{j}", after)
            if [d for d in left if d["severity"] == "error" or d["code"] == diagnostic["code"]]:
                return f"after the fix `{fix['title']}`: {[d['code'] + ' ' + d['message'] for d in left]}"
    return None


def main(rcc, folder, *paths):
    number = 0
    for path in paths:
        for title, codes, files in read_cases(path):
            number += 1
            place = os.path.join(folder, str(number))
            status, found = compile_case(rcc, place, files)
            problem = problem_of(codes, files, status, found) or bad_fix(rcc, place, files, found)
            print(f"{'not ok' if problem else 'ok'} near-miss {os.path.basename(path)}: {title}")
            if problem:
                print(f"  {problem}")
    if number == 0:
        print("not ok near-miss: no case was found")


main(*sys.argv[1:])
