"""The table of known failures: run.py RCC FOLDER, or run.py --table.

One file for each row. Its head says what people did and where it was seen:

    row F01: members that never share a node, on too few nodes
    seen: helm/charts#14138

Then come cases as tests/library/cases.py tells. A row is answered by a diagnostic, and then a case next to it has to
be accepted without it, or by assertions on what an accepted stack gives:

    => Deployment/chat-chat spec.strategy.type = "Recreate"      a JSON value
    => Deployment/chat-chat spec.replicas absent
    => ConfigMap/chat-backup data."backup.sh" ~ mv .*rm          a pattern
    => */* pod.tolerations[key=db] present                       every object that has a pod
    => no Secret/*                                               there is none
    => report ~ 1 of them down                                   what `check` tells
    => yaml ~ "3600"                                             the text of the objects

`pod` is the pod's spec, wherever the kind has it.
"""
import fnmatch
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, os.pardir, "library"))

from cases import STACK, problem_of, read_cases, write_files  # noqa: E402

# The rows of each part, by number.
ROWS = {
    "placement": range(1, 27), "database": range(30, 66), "server": range(70, 119), "uploads": range(120, 136),
    "backup": range(140, 161), "platform": range(170, 186), "values": range(190, 205),
}
STEP = re.compile(r'"([^"]+)"|\[(\w+)=([^\]]+)\]|\[(\d+)\]|([^.\["]+)')
NOTHING = object()


class Row:
    """One file of the table."""

    def __init__(self, path):
        self.name = os.path.basename(path)[:-len(".case")]
        head, self.cases = read_cases(path)
        fields = dict(line.split(": ", 1) for line in head if line)
        self.fields = fields
        self.id, self.title = next(((key[4:], text) for key, text in fields.items() if key.startswith("row ")), ("", ""))

    def codes(self):
        return sorted({code for case in self.cases for code in case.codes})

    def answer(self):
        return ", ".join(self.codes() + (["the output"] if any(case.assertions for case in self.cases) else []))

    def mistake(self):
        """What is wrong with the file itself, or None."""
        if not self.id or not self.name.startswith(self.id + "-") or "seen" not in self.fields:
            return "the head has no `row`, no `seen`, or another row than the name of the file"
        if not self.answer():
            return "no case has a code or an assertion"
        elif not any(set(self.codes()) - set(case.codes) == set(self.codes()) for case in self.cases):
            return "no case is accepted"
        return None


def steps(path):
    """A function for each step of a path."""
    for quoted, key, wanted, index, name in STEP.findall(path):
        if key:
            yield lambda v, k=key, w=wanted: next((x for x in v if str(x.get(k)) == w), NOTHING)
        elif index:
            yield lambda v, i=int(index): v[i] if i < len(v) else NOTHING
        else:
            yield lambda v, n=quoted or name: v.get(n, NOTHING) if isinstance(v, dict) else NOTHING


def pod_of(item):
    spec = item.get("spec", {})
    spec = spec.get("jobTemplate", {}).get("spec", {}) if item["kind"] == "CronJob" else spec
    return spec.get("template", {}).get("spec", NOTHING) if item["kind"] in PODS else NOTHING


PODS = ("CronJob", "Deployment", "Job", "StatefulSet")


def value_at(item, path):
    value = item
    if path.split(".", 1)[0] == "pod":
        value, path = pod_of(item), path[len("pod."):]
    for step in steps(path):
        if value is not NOTHING:
            value = step(value)
    return value


def holds(value, test, wanted):
    if test in ("absent", "present"):
        return (value is NOTHING) == (test == "absent")
    if value is NOTHING:
        return False
    if test == "=":
        return value == json.loads(wanted)
    return re.search(wanted, value if isinstance(value, str) else json.dumps(value), re.DOTALL) is not None


class Output:
    """What an accepted stack gives: its objects, their text, and the sentences of `check`."""

    def __init__(self, rcc, folder, files):
        write_files(folder, files)
        self.folder, self.rcc = folder, rcc
        self.items = json.loads(self.run("build", STACK, "-o", "-", "--format", "json"))["items"]

    def run(self, *args):
        return subprocess.run([self.rcc, *args], cwd=self.folder, capture_output=True, text=True, timeout=60,
                              check=False).stdout

    def text(self, what):
        return self.run("check", STACK) if what == "report" else self.run("build", STACK, "-o", "-")

    def chosen(self, pattern):
        """The objects that match KIND/NAME; those without a pod do not match `*/*`."""
        named = [item for item in self.items
                 if fnmatch.fnmatchcase(f"{item['kind']}/{item['metadata']['name']}", pattern)]
        return [item for item in named if item["kind"] in PODS] if pattern == "*/*" else named

    def fails(self, assertion):
        """Whether an assertion does not hold."""
        first, rest = assertion.split(" ", 1)
        if first in ("report", "yaml"):
            return not holds(self.text(first), "~", rest[len("~ "):])
        if first == "no":
            return bool(self.chosen(rest))
        path, test, *wanted = rest.split(" ", 2)
        items = self.chosen(first)
        return not items or not all(holds(value_at(item, path), test, "".join(wanted)) for item in items)


def problem_of_row(rcc, folder, row):
    for i, case in enumerate(row.cases):
        place = os.path.join(folder, row.name, str(i))
        problem = problem_of(rcc, place, case)
        if problem:
            return f"{case.title}: {problem}"
        output = Output(rcc, place, case.files) if case.assertions else None
        for assertion in case.assertions:
            if output.fails(assertion):
                return f"{case.title}: does not hold: {assertion}"
    return None


def read_rows():
    return [Row(os.path.join(HERE, name)) for name in sorted(os.listdir(HERE)) if name.endswith(".case")]


def report(label, problem):
    print(f"{'not ok' if problem else 'ok'} failures {label}")
    if problem:
        print(f"  {problem}")


def main(rcc, folder):
    rows = read_rows()
    expected = [f"F{number:03}" for numbers in ROWS.values() for number in numbers]
    missing = sorted(set(expected) ^ {row.id for row in rows})
    report("every row has one file", f"not so: {missing}" if missing or len(rows) != len(expected) else None)
    for row in rows:
        report(f"{row.name}: {row.title}", row.mistake() or problem_of_row(rcc, folder, row))
    print(f"known failures: {len(rows)} rows answered")


if sys.argv[1:] == ["--table"]:
    for entry in read_rows():
        print(f"{entry.id}  {entry.title}\n      {entry.answer()}")
else:
    main(*sys.argv[1:])
