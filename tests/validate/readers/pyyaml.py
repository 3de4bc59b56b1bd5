"""Reads YAML files with PyYAML (YAML 1.1) and prints one line of JSON a file, a list of its documents."""
import json
import sys

import yaml


def odd(value):
    return {"!" + type(value).__name__: str(value)}


def keys_as_text(value):
    if isinstance(value, dict):
        return {k if isinstance(k, str) else json.dumps(odd(k)): keys_as_text(v) for k, v in value.items()}
    if isinstance(value, list):
        return [keys_as_text(v) for v in value]
    return value


for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as f:
        print(json.dumps([keys_as_text(d) for d in yaml.safe_load_all(f)], default=odd))
