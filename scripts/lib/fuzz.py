"""Builds the fuzzers, gives each its seeds and its time, and says what came of it; scripts/fuzz is the way in."""

import argparse
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import fuzz_seeds

ROOT = Path(__file__).resolve().parents[2]
SCRATCH = ROOT / ".build-fuzz"
FOLDER = ROOT / "Tests" / "Fuzz"
# The longest input of each target, in bytes: beyond the limits that it reads with.
TARGETS = {
    "RequestHead": 2048,
    "ResponseHead": 2048,
    "ChunkedBody": 2048,
    "Token": 4096,
    "Claims": 2048,
    "Origin": 1024,
    "Cookie": 2048,
}
# What one input may take before that is a finding.
SECONDS_AN_INPUT, MEGABYTES = 10, 1024
COLUMNS = "{:14}{:>12}{:>10}{:>8}{:>10}{:>8}{:>8}  {}"


@dataclass
class Run:
    """What one fuzzer did, `rate` executions a second; `finding` is empty, or says what and where to read of it."""

    executions: int
    rate: int
    edges: int
    features: int
    kept: int
    megabytes: int
    finding: str


def main():
    options = parse_options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    targets = options.target or list(TARGETS)
    for target in targets:
        build(target)
    print(COLUMNS.format("target", "executions", "a second", "edges", "features", "inputs", "MB", "finding"))
    runs = [report(target, run(target, options.seconds)) for target in targets]
    sys.exit(1 if any(each.finding for each in runs) else 0)


def parse_options():
    parser = argparse.ArgumentParser(prog="scripts/fuzz")
    parser.add_argument("--seconds", type=int, default=180)
    parser.add_argument("--target", action="append", choices=TARGETS)
    return parser.parse_args()


def build(target):
    """Optimised, which makes it twenty times as fast, and with every check of a debug build, which finds more."""
    command = [
        "swift", "build", "--sanitize", "fuzzer", "-Xswiftc", "-O", "-Xswiftc", "-assert-config", "-Xswiftc", "Debug",
        "--scratch-path", SCRATCH, "--product", f"Fuzz{target}",
    ]  # fmt: skip
    subprocess.run(command, cwd=ROOT, env=os.environ | {"CASEMENT_FUZZ": "1"}, stdout=sys.stderr, check=True)


def run(target, seconds):
    """One fuzzer for that long, or until it finds something."""
    kept, log = folder("inputs", target), folder("logs") / f"{target}.log"
    command = [
        SCRATCH / "debug" / f"Fuzz{target}", kept, seeds(target), f"-dict={FOLDER / target}.dict",
        f"-max_total_time={seconds}", f"-max_len={TARGETS[target]}", f"-timeout={SECONDS_AN_INPUT}",
        f"-rss_limit_mb={MEGABYTES}", f"-artifact_prefix={folder('findings')}/{target}-", "-print_final_stats=1",
    ]  # fmt: skip
    # Swift's own handling of a crash would wait for somebody to look at it.
    environment = os.environ | {"SWIFT_BACKTRACE": "enable=no"}
    with open(log, "wb") as output:
        done = subprocess.run(command, stdout=output, stderr=output, env=environment, timeout=seconds + 600)
    return outcome(log, log.read_text(errors="replace"), done.returncode, len(list(kept.iterdir())))


def seeds(target):
    """The folder with the target's seeds, made anew."""
    place = folder("seeds", target)
    for old in place.iterdir():
        old.unlink()
    for index, seed in enumerate(fuzz_seeds.of(target)):
        if len(seed) <= TARGETS[target]:
            (place / f"{index:05}").write_bytes(seed)
    return place


def folder(*names):
    place = SCRATCH.joinpath(*names)
    place.mkdir(parents=True, exist_ok=True)
    return place


def outcome(log, text, status, kept):
    """What libFuzzer wrote, as figures."""
    edges, features = (re.findall(r"cov: (\d+) ft: (\d+)", text) or [(0, 0)])[-1]
    return Run(
        statistic(text, "number_of_executed_units"), statistic(text, "average_exec_per_sec"), int(edges), int(features),
        kept, statistic(text, "peak_rss_mb"), finding(log, text) if status else "",
    )  # fmt: skip


def statistic(text, name):
    return int((re.findall(rf"stat::{name}:\s*(\d+)", text) or [0])[-1])


def finding(log, text):
    """What ended the fuzzer: a promise broken, or a fault that libFuzzer saw."""
    what = re.search(r"(?:Precondition failed|Fatal error): .*|ERROR: libFuzzer: .*", text)
    return f"{what[0] if what else 'it ended'} ({log.relative_to(ROOT)})"


def report(target, run):
    figures = (run.executions, run.rate, run.edges, run.features, run.kept, run.megabytes)
    print(COLUMNS.format(target, *figures, run.finding or "none"), flush=True)
    return run


if __name__ == "__main__":
    main()
