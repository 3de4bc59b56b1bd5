"""`rcc fix` ends well: fix-command.py RCC FOLDER... [-- ARGUMENT...]

Each folder holds a stack.rcs that does not compile. Afterwards no diagnostic has a fix that could still
be applied, but for those that the command refused, and no error is reported that hinders an earlier pass
than before. A second call changes nothing. Prints `ok` or `not ok` for each folder.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile


def call(rcc, folder, *words):
    return subprocess.run([rcc, *words], cwd=folder, text=True, capture_output=True, check=False)


def diagnostics(rcc, folder, arguments):
    result = call(rcc, folder, "check", "stack.rcs", "--diagnostics", "json", *arguments)
    return [json.loads(line) for line in result.stderr.splitlines() if line.startswith("{")]


def stage(diagnostic):
    """The pass that reports a code, as compiler/fix/findings.c has it."""
    code = diagnostic["code"]
    return [0, 1, 2, 2, 3, 4, 5][int(code[4])] if code.startswith("RCS0") else 4


def errors(found):
    return [d for d in found if d["severity"] == "error"]


def texts(folder):
    result = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                result[path] = file.read()
    return result


def problem(rcc, folder, arguments):
    """What is wrong in a copy of the folder after its fixes, or None."""
    before = diagnostics(rcc, folder, arguments)
    fixed = call(rcc, folder, "fix", "stack.rcs", *arguments)
    if fixed.returncode not in (0, 1, 3):
        return f"status {fixed.returncode}\n{fixed.stderr}"
    after = diagnostics(rcc, folder, arguments)
    if "not fixed" not in fixed.stdout and any(d["fixes"] for d in after):
        return f"there is something left to fix\n{fixed.stdout}{fixed.stderr}"
    first = min(map(stage, errors(before)), default=9)
    caused = {d["code"] for d in errors(after) if stage(d) <= first} - {d["code"] for d in before}
    if caused:
        return f"{caused} came\n{fixed.stdout}{fixed.stderr}"
    state = texts(folder)
    again = call(rcc, folder, "fix", "stack.rcs", *arguments)
    return None if texts(folder) == state else f"a second call changes files\n{again.stdout}"


def main():
    split = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    rcc, arguments = sys.argv[1], sys.argv[split + 1:]
    for folder in sys.argv[2:split]:
        with tempfile.TemporaryDirectory() as copy:
            shutil.copytree(folder, copy, dirs_exist_ok=True)
            wrong = problem(rcc, copy, arguments)
        if wrong:
            print(f"{folder}: {wrong}")
        print(f"{'not ok' if wrong else 'ok'} {os.path.basename(folder)}: rcc fix ends well")


main()
