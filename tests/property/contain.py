"""One error hides nothing and brings nothing else: contain.py RCC FOLDER STACK... [-- ARGUMENT...].

Each entry of each file beside a STACK that is right gets an error, by turns: a value that nobody knows, a field that
nobody knows, a list for a value. What is said then may be about that place alone: no check may judge what the error
leaves unknown. A STACK with errors gets one more, elsewhere: all that was said before is still said.
"""
import json
import os
import re
import shutil
import subprocess
import sys

ENTRY = re.compile(r'(?<![\w."?])([a-z_]\w*)( *= *)([\w.]+|"[^"$]*")(?= *(?:$|[,}#]))', re.M)
NOBODY = "nobody_knows_this"
# What a record lacks is told, and what was not asked.
FOLLOWS = {"RCS0302", "RCS0501"}


def said(rcc, path):
    run = subprocess.run([rcc[0], "check", path, "--diagnostics", "json", *rcc[1:]], capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1):
        sys.exit(f"not ok contain: {path} ends with {run.returncode}: {run.stderr}")
    return [json.loads(line) for line in run.stderr.splitlines()]


def places(diagnostic):
    return {(label["file"], label["line"]) for label in diagnostic["labels"]}


def changes(text):
    for number, match in enumerate(ENTRY.finditer(text)):
        name, equals, value = match.groups()
        errors = (f"{name}{equals}{NOBODY}", f"{NOBODY}{equals}{value}", f"{name}{equals}[[{value}]]")
        yield match, text[:match.start()] + errors[number % len(errors)] + text[match.end():]


def judge(rcc, stack, file, text, before):
    """The changes of a file after which something else is said, and how many there are."""
    wrong, n = [], 0
    known = {(d["code"], d["message"]) for d in before}
    for match, changed in changes(text):
        n += 1
        with open(file, "w", encoding="utf-8") as out:
            out.write(changed)
        line = text.count("\n", 0, match.start()) + 1
        other = [d for d in said(rcc, stack) if d["code"] not in FOLLOWS and (d["code"], d["message"]) not in known
                 and not any(at == line and os.path.basename(name or "") == os.path.basename(file) for name, at in places(d))]
        if other:
            entry = changed.splitlines()[line - 1].strip()
            wrong.append(f"{file}:{line}: `{entry}`: " + "; ".join(f"{d['code']} {d['message']}" for d in other))
    with open(file, "w", encoding="utf-8") as out:
        out.write(text)
    return wrong, n


def hidden(rcc, stack, before):
    """What is not said any more of a stack with errors once there is one more."""
    with open(stack, "a", encoding="utf-8") as file:
        file.write(f"\nlet one_more = {NOBODY}\n")
    after = {(d["code"], d["message"]) for d in said(rcc, stack)}
    return sorted({d["code"] for d in before if d["severity"] != "note" and (d["code"], d["message"]) not in after})


def judge_folder(rcc, stack, before):
    wrong, total = [], 0
    for root, _, names in os.walk(os.path.dirname(stack)):
        for name in names:
            path = os.path.join(root, name)
            if not name.endswith(".rcs") or root == os.path.dirname(stack) and path != stack:
                continue
            with open(path, encoding="utf-8") as source:
                more, n = judge(rcc, stack, path, source.read(), before)
            wrong += more
            total += n
    return wrong, total


def main(program, work, *arguments):
    at = arguments.index("--") if "--" in arguments else len(arguments)
    rcc, made, hiding, kept = (program, *arguments[at + 1:]), 0, [], 0
    for number, path in enumerate(arguments[:at]):
        folder = os.path.join(work, str(number))
        shutil.copytree(os.path.dirname(path), folder)
        stack = os.path.join(folder, os.path.basename(path))
        before = said(rcc, stack)
        if any(d["severity"] == "error" for d in before):
            gone = hidden(rcc, stack, before)
            hiding += [f"{path}: {' '.join(gone)}"] * bool(gone)
            kept += not gone
            continue
        wrong, n = judge_folder(rcc, stack, before)
        made += n
        print("\n".join(wrong + [f"{'not ok' if wrong else 'ok'} contain: an error in {path} brings nothing else"]))
    if hiding or kept:
        print("\n".join(hiding + [f"{'not ok' if hiding else 'ok'} contain: one more error hides nothing of {kept} stacks"]))
    if made:
        print(f"{'ok' if made > 100 else 'not ok'} contain: {made} errors were made")


main(*sys.argv[1:])
