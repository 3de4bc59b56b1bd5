"""Many Deployments with some values changed at random, read at once and one by one: vet_alike.py RCC FOLDER"""
import json
import os
import random
import subprocess
import sys

sys.path.insert(0, "tests/bench")
import vet_objects

OBJECTS = 300  # enough for those that are alike to share what they have in common
# Values that checks have something to say about, in place of others.
CHANGES = [
    ("containerPort: 8080", "containerPort: 70000"), ("port: http", "port: https"), ("port: http", "port: 0"),
    ("path: /ready", "path: ready"), ("periodSeconds: 5", "periodSeconds: -1"), ("mountPath: /tmp", "mountPath: tmp"),
    ("name: scratch\n          mountPath", "name: other\n          mountPath"), ("cpu: ", "cpu: 9"),
    ("memory: 128Mi\n        readiness", "memory: 1Mi\n        readiness"), ("sizeLimit: 64Mi", "sizeLimit: -1"),
    ("name: WORKERS", "name: 1=2"), ("name: http\n", "name: HTTP\n"), ("image: registry", "image: Registry/UP"),
    ("drop: [ALL]", "add: [SYS_ADMIN]"), ("runAsNonRoot: true", "runAsUser: 0"), ("replicas: ", "replicas: -"),
    ("maxSurge: 1", "maxSurge: 0"), ("key: password", "key: 'a b'"), ("app.kubernetes.io/version", "bad key/version"),
    ("allowPrivilegeEscalation: false", "privileged: true"), ("automountServiceAccountToken: false", "hostNetwork: true"),
    ("      containers:", "      restartPolicy: Never\n      containers:"), ("type: RuntimeDefault", "type: Localhost"),
]


def objects(seed):
    source = random.Random(seed)
    for i in range(OBJECTS):
        text = vet_objects.deployment(i % 30).replace("service-", f"service-{i}-")
        for before, after in source.sample(CHANGES, source.choice([0, 0, 1, 1, 2, 3])):
            text = text.replace(before, after)
        yield text


def findings(rcc, path, first):
    """Of each object: its findings, in lines of its own; `first` are the lines at which the objects begin."""
    run = subprocess.run([rcc, "vet", path, "--pod-security", "restricted", "--diagnostics", "json"],
                         capture_output=True, text=True, check=False)
    found = [[] for _ in first]
    for line in run.stderr.splitlines():
        d = json.loads(line)
        at = max(i for i, beg in enumerate(first) if beg <= d["line"])
        labels = [(label["line"] - first[at], label["column"], label["text"]) for label in d["labels"]]
        found[at].append((d["code"], d["message"], d["line"] - first[at], d["column"], labels, d["because"], d["help"]))
    return [sorted(f, key=json.dumps) for f in found]


def main(rcc, folder):
    os.makedirs(folder, exist_ok=True)
    texts = list(objects(1))
    first, line, alone = [], 1, []
    for text in texts:
        first.append(line)
        line += text.count("\n") + 1
    everything = os.path.join(folder, "all.yaml")
    with open(everything, "w", encoding="utf-8") as out:
        out.write("---\n".join(texts))
    for i, text in enumerate(texts):
        path = os.path.join(folder, f"{i}.yaml")
        with open(path, "w", encoding="utf-8") as out:
            out.write(text)
        alone += findings(rcc, path, [1])
    together = findings(rcc, everything, first)
    different = [i for i in range(OBJECTS) if alone[i] != together[i]]
    for i in different[:5]:
        print(texts[i], "alone:", *alone[i], "together:", *together[i], sep="\n  ")
    codes = {f[0] for found in alone for f in found}
    print(f"{sum(map(len, alone))} findings with {len(codes)} codes: {' '.join(sorted(codes))}")
    print("not ok vet says the same of objects together and alone" if different or len(codes) < 10
          else "ok vet says the same of objects together and alone")


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]), sys.argv[2])
