"""Whether two outputs are the same Kubernetes objects: same_objects.py EXPECTED GOT

Each is a file (a stream of YAML or JSON documents) or a folder of such files. Objects are compared field for
field as they are loaded; what YAML gives no meaning to may differ: the order of keys and of documents,
comments, quotes. So may the hash at the end of a Job's name: each tool hashes the Job's template in its own
notation. Prints what differs.
"""
import os
import re
import sys

import yaml

NO_OBJECT = {"kustomize.config.k8s.io/v1beta1"}  # describes the folder
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def files(path):
    if not os.path.isdir(path):
        return [path]
    return [os.path.join(path, name) for name in sorted(os.listdir(path)) if name.endswith((".yaml", ".json"))]


def documents(path):
    for name in files(path):
        with open(name, encoding="utf-8") as file:
            for document in yaml.load_all(file, Loader):
                yield from document["items"] if document["kind"] == "List" else [document]


def load(path):
    objects = {}
    for document in documents(path):
        if document["apiVersion"] in NO_OBJECT:
            continue
        meta = document["metadata"]
        if document["kind"] == "Job":
            meta["name"] = re.sub("-[0-9a-f]{10}$", "-HASH", meta["name"])
        objects[f"{document['kind']} {meta.get('namespace', '')}/{meta['name']}"] = document
    return objects


def differences(expected, got, path):
    """Lines that tell where the two values differ."""
    if isinstance(expected, dict) and isinstance(got, dict):
        for key in sorted({*expected, *got}):
            if key not in got:
                yield f"{path}.{key} is missing"
            elif key not in expected:
                yield f"{path}.{key} is not expected"
            else:
                yield from differences(expected[key], got[key], f"{path}.{key}")
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for i, (a, b) in enumerate(zip(expected, got)):
            yield from differences(a, b, f"{path}[{i}]")
    elif type(expected) is not type(got) or expected != got:
        yield f"{path} is {got!r}, expected {expected!r}"


def compare(expected, got):
    a, b = load(expected), load(got)
    yield from (f"{name} is missing" for name in a if name not in b)
    yield from (f"{name} is not expected" for name in b if name not in a)
    for name in a:
        if name in b:
            yield from differences(a[name], b[name], name)


if __name__ == "__main__":
    found = list(compare(*sys.argv[1:]))
    print("\n".join(found))
    sys.exit(1 if found else 0)
