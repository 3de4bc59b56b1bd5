"""`rcc vet` beside kubeconform on the same manifests, by turns: vet.py BUILD

Kubeconform gets local schemas of the kind that is checked, made from the OpenAPI document of the newest release beside
the repository (RCC_SHARED, else ../shared). Both must find every object and nothing wrong with it.
"""
import glob
import json
import os
import statistics
import subprocess
import sys
import tempfile

import schemas
import vet_objects

OBJECTS, ROUNDS, BAR = 1000, 9, 20
SHARED = os.environ.get("RCC_SHARED", "../shared")


def commands(build, folder):
    rcc = os.path.join(build, "rcc")
    conform = [os.path.join(build, "bench-tools/bin/kubeconform"), "-strict", "-summary", "-schema-location",
               os.path.join(folder, "schemas/{{.ResourceKind}}{{.KindSuffix}}.json")]
    stream, files = os.path.join(folder, "all.yaml"), os.path.join(folder, "files")
    return {
        "one stream": ([rcc, "vet", stream], [*conform, stream]),
        "a file for each": ([rcc, "vet", files], [*conform, files]),
    }


def proves_all(command, ours):
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    wanted = f"{OBJECTS} objects in " if ours else f"Valid: {OBJECTS}, Invalid: 0, Errors: 0, Skipped: 0"
    assert wanted in said, said


def turn(build, folder, command):
    program = os.path.join(build, "tests/bench/measure")
    result = subprocess.run([program, "3", "0", os.path.join(folder, "fresh"), *command], check=True,
                            capture_output=True, text=True)
    return json.loads(result.stdout)["runs"]


def compare(build, folder, name, ours, theirs):
    proves_all(ours, True)
    proves_all(theirs, False)
    runs = {"rcc vet": [], "kubeconform": []}
    for _ in range(ROUNDS):
        runs["rcc vet"] += turn(build, folder, ours)
        runs["kubeconform"] += turn(build, folder, theirs)
    for tool, measured in runs.items():
        wall, user = zip(*[run[:2] for run in measured])
        print(f"{name:16} {tool:12} least {min(wall) / 1000:7.1f} ms, median {statistics.median(wall) / 1000:7.1f} ms,"
              f" user {statistics.median(user) / 1000:7.1f} ms")
    least = min(run[0] for run in runs["kubeconform"]) / min(run[0] for run in runs["rcc vet"])
    # Where time is counted in ticks, a run may take none.
    user = sum(run[1] for run in runs["kubeconform"]) / max(1, sum(run[1] for run in runs["rcc vet"]))
    verdict = "met   " if least >= BAR else "MISSED"
    print(f"{verdict} {name}: {least:.1f} times as fast, {user:.1f} times less user time (at least {BAR})")


def main(build):
    document = sorted(glob.glob(os.path.join(SHARED, "k8s/openapi/v1.*.json")))
    in_memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    if not document or not os.path.exists(os.path.join(build, "bench-tools/bin/kubeconform")):
        sys.exit("kubeconform (tests/bench/setup.sh) and the OpenAPI documents of Kubernetes are needed")
    with tempfile.TemporaryDirectory(dir=in_memory) as folder:
        vet_objects.write(OBJECTS, folder)
        schemas.write(document[-1], os.path.join(folder, "schemas"), {"Deployment"})
        for name, (ours, theirs) in commands(build, folder).items():
            compare(build, folder, name, ours, theirs)


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]))
