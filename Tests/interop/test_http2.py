"""HTTP/2 in front: clients that others wrote, and frames that no client would send."""

import re
import signal
import subprocess
import threading

import pytest
from casement_stack import DEADLINE, make_certificate, running_stack, trusting
from http2_line import ENHANCE_YOUR_CALM, PROTOCOL_ERROR, Line
from hyperframe.frame import (
    ContinuationFrame, DataFrame, PingFrame, RstStreamFrame, SettingsFrame, WindowUpdateFrame,
)  # fmt: skip
from python_application import PythonApplicationStack

LARGE = "x" * 300_000
# With it, /direct_link waits for the body.
FORM = ("content-type", "application/x-www-form-urlencoded")


class HTTP2Stack(PythonApplicationStack):
    """The gateway with a certificate for localhost, before an application that can be made to wait."""

    cookie_name = "__Host-casement"
    answers = {"/large": (200, {}, LARGE), "/slow": (200, {}, "slow")}

    def __init__(self, directory):
        super().__init__(directory)
        self.gateway = f"https://localhost:{self.gateway_port}"
        make_certificate(self.directory, "front")
        self.tls = trusting(self.directory / "front.pem")
        self.may_answer, self.is_asked = threading.Event(), threading.Event()

    def answer(self, path):
        if path == "/slow":
            self.is_asked.set()
            assert self.may_answer.wait(DEADLINE)
        return super().answer(path)

    def more_settings(self):
        return f"gateway.tls.certificate: {self.directory}/front.pem\ngateway.tls.key: {self.directory}/front.key\n"

    def _start_servers(self):
        self.start_gateway()

    def signed_in(self):
        """The value of a live session's cookie."""
        sign = ("--key", self.directory / "acme.pem", "--partner", "acme", "--customer", "EBS-1")
        return self.sign_in(self.casement("token", "sign", *sign)["token"]).cookie(self.cookie_name)

    def curl(self, *arguments):
        """What curl wrote, by HTTP/2 under a session."""
        command = ["curl", "--http2", "--silent", "--show-error", "--cacert", self.directory / "front.pem"]
        command += ["--cookie", f"{self.cookie_name}={self.signed_in()}", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=DEADLINE)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def stack():
    with running_stack(HTTP2Stack) as running:
        running.cookie = running.signed_in()
        yield running


@pytest.fixture()
def line(stack):
    """`line(settings)`: a connection that is closed after the test."""
    opened = []

    def connect(settings=None):
        opened.append(Line(stack, settings))
        return opened[-1]

    yield connect
    for each in opened:
        each.close()


# Clients that others wrote.


def test_curl_is_served(stack):
    out = stack.curl("--write-out", "%{http_version} %{num_connects}\n", *[f"{stack.gateway}/large"] * 3)
    assert out == f"{LARGE}2 1\n{LARGE}2 0\n{LARGE}2 0\n"


def test_h2load_gets_every_answer(stack):
    command = ["h2load", "-n", "3000", "-c", "2", "-m", "20", "-t", "1"]
    command += ["-H", f"cookie: {stack.cookie_name}={stack.cookie}", f"{stack.gateway}/"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=5 * DEADLINE)
    assert "Application protocol: h2" in done.stdout
    assert re.search(r"3000 succeeded, 0 failed, 0 errored", done.stdout), done.stdout + done.stderr
    assert re.search(r"status codes: 3000 2xx", done.stdout), done.stdout


# Heads.

MALFORMED = {
    "upper-case name": [(b"Upper", b"a")],
    "blank in a name": [(b"x y", b"a")],
    "line break in a value": [(b"x-own", b"a\r\nx-casement-partner: evil")],
    "line feed in a value": [(b"x-own", b"a\nb")],
    "NUL in a value": [(b"x-own", b"a\0b")],
    "blank before a value": [(b"x-own", b" a")],
    "no UTF-8": [(b"x-own", b"\xff")],
    "line break in a name": [(b"x\r\nhost: evil", b"a")],
    "transfer-encoding": [(b"transfer-encoding", b"chunked")],
    "connection": [(b"connection", b"x-own")],
    "te": [(b"te", b"gzip")],
    "a second path": [(b":path", b"/other")],
    "an unknown control field": [(b":evil", b"a")],
    "another host": [(b"host", b"evil.example")],
}


