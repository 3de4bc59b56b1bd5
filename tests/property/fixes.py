"""Every fix repairs what it is offered for: fixes.py RCC FOLDER... [-- ARGUMENT...]

Each folder holds a stack.rcs that does not compile. Every fix of every diagnostic is applied to a
copy; the next compile must report this code less often, must still understand the text, and must have
nothing to refuse in the lines that were written, but that a block needs more fields.
Prints `ok` or `not ok` for each fix.
"""
import collections
import json
import os
import shutil
import subprocess
import sys
import tempfile

MISSING_FIELD = "RCS0302"


def diagnostics(rcc, folder, arguments):
    result = subprocess.run([rcc, "check", "stack.rcs", "--diagnostics", "json", *arguments], cwd=folder,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    return [json.loads(line) for line in result.stderr.splitlines() if line.startswith("{")]


def offset(lines, line, column):
    """Where a place of a diagnostic is in the text; places count from 1, columns in code points."""
    return sum(len(text) for text in lines[:line - 1]) + column - 1


def apply_edits(folder, edits):
    """Replaces from the end of each file to its start, so that earlier places stay right."""
    for edit in sorted(edits, key=lambda e: (e["file"], e["line"], e["column"]), reverse=True):
        path = os.path.join(folder, edit["file"])
        with open(path, encoding="utf-8", newline="") as file:
            text = file.read()
        lines = text.splitlines(keepends=True)
        beg = offset(lines, edit["line"], edit["column"])
        end = offset(lines, edit["endLine"], edit["endColumn"])
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text[:beg] + edit["text"] + text[end:])


def problem(rcc, folder, arguments, before, code, fix):
    """What is wrong after the fix, or None."""
    with tempfile.TemporaryDirectory() as copy:
        shutil.copytree(folder, copy, dirs_exist_ok=True)
        try:
            apply_edits(copy, fix["edits"])
        except OSError as error:
            return str(error)
        found = diagnostics(rcc, copy, arguments)
        after = collections.Counter(d["code"] for d in found)
    if after[code] >= before[code]:
        return f"{code} is reported {after[code]} times, {before[code]} times before"
    if any(c.startswith("RCS01") and after[c] > before[c] for c in after):
        return "the text is broken now: " + ", ".join(after)
    written = {(e["file"], line) for e in fix["edits"] if e["text"]
               for line in range(e["line"], e["line"] + e["text"].count("\n") + 1)}
    for d in found:  # what stands in an example for a certificate is none
        if "certificate" in d["message"] or d["code"] == MISSING_FIELD:
            continue
        if d["severity"] == "error" and not before[d["code"]] and (d["file"], d["line"]) in written:
            return f"what is written is refused: {d['code']} {d['message']}"
    return None


def main():
    split = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    rcc, arguments = sys.argv[1], sys.argv[split + 1:]
    for folder in sys.argv[2:split]:
        found = diagnostics(rcc, folder, arguments)
        before = collections.Counter(d["code"] for d in found)
        for d in found:
            for fix in d["fixes"]:
                wrong = problem(rcc, folder, arguments, before, d["code"], fix)
                if wrong:
                    print(f"{folder}: {wrong}\n{json.dumps(fix['edits'], ensure_ascii=False)}")
                print(f"{'not ok' if wrong else 'ok'} fix of {d['code']}: {fix['title']}")


main()
