"""wrk: as many requests as the server answers, over connections that are kept alive."""

import re
from pathlib import Path

from bench.machine import OTHER_CORE, fail, on_core, run
from bench.measured import Load

CONNECTIONS = 64


def flood(server, path, seconds, fields, script=None, **environment):
    """Requests a second; every one of them has to be answered well."""
    command = ["env", *(f"{name}={value}" for name, value in environment.items())]
    command += ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s", "--timeout", "5s"]
    command += [word for name, value in fields.items() for word in ("--header", f"{name}: {value}")]
    command += ["--script", str(Path(__file__).parent / script)] if script else []
    answer = run(*on_core(OTHER_CORE, *command, server.origin + path), seconds=seconds + 30)
    if errors := re.findall(r"Socket errors.*|Non-2xx.*", answer):
        fail(f"{server.title}, {path}: {'; '.join(errors)}")
    requests, took = re.search(r"(\d+) requests in ([\d.]+)s", answer).groups()
    return Load(float(re.search(r"Requests/sec:\s+([\d.]+)", answer)[1]), int(requests), float(took))
