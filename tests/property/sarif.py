"""SARIF against its schema and against JSON: sarif.py RCC SCHEMA FOLDER...

Each folder may hold a stack.rcs. Its SARIF must follow the schema and have the diagnostics, places
and fixes of its JSON, in the same order. Prints one line for each folder, and proves first that the
schema refuses what is wrong.
"""
import json
import os
import subprocess
import sys
import urllib.parse

import jsonschema


def said(rcc, folder, form):
    result = subprocess.run([rcc, "check", "stack.rcs", "--diagnostics", form], cwd=folder,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    return result.stderr


def corners(region):
    return tuple(region[name] for name in ("startLine", "startColumn", "endLine", "endColumn"))


def place_of_result(result):
    if "locations" not in result:
        return None
    physical = result["locations"][0]["physicalLocation"]
    return urllib.parse.unquote(physical["artifactLocation"]["uri"]), *corners(physical["region"])


def edits_of_result(result):
    return [sorted((urllib.parse.unquote(change["artifactLocation"]["uri"]), *corners(replacement["deletedRegion"]),
                    replacement["insertedContent"]["text"])
                   for change in fix["artifactChanges"] for replacement in change["replacements"])
            for fix in result.get("fixes", [])]


def place_of_record(record):
    if record["file"] is None:
        return None
    return tuple(record[name] for name in ("file", "line", "column", "endLine", "endColumn"))


def edits_of_record(record):
    return [sorted((*place_of_record(edit), edit["text"]) for edit in fix["edits"]) for fix in record["fixes"]]


def differences(records, run):
    """What JSON says and SARIF does not."""
    rules = run["tool"]["driver"]["rules"]
    if len(records) != len(run["results"]):
        yield f"{len(records)} records, {len(run['results'])} results"
    if {record["code"] for record in records} != {rule["id"] for rule in rules}:
        yield "the rules are not the codes of the run"
    for record, result in zip(records, run["results"]):
        if rules[result["ruleIndex"]]["id"] != result["ruleId"] or result["ruleId"] != record["code"]:
            yield f"{record['code']}: another rule"
        if result["level"] != record["severity"]:
            yield f"{record['code']}: another level"
        if place_of_result(result) != place_of_record(record):
            yield f"{record['code']}: another place"
        if edits_of_result(result) != edits_of_record(record):
            yield f"{record['code']}: other fixes"


def check(rcc, validator, folder):
    log = json.loads(said(rcc, folder, "sarif"))
    records = [json.loads(line) for line in said(rcc, folder, "json").splitlines()]
    problems = [error.message for error in validator.iter_errors(log)]
    problems += differences(records, log["runs"][0])
    for problem in problems:
        print(problem)
    print("not ok" if problems else "ok", "sarif", os.path.basename(folder))


def main():
    rcc, schema, *folders = sys.argv[1:]
    with open(schema, encoding="utf-8") as file:
        validator = jsonschema.Draft4Validator(json.load(file))
    refused = not validator.is_valid({"version": "2.1.0", "runs": [{"results": []}]})
    print("ok" if refused else "not ok", "sarif: a run without a tool is refused")
    for folder in folders:
        if os.path.exists(os.path.join(folder, "stack.rcs")):
            check(rcc, validator, folder)


main()
