"""The TextMate grammar of VS Code and others."""
import json

SCOPES = {
    "doc": "comment.line.documentation",
    "comment": "comment.line.number-sign",
    "string": "string.quoted",
    "escape": "constant.character.escape",
    "interpolation": "punctuation.section.embedded",
    "number": "constant.numeric",
    "unit": "keyword.other.unit",
    "constant": "constant.language",
    "logic": "keyword.operator.word",
    "control": "keyword.control",
    "declaration": "keyword.other",
    "declared": "entity.name",
    "member": "variable.other.member",
    "field": "variable.other.property",
    "library-field": "support.type.property-name",
    "library-type": "support.type",
    "type": "entity.name.type",
    "builtin": "support.function",
    "call": "entity.name.function",
    "tag": "constant.other.tag",
    "name": "variable.other",
    "operator": "keyword.operator.symbol",
    "bracket": "punctuation.section",
    "invalid": "invalid.illegal",
}


def scope(kind):
    return SCOPES[kind] + ".rcstack"


def pattern(rule, contexts):
    if not rule.push:
        return {"match": rule.pattern, "name": scope(rule.kind)}
    target = contexts[rule.push]
    end = target.pop
    out = {
        "begin": rule.pattern,
        "end": f"{end.pattern}|$" if target.line else end.pattern,
        "beginCaptures": {"0": {"name": scope(rule.kind)}},
        "endCaptures": {"0": {"name": scope(end.kind)}},
        "patterns": [{"include": f"#{target.name}"}],
    }
    if target.text:
        out["name"] = scope(target.text)
    return out


def rules(context, contexts):
    out = [pattern(r, contexts) for r in context.rules]
    return out + [{"include": f"#{context.include}"}] if context.include else out


def grammar(contexts):
    by_name = {c.name: c for c in contexts}
    return json.dumps({
        "name": "rcs stack",
        "scopeName": "source.rcstack",
        "fileTypes": ["rcs"],
        "patterns": [{"include": "#code"}],
        "repository": {c.name: {"patterns": rules(c, by_name)} for c in contexts},
    }, indent=2) + "\n"
