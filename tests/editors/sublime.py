#!/usr/bin/env python3
"""
sublime.py FILE: it is YAML, its patterns compile, every context that is named exists, and its rules are those of the
TextMate grammar, which the corpus test runs.
"""
import json
import re
import sys
from pathlib import Path

import yaml

definition = yaml.safe_load(Path(sys.argv[1]).read_text())
textmate = json.loads(Path("editors/vscode/syntaxes/rcstack.tmLanguage.json").read_text())["repository"]
contexts = definition["contexts"]
bad = []
for name, rules in contexts.items():
    for rule in rules:
        target = rule.get("push") or rule.get("include")
        if target and target not in contexts:
            bad.append(f"{name}: no context {target}")
        if "match" in rule:
            re.compile(rule["match"])
    patterns = textmate.get(name, {}).get("patterns", [])
    theirs = [r.get("match") or r["begin"] for r in patterns if "include" not in r]
    ours = [r["match"] for r in rules if "match" in r and not r.get("pop")]
    if name != "main" and ours != theirs:
        bad.append(f"{name}: not the rules of the TextMate grammar")
print("\n".join(bad))
sys.exit(bool(bad) or len(contexts) < 3)
