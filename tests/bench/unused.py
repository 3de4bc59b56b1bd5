"""What a part of the library costs a stack that does not use it: unused.py BUILD

Each part is taken out of a copy of the library: its objects are no longer asked for, its checks are gone. A stack that
does not use the part is compiled with the library as it is and with the copy. From both goes what loading that library
costs, so what is left is the stack's own; the two may differ by less than LIMIT. Callgrind counts instructions, on one
processor: which of two threads comes to a check first is chance, and costs up to one in two hundred more.
"""
import collections
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LIMIT = 0.01

# `off`: what the stack says to do without it; `objects`, `checks`: its modules below stdlib/objects and stdlib/checks;
# `also`: other lines of the prelude, and what becomes of them.
Part = collections.namedtuple("Part", "name off objects checks also", defaults=((),))
PARTS = [
    Part("backup", "backup { enabled = false }", ["backup", "restore"], ["backup", "backup_room", "retention"]),
    Part("network policies", "network { policies = false }", ["network"], ["network"]),
    Part("ingress", "ingress { enabled = false }", ["expose"], ["expose"]),
    Part("metrics", "", ["metrics"], ["metrics"]),
    Part("encryption of the database", "", ["tls"], ["tls"]),
    Part("arbiter", "", ["arbiter"], []),
    Part("operator of the database", "", [], ["operator", "operator_change"], [
        (r"  \.\.\.if s\.mongo\.operator\? then community_objects\.objects\(s\) else \[\]\n", ""),
        (r"  other_pods   = if s\.mongo\.operator\? then .*\n", "  other_pods   = []\n"),
    ]),
    Part("database elsewhere", "", [], ["external"]),
    Part("federation", "", [], ["federation"]),
    Part("microservices", "", [], ["microservices"]),
    Part("mail", "", [], ["mail"]),
    Part("sign-in elsewhere", "", [], ["auth"]),
    Part("uploads beside the database", "", [], ["uploads"]),
    Part("settings", "", [], ["settings"]),
]


def without(part, folder):
    """A copy of the library without a part; every line that is to go must be there."""
    library = os.path.join(folder, "stdlib")
    shutil.rmtree(library, ignore_errors=True)
    shutil.copytree(os.path.join(ROOT, "stdlib"), library)
    prelude = os.path.join(library, "prelude.rcs")
    with open(prelude, encoding="utf-8") as file:
        text = file.read()
    lines = [(rf"  \.\.\.{name}_objects\.objects\(s\)\n", "") for name in part.objects]
    lines += [(rf'import "std/checks/{name}\.rcs" as \w+\n', "") for name in part.checks]
    for line, instead in [*lines, *part.also]:
        text, n = re.subn(line, instead, text)
        if n != 1:
            sys.exit(f"{part.name}: stdlib/prelude.rcs has no line {line}")
    with open(prelude, "w", encoding="utf-8") as file:
        file.write(text)
    return library


def instructions(command, status):
    ran = subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *command], text=True,
                         capture_output=True)
    counted = re.search(r"Collected : (\d+)", ran.stderr)
    if ran.returncode != status or not counted:
        sys.exit(f"{' '.join(command)} ended with {ran.returncode}:\n{ran.stdout}{ran.stderr}")
    return int(counted.group(1))


def cost(rcc, library, stack, folder):
    """Of a stack alone: a file without a stack loads the same library and ends with an error."""
    empty, output = os.path.join(folder, "empty.rcs"), os.path.join(folder, "output")
    with open(empty, "w", encoding="utf-8") as file:
        file.write("abstract stack nothing {}\n")
    shutil.rmtree(output, ignore_errors=True)
    whole = instructions([rcc, "--stdlib", library, stack, "-o", output], 0)
    return whole - instructions([rcc, "check", "--stdlib", library, empty], 1)


def main(build):
    rcc = os.path.join(build, "rcc")
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    too_much, whole = [], {}
    with tempfile.TemporaryDirectory() as folder:
        for part in PARTS:
            stack = os.path.join(folder, "stack.rcs")
            with open(stack, "w", encoding="utf-8") as file:
                file.write(f'stack chat {{\n  chat {{ host = "chat.example.com" }}\n  {part.off}\n}}\n')
            full = whole.get(part.off) or cost(rcc, os.path.join(ROOT, "stdlib"), stack, folder)
            whole[part.off] = full
            less = cost(rcc, without(part, folder), stack, folder)
            print(f"{part.name:30} {full:12,} {less:12,} {full / less - 1:8.2%}", flush=True)
            if full > less * (1 + LIMIT):
                too_much.append(part.name)
    if too_much:
        sys.exit(f"{', '.join(too_much)}: not used, and more than {LIMIT:.0%} of a stack")


if __name__ == "__main__":
    main(sys.argv[1])
