"""A client that pauses while the last bytes of an answer are on their way."""

import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from casement_stack import DEADLINE, ByTLS, Stack
from recording_upstream import RecordingUpstream

# More than the system holds between the gateway and a client that reads nothing.
SIZE = 6_000_000
# Finer than what the gateway itself holds: one of the pauses falls where only the gateway still has the end.
STEP = 50_000
# Longer than a connection lingers after its last answer, and than it is kept idle here.
PAUSE = 3


class SlowReaderStack(Stack):
    """The gateway before an application whose every answer is large."""

    def __init__(self, directory):
        super().__init__(directory)
        self.upstream = RecordingUpstream()
        self.upstream.answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % SIZE + b"x" * SIZE
        self.application_port = self.upstream.port

    def more_settings(self):
        """Long enough for a busy machine to bring every client to its pause."""
        return "gateway.timeouts.keep_alive: 1s\ngateway.timeouts.body_idle: 5m\n"

    def _start_servers(self):
        self.start_gateway()

    def __exit__(self, *arguments):
        super().__exit__(*arguments)
        self.upstream.close()

    def signed_in(self):
        """The value of a live session's cookie."""
        sign = ("--key", self.directory / "acme.pem", "--partner", "acme", "--customer", "EBS-1")
        return self.sign_in(self.casement("token", "sign", *sign)["token"]).cookie(self.cookie_name)


class SlowReaderTLSStack(ByTLS, SlowReaderStack):
    """The same by TLS, where each connection has an end of its own before the system's."""


@pytest.fixture()
def slow(tmp_path):
    yield from signed_in(SlowReaderStack(tmp_path))


@pytest.fixture()
def slow_by_tls(tmp_path):
    yield from signed_in(SlowReaderTLSStack(tmp_path))


def signed_in(stack):
    with stack as running:
        running.cookie = running.signed_in()
        yield running


@pytest.mark.parametrize("ends", ["by close", "half-closed before", "half-closed within", "idle", "drain"])
def test_answer_is_whole(slow, ends):
    assert_whole(slow, ends)


@pytest.mark.parametrize("ends", ["by close", "idle", "drain"])
def test_answer_is_whole_by_tls(slow_by_tls, ends):
    assert_whole(slow_by_tls, ends)


def assert_whole(slow, ends):
    firsts = range(0, SIZE, STEP)
    all_pause = threading.Barrier(len(firsts) + 1, timeout=DEADLINE)
    with ThreadPoolExecutor(len(firsts)) as clients:
        lengths = [clients.submit(length_read, slow, ends, first, all_pause) for first in firsts]
        all_pause.wait()
        if ends == "drain":
            slow.signal("gateway", signal.SIGTERM)
    assert [first for first, length in zip(firsts, lengths) if length.result() != SIZE] == []


def length_read(slow, ends, first, all_pause):
    """How much of the body arrives when the reader pauses after the first bytes."""
    with connection(slow) as client:
        option = "keep-alive" if ends in ("idle", "drain") else "close"
        lines = ("GET / HTTP/1.1", f"Host: {slow.gateway.partition('://')[2]}", f"Connection: {option}")
        client.sendall("\r\n".join((*lines, f"Cookie: {slow.cookie_name}={slow.cookie}", "", "")).encode())
        if ends == "half-closed before":
            client.shutdown(socket.SHUT_WR)
        received = read(client, first)
        all_pause.wait()
        time.sleep(PAUSE / 2)
        if ends == "half-closed within":
            client.shutdown(socket.SHUT_WR)
        time.sleep(PAUSE / 2)
        received += read(client, 2 * SIZE)
        return len(received) - received.find(b"\r\n\r\n") - 4


def connection(slow):
    """A connection to the gateway, for which the system holds little."""
    client = socket.socket()
    client.settimeout(DEADLINE)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
    client.connect(("127.0.0.1", slow.gateway_port))
    return slow.tls.wrap_socket(client, server_hostname="localhost") if slow.tls else client


def read(client, most):
    """What comes until there is this much, or the end."""
    parts, count = [], 0
    while count < most and (part := client.recv(min(1 << 20, most - count))):
        parts.append(part)
        count += len(part)
    return b"".join(parts)
