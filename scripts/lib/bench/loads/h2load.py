"""h2load: as many requests as the server answers over HTTP/2, as many at a time as wrk has connections."""

import re
import socket

from bench.machine import OTHER_CORE, fail, on_core, run
from bench.measured import Load, NotOffered
from bench.servers.server import trusting_context

CLIENTS, STREAMS = 8, 8


def flood(server, path, seconds, fields):
    """Requests a second; every one of them has to be answered well."""
    if (chosen := negotiated(server)) != "h2":
        raise NotOffered(f"no HTTP/2: offered by ALPN, the answer was {chosen or 'none'}")
    command = ["h2load", f"--duration={seconds}", f"--clients={CLIENTS}", f"--max-concurrent-streams={STREAMS}"]
    command += [f"--header={name.lower()}: {value}" for name, value in fields.items()]
    answer = run(*on_core(OTHER_CORE, *command, server.origin + path), seconds=seconds + 30)
    counts = re.search(r"(\d+) succeeded, (\d+) failed, (\d+) errored, (\d+) timeout", answer)
    good, *bad = map(int, counts.groups())
    if not good or any(bad):
        fail(f"{server.title}, HTTP/2: {counts[0]}")
    return Load(good / seconds, good, seconds)


def negotiated(server):
    """The protocol that the server picks when offered HTTP/2 and HTTP/1.1."""
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        with trusting_context("h2", "http/1.1").wrap_socket(connection) as secured:
            return secured.selected_alpn_protocol()
