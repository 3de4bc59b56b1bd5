"""Who reads which Secret, as the report has it, and as the objects do: readers.py RCC STACK...

The report's table of secrets is made from the stack, and so are the objects: neither from the other. Prints what differs.
"""
import json
import re
import subprocess
import sys

import yaml


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def pod_of(thing):
    spec = thing.get("spec", {})
    spec = spec.get("jobTemplate", {}).get("spec", spec)
    return spec.get("template", {}).get("spec") or {"containers": []}


def read_by(pod):
    """Keys of Secrets that a pod reads."""
    for container in pod.get("initContainers", []) + pod["containers"]:
        for variable in container.get("env", []):
            key = variable.get("valueFrom", {}).get("secretKeyRef")
            if key:
                yield key["name"], key["key"]
    for volume in pod.get("volumes", []):
        if "secret" in volume:
            for item in volume["secret"]["items"]:
                yield volume["secret"]["secretName"], item["key"]


def in_objects(rcc, stack):
    found = {}
    for thing in yaml.safe_load_all(run(rcc, "build", stack, "-o", "-")):
        # The hash of a Job's template is no part of what it is called.
        name = re.sub(r"-init-[0-9a-f]+$", "-init", f"{thing['kind']}/{thing['metadata']['name']}")
        for key in read_by(pod_of(thing)):
            found.setdefault(key, set()).add(name)
    return found


def in_report(rcc, stack):
    (report,) = json.loads(run(rcc, "report", stack, "--json"))
    rows = next(s for s in report["sections"] if s["name"] == "secrets")["rows"]
    return {(r["secret"], r["key"]): set(r["readers"].split(", ")) for r in rows}


def main(rcc, stacks):
    for stack in stacks:
        said, there, wrong = in_report(rcc, stack), in_objects(rcc, stack), False
        for key, readers in sorted(there.items()):
            # What an issuer makes is not needed from anybody.
            if key in said and readers != {r for r in said[key] if r.split("/")[0] not in ("Ingress", "MongoDBCommunity")}:
                print(f"{'/'.join(key)} is read by {sorted(readers)}, and the report has {sorted(said[key])}")
                wrong = True
        print(f"{'not ok' if wrong else 'ok'} readers: {stack}")


main(sys.argv[1], sys.argv[2:])
