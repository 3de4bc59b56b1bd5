"""The syntax definition of Sublime Text; YAML takes the strings of JSON."""
import json

from .textmate import scope


def rule_lines(rule):
    lines = [f"    - match: {json.dumps(rule.pattern)}", f"      scope: {scope(rule.kind)}"]
    if rule.push:
        lines.append(f"      push: {rule.push}")
    if rule.pop:
        lines.append("      pop: true")
    return lines


def context_lines(context):
    lines = [f"  {context.name}:"]
    if context.text:
        lines.append(f"    - meta_scope: {scope(context.text)}")
    for rule in ([context.pop] if context.pop else []) + context.rules:
        lines += rule_lines(rule)
    if context.line:
        lines += ["    - match: $", "      pop: true"]
    if context.include:
        lines.append(f"    - include: {context.include}")
    return lines


def definition(contexts):
    lines = ["%YAML 1.2", "---", "name: rcs stack", "file_extensions: [rcs]", "scope: source.rcstack",
             "version: 2", "contexts:", "  main:", "    - include: code"]
    for context in contexts:
        lines += context_lines(context)
    return "\n".join(lines) + "\n"
