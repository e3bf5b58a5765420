"""How much memory connections take that wait for their next request."""

import contextlib
import select
import socket
import time

from bench.machine import beside, fail, resident
from bench.measured import Measured
from bench.servers.application import PAGE_BYTES
from bench.servers.server import trusting_context

SETTLE_SECONDS = 1


def growth(server, count):
    """Megabytes more that are resident with so many connections open, each of which had one request answered."""
    fields = "".join(f"{name}: {value}\r\n" for name, value in server.credentials().items())
    request = f"GET /page HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n{fields}\r\n".encode()
    context = trusting_context() if server.tls else None
    with beside(), contextlib.ExitStack() as connections:
        before, opened = resident(server.pid), []
        for _ in range(count):
            opened.append(connections.enter_context(connection(server, context)))
            use(opened[-1], request)
        time.sleep(SETTLE_SECONDS)
        grown = resident(server.pid) - before
        if closed := closed_among(opened):
            fail(f"{server.title} closed {closed} of {count} idle connections")
    return Measured(grown)


def connection(server, context):
    plain = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return context.wrap_socket(plain) if context else plain


def use(connection, request):
    """Has one request answered, with the application's page."""
    connection.sendall(request)
    answer = b""
    while len(answer.partition(b"\r\n\r\n")[2]) < PAGE_BYTES:
        piece = connection.recv(4096)
        if not piece:
            fail("a connection was closed before its answer")
        answer += piece
    if b" 200 " not in answer[:16]:
        fail(f"an idle connection began with {answer[:40]!r}")


def closed_among(connections):
    """How many have something to be read, which can only be their end."""
    poll = select.poll()
    for one in connections:
        poll.register(one, select.POLLIN)
    return len(poll.poll(0))
