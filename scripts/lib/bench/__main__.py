"""Picks the cases, measures them round after round, and reports; see scripts/bench."""

import argparse
import os
import signal
import sys
from pathlib import Path

from bench import picture, report
from bench.cases import CASES
from bench.machine import allow_files, fail, progress
from bench.measured import NotOffered
from bench.measures.profile import profiled
from bench.results import Result
from bench.stage import Stage

OPEN_FILES = 15_000


def main():
    options = parse_options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if os.cpu_count() < 2:
        fail("two cores are needed")
    allow_files(OPEN_FILES)
    with Stage(options.casement) as stage:
        if options.profile:
            print_profiles(stage, options)
            return
        results = measure(stage, options)
    print((report.as_json if options.json else report.as_text)(results, options))
    if options.picture:
        options.picture.write_text(picture.draw(results))
    if options.table:
        report.put_markdown(options.table, results, options)
    sys.exit(1 if report.missed(results) else 0)


def parse_options():
    parser = argparse.ArgumentParser(prog="scripts/bench")
    parser.add_argument("--casement", required=True)
    parser.add_argument("--case", action="append", choices=[case.name for case in CASES])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--table", type=Path)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    if options.table and not all(mark in options.table.read_text() for mark in report.MARKS):
        parser.error(f"{options.table} has no place for the table: {' … '.join(report.MARKS)}")
    return options


def chosen(options, names=None):
    names = options.case or names
    return [case for case in CASES if names is None or case.name in names]


def measure(stage, options):
    """The results, in the order of the list."""
    results = [Result(case) for case in chosen(options)]
    repeated = [result for result in results if result.case.repeated]
    for number in range(options.rounds + 1) if repeated else ():
        progress(f"round {number} of {options.rounds}" if number else "warming up")
        for result in repeated:
            take(stage, result, options.seconds, number)
    for result in results:
        if not result.case.repeated:
            progress(result.case.title)
            take(stage, result, options.seconds, 1)
    return results


def take(stage, result, seconds, number):
    """Measures everybody once, in an order that alternates; round 0 only warms up."""
    measures = list(result.case.measures.items())
    for who, measurement in measures if number % 2 else reversed(measures):
        try:
            measured = measurement(stage, seconds)
        except NotOffered as reason:
            result.not_offered[who] = str(reason)
            continue
        if number:
            result.add(who, measured)


def print_profiles(stage, options):
    """Where Casement's time goes, case by case."""
    for case in chosen(options, ["proxied"]):
        if not case.repeated:
            fail(f"{case.name} has no profile")
        measurement = case.measures["Casement"]
        measurement(stage, options.seconds)
        pids = [server.pid for server in stage.servers.values()]
        told = profiled(pids, lambda measurement=measurement: measurement(stage, options.seconds))
        print(f"{case.title}, percent of the gateway's time:\n{told}")


if __name__ == "__main__":
    main()
