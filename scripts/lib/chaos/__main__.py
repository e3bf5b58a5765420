"""Runs the cases one after another and reports; see scripts/chaos."""

import argparse
import os
import signal
import sys

from bench.machine import allow_files, beside, fail, progress
from bench.stage import Stage
from chaos import report
from chaos.cases import CASES

OPEN_FILES = 4096


def main():
    options = parse_options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if os.cpu_count() < 2:
        fail("two cores are needed")
    allow_files(OPEN_FILES)
    with Stage(options.casement) as stage, beside():
        results = {name: measure(stage, name) for name in options.case or CASES}
    print((report.as_json if options.json else report.as_text)(results))
    sys.exit(1 if report.missed(results) else 0)


def parse_options():
    parser = argparse.ArgumentParser(prog="scripts/chaos")
    parser.add_argument("--casement", required=True)
    parser.add_argument("--case", action="append", choices=CASES)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def measure(stage, name):
    """The figures of a case."""
    progress(CASES[name].__doc__)
    return CASES[name](stage)


if __name__ == "__main__":
    main()
