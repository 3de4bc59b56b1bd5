#!/usr/bin/env python3
"""
Compares the colours of editors with the tokens of the scanner: corpus.py TOKENS ENGINE [FILE...]

Every character that is not blank gets a letter: c comment, s string, i interpolation, n number, k keyword,
w name, o operator, x invalid. TOKENS (tests/editors/tokens.c) says what is right. The driver of an engine reads
the files named as its arguments and prints for each a line `== FILE` and a line of letters for each of its
lines. Differences that differences.txt lists are none; a listed one that is gone is reported, too.
"""
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "tests/editors"
LETTERS = {"comment": "c", "string": "s", "interp": "i", "number": "n", "keyword": "k", "name": "w",
           "operator": "o", "invalid": "x"}
DRIVERS = {
    "textmate": ["node", "tests/editors/letters.mjs"],
    "vim": ["vim", "-u", "NONE", "-i", "NONE", "-n", "-es", "-S", "tests/editors/letters.vim", "--"],
    "nvim": ["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", "luafile tests/editors/letters.lua",
             "--"],
    "emacs": ["emacs", "-Q", "--batch", "-l", "tests/editors/letters.el"],
    "kate": [sys.executable, "tests/editors/letters.py"],
}
PATIENCE = 120  # seconds for a driver
SHOWN = 10  # differences of a file
ANY = 1_000_000  # more than there can be


def files():
    """Every stack file of the repository that is text; an editor shows other bytes in its own way."""
    folders = (ROOT / name for name in ("stdlib", "examples", "tests/syntax"))
    found = [p for folder in folders for p in sorted(folder.rglob("*.rcs"))]
    return [str(p.relative_to(ROOT)) for p in found if is_text(p.read_bytes())]


def is_text(data):
    try:
        return "\0" not in data.decode()
    except UnicodeDecodeError:
        return False


def text_lines(file):
    text = file.read_bytes().decode().replace("\r\n", "\n").replace("\ufeff", "")
    return text.split("\n")


def truth(tokens, file):
    data = file.read_bytes()
    letters = [" "] * len(data)
    run = subprocess.run([tokens, file], capture_output=True, text=True, check=True)
    for line in run.stdout.splitlines():
        offset, length, name = line.split()
        for i in range(int(offset), int(offset) + int(length)):
            letters[i] = LETTERS[name]
    out = []
    offset = 0
    for line in data.split(b"\n"):
        row, at = "", offset
        for char in line.decode():
            row += "" if char in "\r\ufeff" else letters[at]
            at += len(char.encode())
        out.append(row)
        offset += len(line) + 1
    return out


def pygments_rows(paths):
    from pygments.token import Comment, Error, Keyword, Name, Number, Operator, Punctuation, String
    order = [(Error, "x"), (String.Doc, "c"), (String.Interpol, "i"), (String, "s"), (Comment, "c"),
             (Number, "n"), (Operator.Word, "k"), (Keyword.Type, "w"), (Keyword, "k"), (Name, "w"),
             (Operator, "o"), (Punctuation, "o")]
    spec = importlib.util.spec_from_file_location("rcstack_lexer", ROOT / "editors/pygments/rcstack_lexer.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    lexer = module.RcstackLexer(stripnl=False, ensurenl=False)
    for path in paths:
        row = ""
        for token, text in lexer.get_tokens("\n".join(text_lines(path))):
            letter = next((letter for kind, letter in order if token in kind), " ")
            row += "".join("\n" if c == "\n" else letter for c in text)
        yield path, row.split("\n")


def driver_rows(engine, paths):
    run = subprocess.run(DRIVERS[engine] + [str(p) for p in paths], cwd=ROOT, capture_output=True, text=True,
                         timeout=PATIENCE, stdin=subprocess.DEVNULL)
    if run.returncode:
        sys.exit(f"the driver of {engine} failed:\n{run.stdout[-2000:]}{run.stderr[-4000:]}")
    rows = {}
    for line in run.stdout.splitlines():
        if line.startswith("== "):
            rows[Path(line[3:])] = current = []
        else:
            current.append(line)
    return rows.items()


def rows_of(engine, paths):
    """(path, its rows of letters) for each path."""
    return pygments_rows(paths) if engine == "pygments" else driver_rows(engine, paths)


def differences(path, want, got):
    """Each run of characters that differs: (line, text, wanted, got)."""
    for number, (text, right) in enumerate(zip(text_lines(path), want), 1):
        mine = (got[number - 1] if number <= len(got) else "").ljust(len(text))
        wrong = [i for i, c in enumerate(text) if not c.isspace() and right[i] != mine[i]]
        while wrong:
            beg = end = wrong.pop(0)
            while wrong and wrong[0] == end + 1 and (right[end + 1], mine[end + 1]) == (right[beg], mine[beg]):
                end = wrong.pop(0)
            yield number, text[beg:end + 1], right[beg], mine[beg]


def listed(engine):
    """(file, text, wanted, got) -> how often differences.txt expects it; file and number may be `*`."""
    rows = {}
    for line in (HERE / "differences.txt").read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            engines, file, text, change, times = line.split()
            if engine in engines.split(","):
                rows[(file, text, change[0], change[2])] = ANY if times == "*" else int(times)
    return rows


def snapshot(paths, folder):
    """Copies of the files, so that nobody changes them meanwhile: path -> copy."""
    copies = {path: Path(folder, path) for path in paths}
    for path, copy in copies.items():
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, copy)
    return copies


def compare(engine, tokens, copies):
    expected = {key: times for key, times in listed(engine).items() if key[0] == "*" or key[0] in copies}
    rows = dict(rows_of(engine, list(copies.values())))
    for path, copy in copies.items():
        wrong = 0
        for number, text, right, mine in differences(copy, truth(tokens, copy), rows.get(copy, [])):
            key = ("*", text, right, mine)
            key = key if key in expected else (path, *key[1:])
            expected[key] = expected.get(key, 0) - 1
            if expected[key] < 0:
                wrong += 1
                if wrong <= SHOWN:
                    print(f"{path}:{number}: `{text}` is {mine!r}, the scanner says {right!r}")
        print(f"{'not ok' if wrong else 'ok'} {engine} colours {path} as the scanner reads it")
    gone = [key for key, times in expected.items() if times == ANY or 0 < times < ANY // 2]
    for key in gone:
        print("differences.txt lists what is not there:", *key)
    print(f"{'not ok' if gone else 'ok'} {engine}: every listed difference is there")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as work:
        compare(sys.argv[2], sys.argv[1], snapshot(sys.argv[3:] or files(), work))
