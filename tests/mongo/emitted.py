"""What a container of a compiled stack is started with: emitted.py FILE KIND/NAME CONTAINER env|args|probe

FILE is the output in JSON. `env` gives lines NAME='value' for a shell, of variables that have a value there; the others
give words for a shell: the arguments, or the command of the readiness probe. NAME may be a pattern.
"""
import fnmatch
import json
import shlex
import sys


def containers(item):
    spec = item["spec"]
    spec = spec.get("jobTemplate", {}).get("spec", spec)["template"]["spec"]
    return spec.get("initContainers", []) + spec["containers"]


def main(path, wanted, name, what):
    with open(path, encoding="utf-8") as source:
        items = json.load(source)["items"]
    item = next(i for i in items if fnmatch.fnmatchcase(f"{i['kind']}/{i['metadata']['name']}", wanted))
    container = next(c for c in containers(item) if c["name"] == name)
    if what == "env":
        for entry in container["env"]:
            if "value" in entry:
                print(f"{entry['name']}={shlex.quote(entry['value'])}")
    else:
        words = container["args"] if what == "args" else container["readinessProbe"]["exec"]["command"]
        print(shlex.join(words))


main(*sys.argv[1:])
