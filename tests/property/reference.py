"""The reference is sound and complete: reference.py PREFIX RCC

Reads PREFIX.html, PREFIX.markdown and PREFIX.json. Elements are balanced, anchors unique, links lead
to anchors; every diagnostic, check, function, limit, command and option is there, and every field of
the library says what it means. Prints `ok` or `not ok` for each.
"""
import collections
import html
import html.parser
import json
import os
import re
import subprocess
import sys

VOID = {"meta"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.problems, self.ids, self.links, self.words = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if name == "href"]

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"line {self.getpos()[0]}: </{tag}> closes nothing")

    def handle_data(self, data):
        self.words.append(data)


def report(what, problems):
    for problem in problems[:20]:
        print(f"  {problem}")
    print(("not ok " if problems else "ok ") + what)


def links(ids, targets):
    """What is wrong with the anchors and the links of a page."""
    twice = [f"anchor {name} is there {n} times" for name, n in collections.Counter(ids).items() if n > 1]
    known = {"#" + name for name in ids}
    return twice + [f"{target} leads nowhere" for target in targets if target not in known]


def without_fences(text):
    """Markdown without its code blocks, and whether all of them are closed."""
    kept, fence = [], None
    for line in text.splitlines():
        mark = re.match(r"`{3,}", line)
        if fence is None and mark:
            fence = mark.group()
        elif fence is not None and line == fence:
            fence = None
        elif fence is None:
            kept.append(line)
    return "\n".join(kept), fence is None


def widths(text):
    """Rows of tables that have another number of cells than the row above them."""
    problems, before = [], None
    for line in text.splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else None
        if before and cells and cells != before:
            problems.append(line)
        before = cells
    return problems


def column(path, pattern):
    """What the pattern finds in the rows of a .def file."""
    with open(path, encoding="utf-8") as file:
        return re.findall(pattern, file.read(), re.M)


def names(rcc, arguments):
    """What a reader may look up."""
    diagnostics = column("compiler/base/diag.def", r'^DIAG\("(\w+)"')
    functions = [name + "(" for name in column("compiler/sema/builtin.def", r"^BUILTIN\((\w+),")]
    limits = column("compiler/base/limits.def", r'^LIMIT\(.*"([^"]*)"\)$')
    options = ["--" + name for name in column("compiler/cli/options.def", r'^OPTION\(\w+, [^"]*"([\w-]+)"')]
    out = subprocess.run([rcc, "explain", "--all", "--format", "json", *arguments], stdout=subprocess.PIPE,
                         text=True, check=True).stdout
    checks = [json.loads(line)["code"] for line in out.splitlines()]
    overview = subprocess.run([rcc, "help"], stdout=subprocess.PIPE, text=True, check=True).stdout
    commands = ["rcc " + name for name in re.findall(r"^  ([a-z]+)  +\w", overview, re.M)]
    tables = [diagnostics, functions, limits, options, checks, commands]
    assert all(tables)
    return [name for table in tables for name in table]


def main(prefix, rcc):
    label, library = os.path.basename(prefix), []
    if label == "site":
        library = ["--stdlib", "tests/webserver/stdlib"]
    page = Page()
    with open(prefix + ".html", encoding="utf-8") as file:
        page.feed(file.read())
    page.close()
    report(f"{label}: elements are balanced", page.problems + [f"<{tag}> is open" for tag in page.open])
    report(f"{label}: links of the HTML lead somewhere", links(page.ids, page.links))

    with open(prefix + ".markdown", encoding="utf-8") as file:
        text, closed = without_fences(file.read())
    report(f"{label}: code blocks are closed", [] if closed else ["one is open"])
    report(f"{label}: rows are as wide as their heads", widths(text))
    report(f"{label}: links of the Markdown lead somewhere",
           links(re.findall(r'^<a id="([^"]*)">', text, re.M), re.findall(r"\]\((#[^)]*)\)", text)))

    words = "".join(page.words)
    report(f"{label}: everything is there", [name for name in names(rcc, library) if name not in words])
    with open(prefix + ".json", encoding="utf-8") as file:
        types = json.load(file)["types"]
    report(f"{label}: every type is there", [t["name"] for t in types if t["name"] not in words])
    if not library:
        report(f"{label}: every field has a meaning",
               [f"{t['name']}.{f['name']}" for t in types for f in t.get("fields", []) if not f.get("doc")])


main(*sys.argv[1:])
