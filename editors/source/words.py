"""The words of the language, read where they are declared."""
import re
from dataclasses import dataclass
from pathlib import Path

# How a keyword is shown where that is not what its class in tokens.def says.
CONSTANTS = ("true", "false")
LOGIC = ("and", "or", "not", "in")
DECLARING = ("let", "type", "stack", "check", "param", "fn", "as", "for")  # a new name follows
BINARY = ("and", "or", "in", "then", "else")  # what goes on with an expression


@dataclass(frozen=True)
class Words:
    reserved: list
    contextual: list
    operators: list  # with punctuation, the longest first
    units: list  # the longest first
    builtins: list
    types: list  # of the library, as every file sees them
    fields: list  # of the library's types
    tags: list


def longest_first(words):
    return sorted(set(words), key=lambda w: (-len(w), w))


def found(path, pattern):
    return re.findall(pattern, path.read_text(), re.M)


def bodies(text):
    """The right sides of the type declarations of a module, without documentation and strings."""
    text = re.sub(r'"(\\.|[^"\\\n])*"', '""', re.sub(r"#.*", "", text))
    text = re.sub(r"@\w+\([^()\n]*\)", "", text)  # what an attribute says is no word of its type
    return re.findall(r"^type \w+ =(.*?)(?=^\S|\Z)", re.sub(r"^}$", " }", text, flags=re.M), re.M | re.S)


def library(root):
    """What a user writes: fields and tags of the modules that describe a stack."""
    fields, tags = set(), set()
    for module in sorted((root / "stdlib").glob("*.rcs")):
        for body in bodies(module.read_text()):
            fields.update(re.findall(r"\b([a-z]\w*)\??:(?=\s)", body))
            if "|" in body:
                tags.update(re.findall(r"(?:^|\|)\s*([a-z]\w*)(?=\s*(?:[|({]|$|\n))", body, re.M))
    return sorted(fields), sorted(tags)


def read(root=Path(__file__).resolve().parents[2]):
    tokens = found(root / "grammar/tokens.def", r'^TOKEN\(\w+, "(.*)", (\w+)\)')
    of = lambda *classes: [spelling for spelling, cls in tokens if cls in classes]
    fields, tags = library(root)
    words = Words(
        reserved=of("RESERVED"),
        contextual=of("CONTEXTUAL"),
        operators=longest_first(of("PUNCTUATION", "OPERATOR", "COMPARISON")),
        units=longest_first(found(root / "compiler/formats/number.c", r'\{ STR\("(.+?)"\), NUMBER_')),
        builtins=sorted(found(root / "compiler/sema/builtin.def", r"^BUILTIN\((\w+),")),
        types=sorted(found(root / "stdlib/prelude.rcs", r"^type (\w+) =")),
        fields=[f for f in fields if f not in of("RESERVED", "CONTEXTUAL")],
        tags=[t for t in tags if t not in of("RESERVED", "CONTEXTUAL")],
    )
    empty = [name for name, value in vars(words).items() if not value]
    if empty:
        raise SystemExit(f"no {empty[0]} were found: has the form of the sources changed?")
    return words
