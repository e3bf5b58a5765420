"""Where the gateway spends its time while a case is measured."""

import re
import shutil
import subprocess

from bench.machine import STATE, run

LEAST_PERCENT = 0.5


def profiled(pids, measure):
    """The functions, the kernel's too, in which processes spent most of their time meanwhile, as `perf` tells."""
    data = STATE / "perf.data"
    recording = subprocess.Popen(
        ["perf", "record", "--quiet", "--event", "cpu-clock", "--pid", ",".join(map(str, pids)), "--output", str(data)])
    try:
        measure()
    finally:
        recording.terminate()
        recording.wait(timeout=30)
    told = run("perf", "report", "--stdio", "--input", str(data), "--sort", "symbol", "--percent-limit", str(LEAST_PERCENT))
    return "\n".join(re.findall(r"^ +[\d.]+% +\[.\] .*?(?= {3}| *$)", demangled(told), re.MULTILINE))


def demangled(text):
    """Swift's names as they are written, where its tool is there."""
    if not shutil.which("swift-demangle"):
        return text
    return subprocess.run(["swift-demangle", "--simplified"], input=text, capture_output=True, text=True, check=True).stdout
