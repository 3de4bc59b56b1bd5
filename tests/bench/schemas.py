"""Schemas as kubeconform reads them, from an OpenAPI document of Kubernetes: schemas.py DOCUMENT FOLDER

One file for each kind with all that it refers to written out, and no fields beyond those: what is published as
`standalone-strict`. A type that holds itself ends in an object of any fields.
"""
import json
import os
import sys


def inline(schema, definitions, inside):
    if isinstance(schema, list):
        return [inline(s, definitions, inside) for s in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        if name in inside:
            return {"type": "object"}
        return inline(definitions[name], definitions, inside | {name})
    result = {key: inline(value, definitions, inside) for key, value in schema.items() if not key.startswith("x-")}
    if "properties" in result:
        result["properties"] = {k: nullable(v) for k, v in result["properties"].items()}
        result.setdefault("additionalProperties", False)
    if result.get("format") == "int-or-string":
        return {"oneOf": [{"type": "string"}, {"type": "integer"}]}
    return result


def nullable(schema):
    if isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
    return schema


def amounts(definitions):
    """A quantity may be a number, too."""
    definitions["io.k8s.apimachinery.pkg.api.resource.Quantity"] = {"oneOf": [{"type": "string"}, {"type": "number"}]}


def write(document, folder, kinds=None):
    with open(document, encoding="utf-8") as file:
        definitions = json.load(file)["definitions"]
    amounts(definitions)
    os.makedirs(folder, exist_ok=True)
    for name, schema in definitions.items():
        for kind in schema.get("x-kubernetes-group-version-kind", []):
            if kinds and kind["kind"] not in kinds:
                continue
            parts = [kind["kind"], kind["group"].split(".")[0], kind["version"]]
            path = os.path.join(folder, "-".join(p for p in parts if p).lower() + ".json")
            with open(path, "w", encoding="utf-8") as out:
                json.dump(inline(schema, definitions, frozenset([name])), out)


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2])
