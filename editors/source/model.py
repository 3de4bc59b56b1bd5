"""
The lexical structure as contexts of rules, for engines that are state machines of regular expressions
(TextMate, Sublime, Kate, Pygments). It says what grammar/lexer.l says; tests/editors compares both.

Patterns keep to what Oniguruma, PCRE and Python have in common. Every character but blanks is matched by a
rule, so a rule is only tried where a token begins.
"""
import re
from dataclasses import dataclass, field

from . import words as vocabulary

DIGITS = r"[0-9](?:_?[0-9])*"
NUMBER = rf"{DIGITS}(?:\.{DIGITS})?"
WORD = r"[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*"
END = r"(?![A-Za-z0-9_]|-[A-Za-z0-9_])"
SETS = r"(?=[ \t]*=(?![=>])|\??:)"
HEADS = r"(?=[ \t]*=(?![=>])|[ \t]*\{|\??:)"


@dataclass(frozen=True)
class Rule:
    pattern: str
    kind: str
    push: str = ""  # the context that begins behind the match
    pop: bool = False
    fold: int = 0  # 1 opens a region that can be folded, -1 closes it


@dataclass(frozen=True)
class Context:
    name: str
    rules: list
    text: str = ""  # the kind of what no rule matches
    line: bool = False  # ends with the line at the latest
    include: str = ""  # a context whose rules follow
    pop: Rule = field(default=None)


def one_of(words):
    return "(?:" + "|".join(re.escape(w) for w in vocabulary.longest_first(words)) + ")"


def numbers(w):
    units = one_of(u for u in w.units if u != "%")
    return [
        Rule(rf"{DIGITS}(?:\.{DIGITS}){{2,}}[A-Za-z0-9_.+-]*", "invalid"),
        Rule(rf"{NUMBER}%", "number"),
        Rule(rf"(?<=[0-9]){units}(?![A-Za-z0-9_])", "unit"),
        Rule(rf"{NUMBER}(?={units}(?![A-Za-z0-9_]))", "number"),
        Rule(rf"{NUMBER}(?![A-Za-z0-9_]|\.[0-9])", "number"),
        Rule(rf"{NUMBER}[A-Za-z0-9_]+", "invalid"),
    ]


def keywords(w):
    reserved, binary = one_of(w.reserved), one_of(vocabulary.BINARY)
    declared = "|".join(rf"(?<=\b{word} )" for word in vocabulary.DECLARING)
    control = [x for x in w.reserved if x not in vocabulary.CONSTANTS + vocabulary.LOGIC]
    # a contextual word is meant as one where a name, a string or an operand follows it
    follows = rf"(?=[ \t]+(?!{binary}{END})(?:[\"'(\[A-Za-z0-9_]|-(?![ \t])))"
    return [
        Rule(rf"(?<!\.\.)(?<=\.){WORD}", "member"),
        Rule(rf"{reserved}{END}{SETS}", "field"),
        Rule(rf"{one_of(vocabulary.CONSTANTS)}{END}", "constant"),
        Rule(rf"{one_of(vocabulary.LOGIC)}{END}", "logic"),
        Rule(rf"{one_of(control)}{END}", "control"),
        Rule(rf"(?:{declared}){WORD}", "declared"),
        Rule(rf"{one_of(w.contextual)}{END}{follows}", "declaration"),
    ]


def names(w):
    # a field that is set by a tag, or by a key: `to volume { … }`, `node_pool "a" { … }`
    chosen = rf"(?=[ \t]+(?!{one_of(vocabulary.BINARY)}{END})[\"'A-Za-z_])"
    return [
        Rule(rf"(?<=[A-Za-z0-9_] ){one_of(w.tags)}{END}(?=[ \t]*\{{)", "tag"),
        Rule(rf"{one_of(w.types)}{END}", "library-type"),
        Rule(rf"[A-Z][A-Za-z0-9_]*{END}", "type"),
        Rule(rf"{one_of(w.builtins)}{END}(?=\()", "builtin"),
        Rule(rf"{WORD}(?=\()", "call"),
        Rule(rf"{one_of(w.fields)}{END}{HEADS}", "library-field"),
        Rule(rf"{one_of(w.fields)}{END}{chosen}", "library-field"),
        Rule(rf"{WORD}{HEADS}", "field"),
        Rule(rf"{one_of(w.tags)}{END}", "tag"),
        Rule(WORD, "name"),
    ]


def operators(w):
    plain = [o for o in w.operators if o not in "{}[]()"]
    return [
        Rule(r"//[^\n]*|&&|\|\||!(?!=)", "invalid"),
        *[Rule(re.escape(b), "bracket", fold=1) for b in "{["],
        *[Rule(re.escape(b), "bracket", fold=-1) for b in "}]"],
        Rule(r"[()]", "bracket"),
        Rule(one_of(plain), "operator"),
        Rule(r"[\u201c-\u201f][^\"\n\u2000-\u2fff]*[\u201c-\u201f]", "invalid"),
        Rule(r"[^\s]", "invalid"),
    ]


def contexts(w):
    code = [
        Rule(r"##[^\n]*", "doc"),
        Rule(r"#[^\n]*", "comment"),
        Rule("'''", "string", push="raw_lines"),
        Rule('"""', "string", push="lines"),
        Rule('"', "string", push="line"),
        Rule(r"'[^'\n]*'", "string"),
        Rule(r"'[^'\n]*", "invalid"),
        *numbers(w),
        Rule(r"\.\.\.?", "operator"),
        *keywords(w),
        *names(w),
        *operators(w),
    ]
    template = [
        Rule(r"\\[^\n]", "escape"),
        Rule(r"\$\$+", "string"),
        Rule(r"\$\{", "interpolation", push="interpolation"),
    ]
    nested = [Rule(r"\{", "bracket", push="braces")]
    return [
        Context("code", code),
        Context("line", template, "string", line=True, pop=Rule('"', "string", pop=True)),
        Context("lines", template, "string", pop=Rule('"""', "string", pop=True)),
        Context("raw_lines", [], "string", pop=Rule("'''", "string", pop=True)),
        Context("interpolation", nested, line=True, include="code",
                pop=Rule(r"\}", "interpolation", pop=True)),
        Context("braces", nested, line=True, include="code", pop=Rule(r"\}", "bracket", pop=True)),
    ]
