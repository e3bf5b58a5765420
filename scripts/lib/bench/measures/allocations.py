"""How often the gateway allocates memory for a proxied request."""

import contextlib
import struct
from pathlib import Path

from bench.machine import STATE, beside, build
from bench.measured import Measured
from bench.servers.casement import Casement

REQUESTS = 5000


def per_request(stage):
    """A whole number: what timers allocate meanwhile is far less than one a request, and rounded away."""
    counter = STATE / "allocations"
    counter.write_bytes(bytes(8))
    library = build(Path(__file__).with_suffix(".c"), "-shared", "-fPIC")
    server = Casement(stage, environment={"LD_PRELOAD": str(library), "ALLOCATIONS_FILE": str(counter)})
    with beside(), contextlib.closing(server.connect()) as connection:
        fields = server.credentials()
        ask(connection, fields)
        before = count(counter)
        ask(connection, fields)
        grown = count(counter) - before
    server.stop()
    return Measured(round(grown / REQUESTS))


def ask(connection, fields):
    for _ in range(REQUESTS):
        connection.request("GET", "/page", headers=fields)
        connection.getresponse().read()


def count(counter):
    return struct.unpack("=Q", counter.read_bytes())[0]
