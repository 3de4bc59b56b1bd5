"""Stacks that are almost the same, one wrong and one right, and what is expected of each.

    == title
    -- RCS3001            the errors and warnings that are expected; or `-- accepted`
    text of the stack
    => assertion          on what comes out; only tests/failures has these

A line that ends in `#!` holds the primary span of a diagnostic, one that ends in `#^` another label;
all of them must be found, and no label elsewhere. `-- file NAME` begins another file of the project; before.rcs
is what was made before, and the stack is compiled over it.
"""
import json
import os
import subprocess

STACK = "stack.rcs"
BEFORE = "before.rcs"


class Case:
    """A project of a few files, the codes that it gets, and assertions on its output."""

    def __init__(self, title):
        self.title, self.codes, self.assertions = title, [], []
        self.lines = []
        self.files = {STACK: self.lines}

    def read(self, line):
        if line.startswith("-- file "):
            self.lines = self.files[line[8:]] = []
        elif line.startswith("-- "):
            self.codes = [] if line == "-- accepted" else line[3:].split()
        elif line.startswith("=> "):
            self.assertions.append(line[3:])
        else:
            self.lines.append(line)


def read_cases(path):
    """The lines before the first case, and the cases."""
    head, cases = [], []
    with open(path, encoding="utf-8") as source:
        for line in source.read().splitlines():
            if line.startswith("== "):
                cases.append(Case(line[3:]))
            elif cases:
                cases[-1].read(line)
            else:
                head.append(line)
    return head, cases


def marked(files, mark):
    return {(name, i + 1) for name, lines in files.items() for i, line in enumerate(lines) if line.endswith(mark)}


def write_files(folder, files):
    for name, lines in files.items():
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        with open(os.path.join(folder, name), "w", encoding="utf-8") as out:
            out.write("\n".join(lines) + "\n")


def compile_case(rcc, folder, files):
    """The exit status, and the errors and warnings."""
    write_files(folder, files)
    command = [rcc, "check", STACK]
    if BEFORE in files:
        subprocess.run([rcc, BEFORE, "-o", "out"], cwd=folder, capture_output=True, timeout=60, check=True)
        command = [rcc, STACK, "-o", "out"]
    run = subprocess.run(command + ["--diagnostics", "json"], cwd=folder, capture_output=True, text=True,
                         timeout=60, check=False)
    found = [json.loads(line) for line in run.stderr.splitlines() if line.startswith("{")]
    return run.returncode, [d for d in found if d["severity"] != "note"]


def unexpected(codes, files, status, found):
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


def problem_of(rcc, folder, case):
    """What is wrong with the diagnostics of a case or with their fixes, or None."""
    status, found = compile_case(rcc, folder, case.files)
    return unexpected(case.codes, case.files, status, found) or bad_fix(rcc, folder, case.files, found)
