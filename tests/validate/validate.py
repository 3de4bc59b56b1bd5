#!/usr/bin/env python3
"""Validates emitted objects against what Kubernetes publishes, with an independent validator.

    validate.py --openapi v1.33.json --crds DIR OUTDIR...   every object of the folders
    validate.py --openapi v1.33.json --crds DIR --self-test  proves that broken objects are caught

Strict, as `kubectl apply --validate=strict`: unknown fields, duplicate keys and nulls are refused. What only an
apiserver checks beyond its schema (rules in CEL, cross-field validation) is not looked at. Exit status: 0 valid,
1 not, 2 wrong usage.
"""
import argparse
import copy
import json
import re
import sys
from pathlib import Path

import jsonschema
import yaml

QUANTITY = (
    r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"
    r"([KMGTPE]i|[numkMGTPE]|[eE][+-]?[0-9]+)?$"
)
INT_OR_STRING = {"anyOf": [{"type": "integer"}, {"type": "string"}]}
LIMITS = {"int32": 2**31, "int64": 2**63}
BYTE = r"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"
# Applicators under which a schema describes a part of an object that another schema closes.
PARTIAL = ("allOf", "anyOf", "oneOf", "not")


class UniqueKeyLoader(yaml.SafeLoader):
    """Refuses a key that stands twice in a mapping."""


def construct_mapping(loader, node):
    seen = set()
    for key, _ in node.value:
        if key.value in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key.value!r} stands twice", key.start_mark
            )
        seen.add(key.value)
    return loader.construct_mapping(node, deep=True)


UniqueKeyLoader.add_constructor("tag:yaml.org,2002:map", construct_mapping)


def python_pattern(pattern):
    """RE2 lets flags stand behind the anchor; Python wants them first."""
    return re.sub(r"^\^\(\?i\)", "(?i)^", pattern)


def strict(schema, partial=False):
    """A structural schema as JSON Schema that refuses unknown fields."""
    if not isinstance(schema, dict):
        return schema
    if schema.get("x-kubernetes-int-or-string") or schema.get("format") == "int-or-string":
        return INT_OR_STRING
    out = {}
    for key, value in schema.items():
        if key in ("properties", "definitions", "patternProperties"):
            out[key] = {name: strict(s, partial) for name, s in value.items()}
        elif key in ("items", "additionalProperties"):
            out[key] = strict(value, partial)
        elif key == "not":
            out[key] = strict(value, True)
        elif key in PARTIAL:
            if value:
                out[key] = [strict(s, True) for s in value]
        elif key == "pattern":
            out[key] = python_pattern(value)
        elif key in ("type", "enum", "required", "$ref") or key.startswith(("min", "max")):
            out[key] = value
    limit = LIMITS.get(schema.get("format"))
    if limit and schema.get("type") == "integer":
        out.setdefault("minimum", -limit)
        out.setdefault("maximum", limit - 1)
    if schema.get("format") == "byte":
        out["pattern"] = BYTE
    open_ended = schema.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in schema
    if "properties" in schema and not partial and not open_ended:
        out["additionalProperties"] = False
    return out


def with_defaults(schema, value):
    """The value as the apiserver completes it before it validates a custom resource."""
    if isinstance(value, dict):
        out = {}
        properties = schema.get("properties", {})
        for name, s in properties.items():
            if name not in value and "default" in s:
                out[name] = s["default"]
        for name, item in value.items():
            inner = properties.get(name, schema.get("additionalProperties"))
            out[name] = with_defaults(inner, item) if isinstance(inner, dict) else item
        return out
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        return [with_defaults(schema["items"], item) for item in value]
    return value


class Schemas:
    """One validator for each apiVersion and kind."""

    def __init__(self, openapi, crds):
        document = json.loads(Path(openapi).read_text())
        self.definitions = {name: strict(d) for name, d in document["definitions"].items()}
        for name in self.definitions:
            if name.endswith(".api.resource.Quantity"):
                self.definitions[name] = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": QUANTITY}]}
            if name.endswith(".meta.v1.ObjectMeta"):
                self.metadata = {"$ref": "#/definitions/" + name}
        self.roots = {}
        self.custom = {}
        for name, definition in document["definitions"].items():
            for gvk in definition.get("x-kubernetes-group-version-kind", []):
                version = "/".join(filter(None, (gvk["group"], gvk["version"])))
                self.roots[version, gvk["kind"]] = {"$ref": "#/definitions/" + name}
        for path in sorted(Path(crds).glob("*.json")) if crds else []:
            self.add_crd(json.loads(path.read_text()))
        self.validators = {}

    def add_crd(self, crd):
        body = crd.get("spec", crd)
        kind = body["names"]["kind"] if "names" in body else body["kind"]
        for version in body["versions"]:
            schema = version["schema"].get("openAPIV3Schema", version["schema"])
            root = strict(schema)
            root["properties"]["metadata"] = self.metadata
            identity = f"{body['group']}/{version['name']}", kind
            self.roots[identity] = root
            self.custom[identity] = schema

    def validator(self, version, kind):
        if (version, kind) not in self.validators and (version, kind) in self.roots:
            schema = {"allOf": [self.roots[version, kind]], "definitions": self.definitions}
            self.validators[version, kind] = jsonschema.Draft7Validator(schema)
        return self.validators.get((version, kind))

    def problems(self, found):
        """Sentences on what is wrong with one object."""
        if not isinstance(found, dict):
            return ["it is no object"]
        version, kind = found.get("apiVersion"), found.get("kind")
        validator = self.validator(version, kind)
        if not validator:
            return [f"no schema has the kind {version} {kind}"]
        if not (found.get("metadata") or {}).get("name"):
            return ["it has no name"]
        found = with_defaults(self.custom.get((version, kind), {}), found)
        return [
            f"{kind} {found['metadata']['name']} at {error.json_path}: {error.message[:300]}"
            for error in sorted(validator.iter_errors(found), key=lambda e: e.json_path)
        ]


