"""What a file of ten times the size costs: about ten times the instructions, whatever it holds.

Each shape here took a hundred times as many once, or is next to one that did: most of them are mistakes, of which a
program that writes such files makes many.
"""
import collections
import os

FEW, MANY = 1000, 10000
STACK = 'stack chat { chat { host = "chat.example.com" } }\n'  # of a file that is evaluated, too
MOST = 12  # times the instructions; what a start costs is in both

# `command`: of rcc, before the file; `text`: of the file that holds so many.
Shape = collections.namedtuple("Shape", "name command text")


def lines(form):
    return lambda n: "".join(form.format(i) for i in range(n))


SHAPES = [
    Shape("comments of C in a line", ["check"], lambda n: "/* a */" * n),
    Shape("comments of C without an end", ["check"], lambda n: "/* " * n),
    Shape("comments before an item", ["fmt", "--check"], lambda n: "# a\n" * n + "let a = 1\n"),
    Shape("open brackets", ["check"], lambda n: "let a = " + "[" * n),
    Shape("elements in a line", ["check"], lambda n: "let a = [" + "1, " * n + "1]\n"),
    Shape("mistakes in a line", ["check"], lambda n: "let a = [" + "b, " * n + "1]\n"),
    Shape("strings without an end", ["check"], lambda n: 'let a = "b\n' * n),
    Shape("bytes without a meaning", ["check"], lambda n: "\x01" * n),
    Shape("declarations", ["check"], lines("let a{} = 1\n")),
    Shape("names that are not known", ["check"], lines("let a{0} = unknown{0}\n")),
    Shape("types that are not known", ["check"], lines("let a{0}: Unknown{0} = 1\n")),
    Shape("functions that are not known", ["check"], lines("let a{0} = unknown{0}(1)\n")),
    Shape("fields that are not known", ["check"], lambda n: f"stack a {{\n{lines('  unknown{} = 1' + chr(10))(n)}}}\n"),
    Shape("stacks that are not known", ["check"], lines("stack a{0} extends unknown{0} {{}}\n")),
    Shape("fields that are set again", ["check"], lambda n: "stack a {\n" + "  name = 1\n" * n + "}\n"),
    Shape("parameters that nothing reads", ["check"], lambda n: STACK + lines("param a{}: Int = 1\n")(n)),
    Shape("imports in a circle", ["check"], lines('import "growth.rcs" as a{}\n')),
    Shape("fixes in a line", ["fix", "--dry-run"], lambda n: "let a = [" + "1Gib, " * (n // 10) + "1Gi]\n"),
]


def check(rcc, folder, instructions):
    """0 if no shape takes more than MOST times the instructions of a tenth of it."""
    file, worse = os.path.join(folder, "growth.rcs"), 0
    for shape in SHAPES:
        counts = []
        for n in (FEW, MANY):
            with open(file, "w", encoding="utf-8") as out:
                out.write(shape.text(n))
            counts.append(instructions([rcc, *shape.command, file], os.path.join(folder, "fresh")))
        times = counts[1] / counts[0]
        print(f"{'ok' if times <= MOST else 'not ok'} {shape.name}: {times:.1f} times the instructions, at most {MOST}")
        worse |= times > MOST
    return worse
