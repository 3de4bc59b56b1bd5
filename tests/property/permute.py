"""Prints a stack file with the entries of every block, and its declarations, in another order.

permute.py FILE SEED: the meaning must stay the same. Lists keep their order, it means something.
Comments are dropped: they would have to travel with their entries.
"""
import random
import re
import sys

CONTINUES = re.compile(r"\s*([.+*/=<>|:]|!=|\?\?|(and|or|in|then|else|where|extends)\b(?!\s*[=:?]))")
TOKEN = re.compile(
    r"'''.*?'''|'[^'\n]*'|#[^\n]*|[\[({]|[\])}]|\n|[,;]|\"\"\"|\"|(?:(?!''')[^\n'\"#\[\](){},;])+", re.S)
PAIRS = {"(": ")", "[": "]", "{": "}"}


def end_of_string(text, at):
    """The offset behind a double-quoted string that starts at `at`, with its interpolations."""
    quote = '"""' if text.startswith('"""', at) else '"'
    at += len(quote)
    while not text.startswith(quote, at):
        if text[at] == "\\":
            at += 2
        elif text.startswith("${", at):
            at = end_of_group(text, at + 1)
        else:
            at += 1
    return at + len(quote)


def end_of_group(text, at):
    """The offset behind the bracket group that starts at `at`."""
    closer = PAIRS[text[at]]
    at += 1
    while text[at] != closer:
        if text[at] == '"':
            at = end_of_string(text, at)
        elif text[at] in PAIRS:
            at = end_of_group(text, at)
        else:
            at = TOKEN.match(text, at).end()
    return at + 1


def entries(text):
    """The entries of a block's inside: pieces between separators that stand in no bracket or string."""
    result, piece, at = [], "", 0
    while at < len(text):
        char = text[at]
        if char == '"':
            end = end_of_string(text, at)
        elif char in PAIRS:
            end = end_of_group(text, at)
        else:
            end = TOKEN.match(text, at).end()
        part, at = text[at:end], end
        if part.startswith("#"):
            continue
        if part not in ("\n", ",", ";"):
            piece += part
        elif part == "\n" and CONTINUES.match(text, at):
            piece += part
        elif piece.strip():
            result.append(piece.strip())
            piece = ""
    return result + [piece.strip()] * bool(piece.strip())


def permuted(text, dice):
    """An entry with the inside of each of its blocks permuted; lists and calls stay as they are."""
    out, at = "", 0
    while at < len(text):
        end = TOKEN.match(text, at).end()
        if text[at] == '"':
            end = end_of_string(text, at)
        elif text[at] in PAIRS:
            end = end_of_group(text, at)
        part = text[at:end]
        out += "{\n" + shuffled(part[1:-1], dice) + "\n}" if part[0] == "{" else part
        at = end
    return out


def shuffled(text, dice):
    parts = [permuted(entry, dice) for entry in entries(text)]
    dice.shuffle(parts)
    return "\n".join(parts)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as source:
        print(shuffled(source.read(), random.Random(int(sys.argv[2]))))
