"""What a compile costs, beside what the system and other tools do: bench.py BUILD [--check | --bless]

The rows take turns. The table shows medians, and the least wall time, which says most on a busy machine: the bars are
judged by it. Times are only shown. Instructions are counted by perf where it can, else by callgrind; --check compares
those of rcc with baseline.json, fails beyond TOLERANCE, and asks growth.py how they grow; --bless rewrites that file.
Output goes to memory (/dev/shm) and to the disk that holds BUILD.
"""
import collections
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

import growth
import peers

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BASELINE = os.path.join(HERE, "baseline.json")
LAB = os.path.join(ROOT, "examples/lab")
ROUNDS = 7  # each row takes its turn in each
SECONDS = 0.4  # of a row's turn, but at least two runs
TOLERANCE = 1.03  # libraries and processors differ a little
STACKS = (1, 10, 100, 1000)

TRUE, EMPTY, COPY, RCC = "/bin/true", "rcc check, empty stack", "cp -r, the output of lab", "rcc examples/lab"
ONE_FILE = "rcc examples/lab, one file"  # build/static/rcc
PKL = "lab in pkl"

# `status`: how the command ends; `watched`: its instructions are rcc's own; {out} in a command is a fresh folder.
Row = collections.namedtuple("Row", "name command status watched", defaults=(0, False))


def installed(build, name):
    """The command as `make install` leaves it: without what a debugger asks for; None if it is not built."""
    made, there = os.path.join(build, name), os.path.join(build, "tests/bench/installed", name)
    if not os.path.exists(made):
        return None
    os.makedirs(os.path.dirname(there), exist_ok=True)
    subprocess.run(["strip", "-o", there, made], check=True)
    return there


def rows_of_rcc(build, folder):
    """A file that declares no stack to compile is an error, after every pass but the last."""
    rcc, one_file = installed(build, "rcc"), installed(build, "static/rcc")
    stack = os.path.join(LAB, "stack.rcs")
    empty, output = os.path.join(folder, "empty.rcs"), os.path.join(folder, "output")
    with open(empty, "w", encoding="utf-8") as out:
        out.write("abstract stack nothing {}\n")
    subprocess.run([rcc, stack, "-o", output], check=True, capture_output=True)
    return [
        Row(TRUE, ["/bin/true"]),
        Row(EMPTY, [rcc, "check", empty], 1, True),
        Row(COPY, ["cp", "-r", output, "{out}"]),
        Row("rcc examples/minimal", [rcc, os.path.join(ROOT, "examples/minimal/stack.rcs"), "-o", "{out}"], 0, True),
        Row(RCC, [rcc, stack, "-o", "{out}"], 0, True),
        *([Row(ONE_FILE, [one_file, stack, "-o", "{out}"])] if one_file else []),
        Row("rcc check examples/lab", [rcc, "check", stack], 0, True),
    ]


def rows_of_peers(tools, folder):
    """The rows of the tools that are there and make the same objects; and whether none makes others."""
    rows, same = [], True
    for peer in peers.PEERS:
        command = peer.command(tools, os.path.join(folder, "fresh"))
        if not command:
            print(f"{peer.name} is missing: tests/bench/setup.sh {os.path.relpath(tools)} installs it")
            continue
        different = peers.differences(command, os.path.join(folder, "output"), folder)
        if different:
            same = False
            print(f"{peer.name} makes other objects than rcc:", *different[:20], sep="\n  ")
        else:
            print(f"{peer.name} makes the same objects as rcc")
            rows.append(Row(f"lab in {peer.name}", peer.command(tools, "{out}")))
    return rows, same


def many_stacks(folder, n):
    """A project of n stacks like the lab's, in one file."""
    project = os.path.join(folder, f"stacks-{n}")
    shutil.copytree(os.path.join(LAB, "clusters"), os.path.join(project, "clusters"))
    with open(os.path.join(LAB, "stack.rcs"), encoding="utf-8") as file:
        head, text = file.read().split("stack chat-lab", 1)
    main = os.path.join(project, "stacks.rcs")
    with open(main, "w", encoding="utf-8") as out:
        out.write(head.rsplit("##", 1)[0])
        # Two stacks on one cluster do not serve the same host.
        out.writelines(f"stack chat-{i}" + text.replace('"chat.', f'"chat-{i}.', 1) for i in range(n))
    return main


def rows_of_growth(build, folder):
    rcc = installed(build, "rcc")
    return [Row(f"rcc, {n} stacks like lab", [rcc, many_stacks(folder, n), "-o", "{out}/{stack}"]) for n in STACKS]


class Result:
    def __init__(self):
        self.runs, self.memory = [], 0.0

    def add(self, printed):
        self.runs += printed["runs"]
        self.memory = max(self.memory, printed["memory_kib"] / 1024)

    least = property(lambda self: min(run[0] for run in self.runs))
    wall = property(lambda self: statistics.median(run[0] for run in self.runs))
    user = property(lambda self: statistics.median(run[1] for run in self.runs))


def place(words, fresh):
    return [word.replace("{out}", fresh) for word in words]


