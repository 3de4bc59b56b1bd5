"""The syntax file of Kate, KWrite, KDevelop."""
from xml.sax.saxutils import quoteattr

STYLES = {
    "doc": "dsDocumentation",
    "comment": "dsComment",
    "string": "dsString",
    "escape": "dsSpecialChar",
    "interpolation": "dsSpecialString",
    "number": "dsDecVal",
    "unit": "dsBaseN",
    "constant": "dsConstant",
    "logic": "dsKeyword",
    "control": "dsControlFlow",
    "declaration": "dsKeyword",
    "declared": "dsFunction",
    "member": "dsNormal",
    "field": "dsAttribute",
    "library-field": "dsAttribute",
    "library-type": "dsDataType",
    "type": "dsDataType",
    "builtin": "dsBuiltIn",
    "call": "dsFunction",
    "tag": "dsVariable",
    "name": "dsNormal",
    "operator": "dsOperator",
    "bracket": "dsOperator",
    "invalid": "dsError",
}


def rule_line(rule):
    fold = {1: ' beginRegion="block"', -1: ' endRegion="block"', 0: ""}[rule.fold]
    context = rule.push or ("#pop" if rule.pop else "#stay")
    # PCRE as Qt compiles it reads \x{…} for a character by its number
    pattern = rule.pattern.replace(r"\u201c", r"\x{201c}").replace(r"\u201f", r"\x{201f}")
    pattern = pattern.replace(r"\u2000", r"\x{2000}").replace(r"\u2fff", r"\x{2fff}")
    return f'        <RegExpr String={quoteattr(pattern)} attribute="{rule.kind}" context="{context}"{fold}/>'


def context_lines(context):
    end = "#pop" if context.line else "#stay"
    yield f'      <context name="{context.name}" attribute="{context.text or "name"}" lineEndContext="{end}">'
    if context.include == "code" or context.name == "code":
        yield "        <DetectSpaces/>"
    for rule in ([context.pop] if context.pop else []) + context.rules:
        yield rule_line(rule)
    if context.include:
        yield f'        <IncludeRules context="{context.include}"/>'
    yield "      </context>"


def definition(contexts):
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        "<!DOCTYPE language>",
        '<language name="rcs stack" section="Configuration" version="1" kateversion="5.0" extensions="*.rcs"',
        '          indenter="cstyle" license="MIT">',
        "  <highlighting>",
        "    <contexts>",
        *[line for context in contexts for line in context_lines(context)],
        "    </contexts>",
        "    <itemDatas>",
        *[f'      <itemData name="{kind}" defStyleNum="{style}"/>' for kind, style in STYLES.items()],
        "    </itemDatas>",
        "  </highlighting>",
        "  <general>",
        '    <comments><comment name="singleLine" start="#"/></comments>',
        '    <keywords casesensitive="1"/>',
        "  </general>",
        "</language>",
    ]
    return "\n".join(lines) + "\n"
