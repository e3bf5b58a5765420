"""A fixed number of sign-ins a second, whatever the answers take, and how long they take."""

import json
from pathlib import Path

from bench.machine import OTHER_CORE, build, fail, on_core, run
from bench.measured import Load
from bench.loads.wrk import CONNECTIONS


def send(server, rate, seconds, tokens):
    """Milliseconds that 99 of 100 requests took at most, each from the time when it was due."""
    words = map(str, (program(), "sign-in", server.port, rate, seconds, CONNECTIONS, tokens))
    answer = json.loads(run(*on_core(OTHER_CORE, *words), seconds=seconds + 30))
    if answer["refused"]:
        fail(f"{server.title}: {answer['refused']} of {answer['answered']} requests at a fixed rate were refused")
    return Load(answer["p99"], answer["answered"], answer["seconds"])


def program():
    """What sends them, or pages."""
    return build(Path(__file__).with_suffix(".c"))
