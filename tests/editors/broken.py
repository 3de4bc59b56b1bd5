#!/usr/bin/env python3
"""
broken.py TOKENS ENGINE SEED COUNT: compares colours and tokens like corpus.py, on files broken at random.

Where the parser gives up, it cannot say which words are names, and which bracket is one too many; those
differences do not count. Text in back quotes is one mistake to the scanner, and words of any kind to editors.
"""
import random
import sys
import tempfile
from pathlib import Path

import corpus

PIECES = ['"', '"""', "'", "'''", "${", "}", "{", "$", "$$", "\\", "#", "\n", "(", ")", "[", "]", ".", "..", "-",
          "!", "&&", "//", "“", "1.2.3", "10Gi5", "80%", "500MiB", "1_0", "1.5m", "a-b", '"x ${y} z"', "type ",
          "in ", "if ", "= ", ": "]
UNDECIDED = ({"k", "w"}, {"o", "x"})
LENGTH = 400  # characters of a file


def broken_text(texts):
    text = random.choice(texts)
    start = random.randrange(len(text))
    text = text[start:start + LENGTH]
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(text) + 1)
        text = text[:at] + random.choice(PIECES) + text[at + random.choice((0, 0, 1, 3)):]
    return text.replace("\r", "").replace("\ufeff", "")


def write_files(folder, count):
    texts = [t for t in (Path(corpus.ROOT, f).read_bytes().decode() for f in corpus.files()) if t]
    files = [Path(folder, f"{i}.rcs") for i in range(count)]
    for file in files:
        file.write_bytes(broken_text(texts).encode())
    return files


def main(tokens, engine, seed, count):
    random.seed(int(seed))
    with tempfile.TemporaryDirectory() as folder:
        files = write_files(folder, int(count))
        rows = dict(corpus.rows_of(engine, files))
        wrong = 0
        for file in files:
            for number, text, right, mine in corpus.differences(file, corpus.truth(tokens, file), rows[file]):
                line = corpus.text_lines(file)[number - 1]
                if {right, mine} in UNDECIDED or "`" in line and "x" in (right, mine):
                    continue
                wrong += 1
                print(f"{file.name}:{number}: `{text}` is {mine!r}, the scanner says {right!r}, in:\n{line}")
    print(f"{'not ok' if wrong else 'ok'} {engine} colours {count} broken files as the scanner reads them")


main(*sys.argv[1:])
