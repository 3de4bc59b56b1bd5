"""What a compile costs, beside what the system does for less: bench.py BUILD [--check | --bless]

Times are of this machine and only shown. Instructions are counted by callgrind; --check compares
those with tests/bench/baseline.json and fails beyond TOLERANCE, --bless rewrites that file.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BASELINE = os.path.join(HERE, "baseline.json")
RUNS = 300
TOLERANCE = 1.03  # libraries and processors differ a little


def commands(build, folder):
    """(name, command, its exit status, whether its instructions are ours to watch).

    Each run makes {out}. A file that declares no stack to compile is an error, after every pass but the last.
    """
    rcc = os.path.join(build, "rcc")
    lab = os.path.join(ROOT, "examples/lab/stack.rcs")
    minimal = os.path.join(ROOT, "examples/minimal/stack.rcs")
    empty = os.path.join(folder, "empty.rcs")
    with open(empty, "w", encoding="utf-8") as out:
        out.write("abstract stack nothing {}\n")
    output = os.path.join(folder, "output")
    subprocess.run([rcc, lab, "-o", output], check=True, capture_output=True)
    return [
        ("/bin/true", ["/bin/true"], 0, False),
        ("rcc check, empty stack", [rcc, "check", empty], 1, True),
        ("cp -r, the output of lab", ["cp", "-r", output, "{out}"], 0, False),
        ("rcc examples/minimal", [rcc, minimal, "-o", "{out}"], 0, True),
        ("rcc examples/lab", [rcc, lab, "-o", "{out}"], 0, True),
        ("rcc check examples/lab", [rcc, "check", lab], 0, True),
    ]


def measure(build, command, status, fresh):
    result = subprocess.run([os.path.join(build, "tests/bench/measure"), str(RUNS), str(status), fresh, *command],
                            check=True, capture_output=True, text=True)
    return json.loads(result.stdout)


def instructions(command, fresh):
    subprocess.run(["rm", "-rf", fresh], check=True)
    result = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command],
                            check=False, capture_output=True, text=True)
    return int(re.search(r"Collected : (\d+)", result.stderr).group(1))


def show(build, table, fresh):
    print(f"{'':28}{'min':>10}{'median':>10}{'user':>10}{'memory':>10}{'instructions':>14}")
    for name, command, status, _ in table:
        r = measure(build, command, status, fresh)
        print(f"{name:28}{r['min_us']:>7.0f} us{r['median_us']:>7.0f} us{r['user_us']:>7.0f} us"
              f"{r['memory_kib'] / 1024:>7.1f} MB{instructions(command, fresh):>14,}")


def check(counts):
    """The names of what costs more than the baseline allows; a missing row counts as too much."""
    with open(BASELINE, encoding="utf-8") as file:
        baseline = json.load(file)
    worse = [n for n, count in counts.items() if count > baseline.get(n, 0) * TOLERANCE]
    for name, count in counts.items():
        print(f"{'not ok' if name in worse else 'ok'} {name}: {count:,} instructions, baseline {baseline.get(name, 0):,}")
    return worse


def main(build, mode="show"):
    with tempfile.TemporaryDirectory() as folder:
        fresh = os.path.join(folder, "fresh")
        table = [(name, [word.replace("{out}", fresh) for word in command], status, ours)
                 for name, command, status, ours in commands(build, folder)]
        if mode == "show":
            return show(build, table, fresh)
        counts = {name: instructions(command, fresh) for name, command, _, ours in table if ours}
        if mode == "--check":
            return 1 if check(counts) else 0
        with open(BASELINE, "w", encoding="utf-8") as file:
            json.dump(counts, file, indent=2)
            file.write("\n")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
