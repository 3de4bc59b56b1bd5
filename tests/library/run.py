"""Runs pairs of stacks that are almost the same: run.py RCC FOLDER FILE.cases...

cases.py tells what a file of cases says. Every fix that is offered is applied, and has to do away with
what it is offered for.
"""
import os
import sys

from cases import problem_of, read_cases


def main(rcc, folder, *paths):
    number = 0
    for path in paths:
        for case in read_cases(path)[1]:
            number += 1
            problem = problem_of(rcc, os.path.join(folder, str(number)), case)
            print(f"{'not ok' if problem else 'ok'} near-miss {os.path.basename(path)}: {case.title}")
            if problem:
                print(f"  {problem}")
    if number == 0:
        print("not ok near-miss: no case was found")


main(*sys.argv[1:])
