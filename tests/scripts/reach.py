"""Whether the fixed example of every check reaches its condition: reach.py RCC STDLIB LIST FOLDER [CODE...].

LIST is what `rcc explain --all --format json` printed. A fixed example lacks the code of its check; that alone a check
would pass that never looks. So each condition is made false in a copy of the library, one check after the other: now the
fixed example has to fail with the code. A loop over findings has none to ask there; then the loop has to be reached.
"""
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys

# What is asked of values that a function has found wrong already, or of a change that a correct stack does not make: here it
# is enough that they are looked for.
FOUND = {
    "RCS3121", "RCS3132", "RCS3615", "RCS3729", "RCS3732", "RCS4006", "RCS4010", "RCS4300", "RCS4301", "RCS4307",
    "RCS4400", "RCS4422", "RCS4887",
}
# Of a kind that nobody should write any more, the fixed example has no object: it is the failing one that gets there.
GONE = {"RCS4932"}
STATEMENT = re.compile(r"\s*(error|warning|note|let|require|given|at|because|help|fix|if|for|explain|failing|\}|#)\b|\s*\}|\s*#")
FINDINGS = re.compile(r"\s*for (\w+)(?:, \w+)? in ")


def check_of(lines, code):
    """The lines of the check with this code: from its head to its explanation."""
    report = next(i for i, line in enumerate(lines) if re.match(rf"\s*(error|warning|note) {code} ", line))
    first = max(i for i in range(report) if lines[i].startswith("check "))
    last = next(i for i in range(report, len(lines)) if lines[i].startswith("  explain "))
    return first, last


def end_of(lines, i):
    """Behind the expression that begins in line i."""
    open_brackets = 0
    while True:
        open_brackets += len(re.findall(r"[(\[{]", lines[i])) - len(re.findall(r"[)\]}]", lines[i]))
        i += 1
        if open_brackets == 0 and STATEMENT.match(lines[i]):
            return i


def finder_of(lines, i, code):
    """The statement that looks for what the condition in line i is asked of: a loop over findings, which the condition
    ends; none if the condition itself is what is asked."""
    asked = re.match(r'\s*require (\w+)(?:\.\w+)? == ""$', lines[i])
    start = i
    while (asked or code in FOUND) and not lines[start].startswith("check "):
        loop = FINDINGS.match(lines[start])
        if asked and loop and loop.group(1) == asked.group(1):
            return start
        if code in FOUND and re.match("  (for|if) ", lines[start]):
            return start
        start -= 1
    return None


def broken(text, code):
    """The module with conditions of the check that never hold."""
    lines = text.split("\n")
    first, last = check_of(lines, code)
    out, i, insert = lines[:first], first, {}
    for k in range(first, last):
        start = finder_of(lines, k, code) if re.match(r"\s*require ", lines[k]) else None
        if start is not None:
            indent = lines[start][: len(lines[start]) - len(lines[start].lstrip())]
            insert[start] = [f"{indent}require 1 == 2", f'{indent}error {code} "reached"', f'{indent}because "it is"']
    while i < last:
        out += insert.get(i, [])
        if re.match(r"\s*require ", lines[i]) and finder_of(lines, i, code) is None:
            end = end_of(lines, i)
            head, rest = lines[i].split("require ", 1)
            condition = "\n".join([rest] + lines[i + 1 : end])
            out.append(f"{head}require ({condition}) and not ({condition})")
            i = end
        else:
            out.append(lines[i])
            i += 1
    return "\n".join(out + lines[last:])


def modules(stdlib):
    """Where each code is reported: {code: path}."""
    found = {}
    for folder, _, names in os.walk(stdlib):
        for name in sorted(names):
            if name.endswith(".rcs"):
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as f:
                    for code in re.findall(r"^\s*(?:error|warning|note) (RCS\d+) ", f.read(), re.M):
                        found[code] = os.path.relpath(path, stdlib)
    return found


def with_module(stdlib, folder, module, text):
    """A library of links to another one, but for one module."""
    for place, folders, names in os.walk(stdlib):
        inside = os.path.join(folder, os.path.relpath(place, stdlib))
        os.makedirs(inside, exist_ok=True)
        for name in names:
            os.symlink(os.path.join(place, name), os.path.join(inside, name))
    path = os.path.join(folder, module)
    os.remove(path)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def reached(rcc, stdlib, module, check, folder):
    with open(os.path.join(stdlib, module), encoding="utf-8") as f:
        text = broken(f.read(), check["code"])
    library, case = os.path.join(folder, "stdlib"), os.path.join(folder, "case")
    with_module(stdlib, library, module, text)
    os.makedirs(case)
    before, change, now = check["failing" if check["code"] in GONE else "fixed"].partition("# now\n")
    with open(os.path.join(case, "stack.rcs"), "w", encoding="utf-8") as f:
        f.write(now if change else before)
    if change:
        with open(os.path.join(case, "before.rcs"), "w", encoding="utf-8") as f:
            f.write(before)
        subprocess.run([rcc, "before.rcs", "-o", "out"], cwd=case, capture_output=True, check=False)
    run = subprocess.run(
        [rcc, "stack.rcs", "-o", "out", "--stdlib", library, "--diagnostics", "json"],
        cwd=case, capture_output=True, text=True, check=False)
    shutil.rmtree(library)
    codes = [json.loads(line)["code"] for line in (run.stdout + run.stderr).split("\n") if line.startswith('{"code"')]
    return check["code"] in codes, sorted(set(codes))


def main(rcc, stdlib, topics, folder, *codes):
    with open(topics, encoding="utf-8") as lines:
        checks = [c for c in map(json.loads, lines) if "fixed" in c and (not codes or c["code"] in codes)]
    where = modules(stdlib)
    checks = [c for c in checks if c["code"] in where]

    def one(check):
        return check, reached(rcc, stdlib, where[check["code"]], check, os.path.join(folder, check["code"]))

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for check, (looked, others) in pool.map(one, checks):
            if looked:
                print(f"ok the fixed example of {check['code']} reaches its condition")
            else:
                print(f"  with a condition that never holds the codes are {' '.join(others) or 'none'}")
                print(f"not ok the fixed example of {check['code']} reaches its condition")


main(*sys.argv[1:])