def turn(build, row, runs, fresh):
    program = os.path.join(build, "tests/bench/measure")
    result = subprocess.run([program, str(runs), str(row.status), fresh, *place(row.command, fresh)],
                            check=True, capture_output=True, text=True)
    return json.loads(result.stdout)


def measure(build, rows, fresh):
    """By name of the row. The first run only tells how many fit into a turn."""
    results = {row.name: Result() for row in rows}
    runs = {row.name: max(2, int(SECONDS * 1e6 / turn(build, row, 1, fresh)["runs"][0][0])) for row in rows}
    for _ in range(ROUNDS):
        for row in rows:
            results[row.name].add(turn(build, row, min(runs[row.name], 60), fresh))
    return results


def instructions(command, fresh):
    """In user mode; None where neither perf nor callgrind can run the command."""
    for counter, pattern in ((["perf", "stat", "-x,", "-e", "instructions:u"], r"^(\d+),,instructions"),
                             (["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"], r"Collected : (\d+)")):
        shutil.rmtree(fresh, ignore_errors=True)
        if shutil.which(counter[0]):
            result = subprocess.run([*counter, *place(command, fresh)], check=False, capture_output=True, text=True)
            count = re.search(pattern, result.stderr, re.MULTILINE)
            if count:
                return int(count.group(1))
    return None


def show(rows, memory, disk, counts):
    print(f"\n{'':28}{'least':>12}{'median':>12}{'on disk':>12}{'user':>12}{'peak':>10}{'instructions':>16}")
    for row in rows:
        r, count = memory[row.name], counts.get(row.name)
        on_disk = f"{disk[row.name].wall / 1000:9.2f} ms" if row.name in disk else ""
        print(f"{row.name:28}{r.least / 1000:9.2f} ms{r.wall / 1000:9.2f} ms{on_disk:>12}{r.user / 1000:9.2f} ms"
              f"{r.memory:7.1f} MB{f'{count:,}' if count else '-':>16}")


def bars(memory, disk):
    """(what is promised, the figure, its limit, its unit)"""
    def many(n):
        return memory[f"rcc, {n} stacks like lab"]

    few, most = STACKS[1], STACKS[-1]
    if PKL in memory:
        yield "rcc's part of Pkl's time", memory[RCC].least / memory[PKL].least, 1 / 4, ""
    for name, where in ((ONE_FILE, "one file"), (RCC, "with libraries of the system")):
        if name not in memory:
            continue
        yield f"lab, {where}, times cp -r of its output, in memory", memory[name].least / memory[COPY].least, 1.5, ""
        yield f"lab, {where}, times cp -r of its output, on disk", disk[name].least / disk[COPY].least, 1.5, ""
    yield "lab, peak memory", memory[RCC].memory, 8, "MB"
    yield "empty stack, beyond /bin/true", (memory[EMPTY].least - memory[TRUE].least) / 1000, 0.5, "ms"
    yield f"one of {most} stacks, times one of {few}", many(most).least / most / (many(few).least / few), 1.2, ""
    # What stays is the parsed source; the output of such a stack is 40 KB. From few stacks on each thread has its memory.
    yield "memory of a further stack", (many(most).memory - many(few).memory) * 1024 / (most - few), 10, "KB"


def compare(build, folder, disk_folder):
    ours = rows_of_rcc(build, folder)
    theirs, same = rows_of_peers(os.path.join(build, "bench-tools"), folder)
    growth = rows_of_growth(build, folder)
    fresh = os.path.join(folder, "fresh")
    memory = measure(build, ours + theirs + growth, fresh)
    disk = measure(build, ours, os.path.join(disk_folder, "fresh"))
    show(ours + theirs + growth, memory, disk, {row.name: instructions(row.command, fresh) for row in ours + theirs})
    print()
    for what, figure, limit, unit in bars(memory, disk):
        print(f"{'met   ' if figure <= limit else 'MISSED'} {what}: {figure:.2f} {unit}".rstrip(), f"(at most {limit})")
    return 0 if same else 1


def check(counts):
    """The names of what costs more than the baseline allows; a missing row counts as too much."""
    with open(BASELINE, encoding="utf-8") as file:
        baseline = json.load(file)
    worse = [n for n, count in counts.items() if count > baseline.get(n, 0) * TOLERANCE]
    for name, count in counts.items():
        print(f"{'not ok' if name in worse else 'ok'} {name}: {count:,} instructions, baseline {baseline.get(name, 0):,}")
    return 1 if worse else 0


def main(build, mode="show"):
    in_memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=in_memory) as folder, tempfile.TemporaryDirectory(dir=build) as disk_folder:
        if mode == "show":
            return compare(build, folder, disk_folder)
        fresh = os.path.join(folder, "fresh")
        counts = {row.name: instructions(row.command, fresh) for row in rows_of_rcc(build, folder) if row.watched}
        if mode == "--check":
            return check(counts) | growth.check(installed(build, "rcc"), folder, instructions)
        with open(BASELINE, "w", encoding="utf-8") as file:
            json.dump(counts, file, indent=2)
            file.write("\n")
        return 0


if __name__ == "__main__":
    sys.exit(main(os.path.abspath(sys.argv[1]), *sys.argv[2:]))