def check_folder(schemas, folder):
    """The number of objects of a folder, and sentences on what is wrong with them."""
    count, problems = 0, []
    for path in sorted(Path(folder).rglob("*.yaml")):
        if path.name == "kustomization.yaml":
            continue
        try:
            objects = list(yaml.load_all(path.read_text(encoding="utf-8"), UniqueKeyLoader))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            problems.append(f"{path}: {error}")
            continue
        if not objects:
            problems.append(f"{path}: it holds no object")
        for found in objects:
            count += 1
            problems += [f"{path}: {p}" for p in schemas.problems(found)]
    if count == 0:
        problems.append(f"{folder}: it holds no objects")
    return count, problems


GOOD = yaml.safe_load(
    """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: web
        image: example.com/web:1
        imagePullPolicy: Always
        resources: {requests: {cpu: 500m, memory: 1Gi}}
        ports: [{containerPort: 80, protocol: TCP}]
        readinessProbe: {httpGet: {path: /, port: http}}
"""
)

# What is done to GOOD: a path, the new value (or removal), and why it has to be caught.
REMOVE = object()
CONTAINER = ("spec", "template", "spec", "containers", 0)
BROKEN = [
    (("spec", "replcas"), 2, "an unknown field"),
    (CONTAINER + ("imagepullPolicy",), "Always", "an unknown field deep inside"),
    (("spec", "replicas"), "2", "a string for an integer"),
    (("spec", "replicas"), 2**31, "an integer beyond 32 bits"),
    (("spec", "replicas"), None, "a null"),
    (("spec", "selector"), REMOVE, "a missing field"),
    (CONTAINER + ("imagePullPolicy",), "Sometimes", "a value outside its enumeration"),
    (CONTAINER + ("resources", "requests", "memory"), "1GiB", "a quantity with a wrong suffix"),
    (CONTAINER + ("resources", "requests", "cpu"), True, "a quantity that is none"),
    (CONTAINER + ("readinessProbe", "httpGet", "port"), 8.5, "a fraction for a port"),
    (("metadata", "labels", "app"), 1, "a number for a label"),
    (("metadata", "name"), REMOVE, "an object without a name"),
    (("kind",), "Deploymant", "an unknown kind"),
    (("apiVersion",), "apps/v0", "an unknown version"),
]


CUSTOM = {
    "apiVersion": "route.openshift.io/v1",
    "kind": "Route",
    "metadata": {"name": "web"},
    "spec": {"to": {"kind": "Service", "name": "web"}},
}


def mutated(path, value):
    changed = copy.deepcopy(GOOD)
    at = changed
    for key in path[:-1]:
        at = at[key]
    if value is REMOVE:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return changed


def self_test(schemas):
    failed = 0

    def expect(held, label):
        nonlocal failed
        failed += not held
        print(f"{'ok' if held else 'not ok'} validate: {label}")

    expect(schemas.problems(GOOD) == [], "a good object passes")
    for path, value, label in BROKEN:
        expect(schemas.problems(mutated(path, value)) != [], f"{label} is caught")
    if schemas.validator(CUSTOM["apiVersion"], CUSTOM["kind"]):
        expect(schemas.problems(CUSTOM) == [], "a good custom resource passes")
        odd = CUSTOM | {"spec": CUSTOM["spec"] | {"too": {}}}
        expect(schemas.problems(odd) != [], "an unknown field of a custom resource is caught")
    try:
        yaml.load("a: 1\na: 2\n", UniqueKeyLoader)
        expect(False, "a key that stands twice is caught")
    except yaml.YAMLError:
        expect(True, "a key that stands twice is caught")
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--openapi", required=True, help="OpenAPI v2 document of the release")
    parser.add_argument("--crds", help="folder of CustomResourceDefinitions in JSON")
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("folders", nargs="*", metavar="OUTDIR")
    options = parser.parse_args()
    if not options.folders and not options.self_test:
        parser.error("nothing to validate")
    schemas = Schemas(options.openapi, options.crds)
    failed = self_test(schemas) if options.self_test else 0
    for folder in options.folders:
        count, problems = check_folder(schemas, folder)
        for problem in problems:
            print(problem)
        failed += len(problems)
        print(f"{'not ok' if problems else 'ok'} validate: {folder}, {count} objects")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
