"""Does what a Markdown text tells its reader to do, and compares: tour.py TEXT RCC FOLDER [--bless]

In order of the text: a fenced block with a file's name (```rcs stack.rcs) is written as that file
below FOLDER, and each line `$ COMMAND` of a ```console block is run there by sh, with rcc on the
PATH. What it prints, on both streams, has to be the lines that follow it. With --bless they are
rewritten. Prints a line `ok NAME` or `not ok NAME` for each command.
"""
import difflib
import os
import pathlib
import re
import subprocess
import sys

FENCE = re.compile(r"^```(\w+)(?: (\S+))?$")


def blocks(lines):
    """Yields (first, end, language, file) for the lines inside of each fenced block."""
    first = None
    for i, line in enumerate(lines):
        opened = FENCE.match(line)
        if first is None and opened:
            first, language, file = i + 1, opened[1], opened[2]
        elif line == "```":
            yield first, i, language, file
            first = None


def commands(lines):
    """Splits a console block into (command, expected lines)."""
    found = []
    for line in lines:
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


class Reader:
    def __init__(self, rcc, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.environment = {
            "PATH": os.pathsep.join([os.path.dirname(rcc), os.environ["PATH"]]),
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "TERM": "dumb",
        }

    def write(self, name, lines):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")

    def run(self, command):
        done = subprocess.run(
            ["sh", "-c", command], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=False)
        return done.stdout.decode("utf-8").rstrip("\n").split("\n") if done.stdout else []


def tell(command, expected, got):
    if expected == got:
        print(f"ok tour: {command}")
    else:
        print("\n".join(difflib.unified_diff(expected, got, "told", "given", lineterm="")))
        print(f"not ok tour: {command}")


def main(text, rcc, folder, bless=None):
    path = pathlib.Path(text)
    lines = path.read_text(encoding="utf-8").split("\n")
    reader, new, copied, told = Reader(rcc, folder), [], 0, 0
    for first, end, language, file in blocks(lines):
        new += lines[copied:first]
        copied = first
        if file:
            reader.write(file, lines[first:end])
        elif language == "console":
            for command, expected in commands(lines[first:end]):
                got = reader.run(command)
                new += ["$ " + command, *got]
                tell(command, got if bless else expected, got)
                told += 1
            copied = end
    if not told:
        print(f"not ok tour: {text} has no command")
    if bless:
        path.write_text("\n".join(new + lines[copied:]), encoding="utf-8")


main(*sys.argv[1:])
