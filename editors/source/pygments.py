"""The lexer of Pygments (Sphinx, MkDocs, and what else renders Python's way)."""

TOKENS = {
    "doc": "String.Doc",
    "comment": "Comment.Single",
    "string": "String",
    "escape": "String.Escape",
    "interpolation": "String.Interpol",
    "number": "Number",
    "unit": "Number.Unit",
    "constant": "Keyword.Constant",
    "logic": "Operator.Word",
    "control": "Keyword",
    "declaration": "Keyword.Declaration",
    "declared": "Name.Entity",
    "member": "Name.Property",
    "field": "Name.Attribute",
    "library-field": "Name.Tag",
    "library-type": "Keyword.Type",
    "type": "Name.Class",
    "builtin": "Name.Builtin",
    "call": "Name.Function",
    "tag": "Name.Constant",
    "name": "Name",
    "operator": "Operator",
    "bracket": "Punctuation",
    "invalid": "Error",
}


def rule_line(rule):
    state = f", {rule.push!r}" if rule.push else ", '#pop'" if rule.pop else ""
    return f"            ({rule.pattern!r}, {TOKENS[rule.kind]}{state}),"


def state_lines(context):
    name = "root" if context.name == "code" else context.name
    yield f"        {name!r}: ["
    if context.line:
        yield "            (r'(?=\\n)', Text, '#pop'),"
    for rule in ([context.pop] if context.pop else []) + context.rules:
        if rule.pattern == r"[^\s]":
            yield "            (r'\\s+', Whitespace),"
        yield rule_line(rule)
    if context.text:
        yield f"            (r'[^\"\\'\\\\$\\n]+|[^\\n]|\\n', {TOKENS[context.text]}),"
    if context.include:
        yield "            include('root'),"
    yield "        ],"


def lexer(contexts):
    lines = [
        '"""Made by editors/generate; do not edit."""',
        "from pygments.lexer import RegexLexer, include",
        "from pygments.token import (Comment, Error, Keyword, Name, Number, Operator, Punctuation, String,",
        "                            Text, Whitespace)",
        "",
        "__all__ = ['RcstackLexer']",
        "",
        "",
        "class RcstackLexer(RegexLexer):",
        '    """Stack files of rcc."""',
        "",
        "    name = 'rcs stack'",
        "    aliases = ['rcstack', 'rcs']",
        "    filenames = ['*.rcs']",
        "    mimetypes = ['text/x-rcstack']",
        "    tokens = {",
        *[line for context in contexts for line in state_lines(context)],
        "    }",
    ]
    return "\n".join(lines) + "\n"
