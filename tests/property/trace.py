"""What `rcc where` says of a line, `rcc why` says of the parts it lists: trace.py RCC STACK [ARGUMENT...]

For every line of the stack, each part of the output that the line wrote must name the line among the
steps of its own explanation. Every line of the output must have an explanation, but for comments.
Prints `ok` or `not ok`.
"""
import json
import os
import re
import subprocess
import sys


class Asker:
    def __init__(self, rcc, stack, arguments):
        self.rcc, self.arguments = rcc, arguments
        self.folder, self.stack = os.path.split(stack)
        self.problems = []

    def ask(self, *words):
        """The answer to a question; None if there is none."""
        result = subprocess.run([self.rcc, *words, "--json", *self.arguments], cwd=self.folder, text=True,
                                capture_output=True, check=False)
        if result.returncode == 0:
            return json.loads(result.stdout)
        if result.returncode != 2:
            self.problems.append(f"{words}: status {result.returncode}\n{result.stderr}")
        return None

    def check_use(self, line, use):
        answer = self.ask("why", self.stack, f"{use['stack']}/{use['file']}:{use['line']}")
        if answer is None:
            self.problems.append(f"line {line}: no reason for {use}")
            return
        steps = [step for step in answer["steps"] if step.get("file") == self.stack]
        inside = any(step["line"] <= line <= step["endLine"] for step in steps)
        if not inside and not answer["more"]:
            self.problems.append(f"line {line}: not among the reasons of {use['path']} in {use['file']}")

    def check_line(self, line):
        """The number of parts that an entry of this line alone wrote."""
        answer = self.ask("where", f"{self.stack}:{line}")
        uses = [use for use in (answer or {"uses": []})["uses"] if use["role"] == "value"]
        for use in uses:
            self.check_use(line, use)
        return len(uses)

    def check_output(self, place):
        count = 0
        for name in os.listdir(place):
            if not name.endswith(".yaml") or name == "kustomization.yaml":
                continue
            with open(os.path.join(place, name), encoding="utf-8") as file:
                lines = file.read().splitlines()
            for number in range(2, len(lines) + 1):
                if self.ask("why", self.stack, f"{name}:{number}") is None:
                    self.problems.append(f"no reason for line {number} of {name}")
                count += 1
        return count


def lines_to_ask(lines):
    """Numbers of lines that write something themselves: no begin of a block, no name that stands for what
    is written elsewhere, and no further line of a string, which shows by its first one."""
    inside = False
    for number, text in enumerate(lines, 1):
        bare = re.search(r"=\s*[a-z_.]+$", text)
        if not inside and not bare and not text.rstrip().endswith(("{", "[")):
            yield number
        inside ^= text.count('"""') % 2 == 1


def main():
    rcc, stack, output, *arguments = sys.argv[1:]
    asker = Asker(rcc, stack, arguments)
    with open(stack, encoding="utf-8") as file:
        lines = file.read().splitlines()
    uses = sum(asker.check_line(number) for number in lines_to_ask(lines))
    parts = asker.check_output(output)
    print("\n".join(asker.problems))
    print(f"{'not ok' if asker.problems or not uses or not parts else 'ok'} {stack}: why and where agree")


main()
