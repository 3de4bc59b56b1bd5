#!/usr/bin/env python3
"""vsix.py FILE: the packed extension is complete: every file that package.json and the manifest name is in it."""
import json
import re
import sys
import zipfile

with zipfile.ZipFile(sys.argv[1]) as archive:
    names = set(archive.namelist())
    package = json.loads(archive.read("extension/package.json"))
    manifest = archive.read("extension.vsixmanifest").decode()
    read = {name: archive.read(name) for name in names}

wanted = {"[Content_Types].xml", *re.findall(r'Path="([^"]+)"', manifest)}
for kind in ("languages", "grammars", "snippets"):
    for entry in package["contributes"][kind]:
        path = entry.get("path") or entry["configuration"]
        wanted.add("extension/" + path.removeprefix("./"))
for name in sorted(wanted - names):
    print(f"{name} is missing")
for name in names:
    if name.endswith(".json"):
        json.loads(read[name])
sys.exit(bool(wanted - names))