@pytest.mark.parametrize("fields", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_head_is_refused_and_the_connection_goes_on(stack, line, fields):
    connection, before = line(), len(stack.seen)
    assert connection.ask(1, *fields, cookie=stack.cookie) == 400
    assert len(stack.seen) == before
    assert connection.ask(3, cookie=stack.cookie) == 200


@pytest.mark.parametrize(
    "more",
    [
        {"path": "/ HTTP/1.1\r\nx: y"}, {"path": "no-slash"}, {"method": "CONNECT"}, {"without": ":scheme"},
        {"without": ":authority"},
    ],
    ids=str,
)  # fmt: skip
def test_a_malformed_request_line_is_refused(stack, line, more):
    connection, before = line(), len(stack.seen)
    assert connection.ask(1, cookie=stack.cookie, **more) == 400
    assert len(stack.seen) == before


def test_extended_connect_is_not_offered(stack, line):
    connection = line()
    assert connection.ask(1, (b":protocol", b"websocket"), method="CONNECT", cookie=stack.cookie) == 400
    assert SettingsFrame.ENABLE_CONNECT_PROTOCOL not in connection.settings


def test_a_head_over_the_limit_is_refused_and_one_far_over_it_ends_the_connection(stack, line):
    connection = line()
    assert connection.ask(1, *[(f"x-{n}", "a") for n in range(100)], cookie=stack.cookie) == 431
    assert connection.ask(3, ("x-own", "a" * 30_000), cookie=stack.cookie) == 200
    assert connection.ask(5, ("x-own", "a" * 40_000), cookie=stack.cookie) == 431
    # Each of these but the first refers to it by one byte.
    connection.send(*connection.raw_head(7, [("x-own", "a" * 4_000)] * 100))
    connection.read_to_end()
    assert connection.status(7) is None and connection.goaways


# Bodies.


@pytest.mark.parametrize("sent", [b"short", b"longer than stated"])
def test_another_length_than_the_stated_one_resets_the_stream(stack, line, sent):
    connection = line()
    fields = [FORM, ("content-length", "10")]
    connection.send(*connection.head(1, *fields, method="POST", path="/direct_link", ends=False))
    connection.send(connection.data(1, sent, ends=True))
    assert connection.read_until(lambda: 1 in connection.resets or 1 in connection.ended)
    assert connection.resets == {1: PROTOCOL_ERROR}
    assert connection.ask(3, cookie=stack.cookie) == 200


def test_an_answer_waits_for_the_clients_window(stack, line):
    connection = line({SettingsFrame.INITIAL_WINDOW_SIZE: 0})
    connection.send(*connection.head(1, path="/large", cookie=stack.cookie))
    assert connection.read_until(lambda: 1 in connection.heads)
    connection.send(PingFrame(0, opaque_data=b"anything"))
    assert connection.read_until(lambda: connection.pongs) and 1 not in connection.bodies
    connection.send(WindowUpdateFrame(0, window_increment=len(LARGE)))
    for size in (1, 10_000, len(LARGE) - 10_001):
        connection.send(WindowUpdateFrame(1, window_increment=size))
    assert connection.read_until(lambda: 1 in connection.ended)
    assert connection.bodies[1].decode() == LARGE


def test_malformed_trailers_reset_the_stream(stack, line):
    connection = line()
    connection.send(
        *connection.head(1, FORM, method="POST", path="/direct_link", ends=False), connection.data(1, b"body"),
        *connection.raw_head(1, [(b":path", b"/other")]),
    )  # fmt: skip
    assert connection.read_until(lambda: 1 in connection.resets or 1 in connection.ended)
    assert connection.resets == {1: PROTOCOL_ERROR}


# Floods: the connection ends, and nobody else's.


def rapid_resets(connection, cookie):
    for stream in range(1, 1001, 2):
        connection.send(*connection.head(stream, cookie=cookie), RstStreamFrame(stream, error_code=8))


def continuations(connection, cookie):
    [head] = connection.head(1, cookie=cookie)
    head.flags.discard("END_HEADERS")
    connection.send(head, *[ContinuationFrame(1, data=connection.encoder.encode([(f"x-{n}", "")])) for n in range(50)])


def pings(connection, _):
    connection.send(*[PingFrame(0, opaque_data=b"12345678") for _ in range(300)])


def settings(connection, _):
    connection.send(*[SettingsFrame(0, settings={SettingsFrame.ENABLE_PUSH: 0}) for _ in range(300)])


def empty_data(connection, cookie):
    connection.send(*connection.head(1, FORM, method="POST", path="/direct_link", ends=False))
    connection.send(*[DataFrame(1) for _ in range(10)])


def wrong_streams(connection, cookie):
    for stream in range(1, 301, 2):
        connection.send(*connection.head(stream, ("content-length", "1"), cookie=cookie))


@pytest.mark.parametrize("flood", [rapid_resets, continuations, pings, settings, empty_data, wrong_streams])
def test_a_flood_ends_its_connection_and_no_other(stack, line, flood):
    flooded, other = line(), line()
    flood(flooded, stack.cookie)
    flooded.read_to_end()
    assert set(flooded.goaways) <= {ENHANCE_YOUR_CALM}
    assert other.ask(1, cookie=stack.cookie) == 200


def test_more_requests_at_once_than_allowed_end_the_connection(stack, line):
    connection = line()
    assert connection.read_until(lambda: connection.settings)
    most = connection.settings[SettingsFrame.MAX_CONCURRENT_STREAMS]
    assert most == 100
    for stream in range(1, 2 * most + 3, 2):
        connection.send(*connection.head(stream, FORM, method="POST", path="/direct_link", ends=False))
    connection.read_to_end()
    assert not connection.heads


# The end.


def test_a_gateway_told_to_stop_says_so_and_finishes_what_runs():
    with running_stack(HTTP2Stack) as stack:
        connection = Line(stack)
        connection.send(*connection.head(1, path="/slow", cookie=stack.signed_in()))
        assert stack.is_asked.wait(DEADLINE)
        stack.signal("gateway", signal.SIGTERM)
        assert connection.read_until(lambda: connection.goaways)
        stack.may_answer.set()
        connection.read_to_end()
        assert set(connection.goaways) == {0}
        assert (connection.status(1), connection.bodies[1], 1 in connection.ended) == (200, b"slow", True)
        assert stack.processes["gateway"].wait(DEADLINE) == 0
