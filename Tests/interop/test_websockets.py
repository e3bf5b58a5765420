"""A WebSocket client and server that others wrote, with the gateway between them."""

import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from casement_stack import DEADLINE, Stack, exchange, running_stack
from test_outages import signed_in
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from websockets.sync.server import serve


class SocketStack(Stack):
    """The gateway before an application that says back whatever it is told."""

    def __init__(self, directory):
        super().__init__(directory)
        self.closes = []
        self.seen = []
        self.heard_close = threading.Semaphore(0)
        # By its own rule it takes its own pages' sockets alone, as most frameworks do.
        self.server = serve(
            self._serve, "127.0.0.1", 0, origins=[self.gateway], max_size=None, close_timeout=DEADLINE,
            ping_interval=None,
        )  # fmt: skip
        self.application_port = self.server.socket.getsockname()[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _serve(self, connection):
        self.seen.append(connection.request)
        try:
            for message in connection:
                if message == "close":
                    connection.close(4002, "told to")
                elif message == "stream":
                    connection.send(str(number) for number in range(1000))
                else:
                    connection.send(message)
        except ConnectionClosed:
            pass
        self.closes.append((connection.close_code, connection.close_reason))
        self.heard_close.release()

    def _start_servers(self):
        self.start_gateway()

    def __exit__(self, *arguments):
        super().__exit__(*arguments)
        self.server.shutdown()

    def last_close(self):
        """How the application saw the next connection end."""
        assert self.heard_close.acquire(timeout=DEADLINE)
        return self.closes[-1]

    def open(self, cookie, origin=None, **more):
        """A connection from a page of the gateway's host."""
        headers = {"Cookie": f"casement={cookie}"} if cookie else {}
        return connect(
            self.gateway.replace("http:", "ws:") + "/socket", origin=origin or self.gateway,
            additional_headers=headers, max_size=None, ping_interval=None, open_timeout=DEADLINE,
            close_timeout=DEADLINE, proxy=None, **more,
        )  # fmt: skip


@pytest.fixture(scope="module")
def stack():
    with running_stack(SocketStack) as running:
        yield running


@pytest.fixture()
def own_stack():
    with running_stack(SocketStack) as running:
        yield running


@pytest.fixture()
def cookie(stack):
    stack.seen.clear()
    return signed_in(stack)


@pytest.fixture(autouse=True)
def nothing_heard(request):
    """A close that an earlier test did not look at is not this one's."""
    running = request.getfixturevalue("own_stack" if "own_stack" in request.fixturenames else "stack")
    running.heard_close = threading.Semaphore(0)


def ended(connection):
    """The code and the reason that the client hears."""
    with pytest.raises(ConnectionClosed):
        while True:
            connection.recv(timeout=DEADLINE)
    return connection.close_code, connection.close_reason


@pytest.mark.parametrize("compression", [None, "deflate"])
@pytest.mark.parametrize(
    "message",
    ["", "Grüße", "x" * 125, "x" * 126, "x" * 65535, "x" * 65536, "y" * 4_000_000, b"", bytes(range(256)) * 20_000],
    ids=lambda message: f"{type(message).__name__}{len(message)}",
)
def test_echo(stack, cookie, compression, message):
    with stack.open(cookie, compression=compression) as connection:
        for _ in range(3):
            connection.send(message)
            assert connection.recv(timeout=DEADLINE) == message
    assert stack.last_close() == (1000, "")


def test_fragments(stack, cookie):
    with stack.open(cookie) as connection:
        connection.send(["frag", "ment", "", "ed" * 50_000])
        assert connection.recv(timeout=DEADLINE) == "fragment" + "ed" * 50_000
        connection.send("stream")
        assert "".join(connection.recv_streaming()) == "".join(map(str, range(1000)))


def test_pings(stack, cookie):
    with stack.open(cookie) as connection:
        for _ in range(3):
            assert connection.ping().wait(DEADLINE)


def test_many_at_once(stack, cookie):
    def talk(number):
        with stack.open(cookie) as connection:
            for turn in range(20):
                connection.send(f"{number} {turn}")
                assert connection.recv(timeout=DEADLINE) == f"{number} {turn}"
        return number

    with ThreadPoolExecutor(30) as clients:
        assert list(clients.map(talk, range(60))) == list(range(60))


def test_close_codes_pass_both_ways(stack, cookie):
    with stack.open(cookie) as connection:
        connection.close(4001, "enough")
    assert stack.last_close() == (4001, "enough")
    with stack.open(cookie) as connection:
        connection.send("close")
        assert ended(connection) == (4002, "told to")


def test_the_application_knows_who_is_there(stack, cookie):
    with stack.open(cookie):
        (request,) = stack.seen
    assert request.headers["X-Casement-Partner"] == "acme"
    assert request.headers["X-Casement-Session"]
    assert "casement=" not in request.headers.get("Cookie", "")


def test_no_session_no_socket(stack):
    for cookie, code in ((None, "session_missing"), (f"1.{'A' * 43}", "session_expired")):
        with pytest.raises(InvalidStatus) as refused:
            stack.open(cookie)
        assert refused.value.response.status_code == 401
        assert code in refused.value.response.body.decode()


def test_no_socket_for_other_pages(stack, cookie):
    for origin in ("http://evil.example", stack.origin("na1"), "null"):
        with pytest.raises(InvalidStatus) as refused:
            stack.open(cookie, origin)
        assert refused.value.response.status_code == 403
    assert stack.seen == []


def test_sign_out_closes(stack, cookie):
    other = signed_in(stack)
    with stack.open(cookie) as first, stack.open(cookie) as second, stack.open(other) as others:
        sign_out(stack, cookie)
        assert ended(first) == ended(second) == (1008, "session ended")
        assert stack.last_close() == (1008, "session ended")
        others.send("still here")
        assert others.recv(timeout=DEADLINE) == "still here"


def sign_out(stack, cookie):
    headers = {"Cookie": f"casement={cookie}", "Origin": stack.gateway, "Sec-Fetch-Mode": "cors"}
    assert exchange(stack.gateway_port, "DELETE", "/casement/session", None, headers).status == 204


def test_an_end_by_another_process_closes(stack, cookie):
    with stack.open(cookie) as connection:
        assert stack.casement("session", "end", "--partner", "acme", "--customer", "EBS-1")["ended"] >= 1
        assert ended(connection) == (1008, "session ended")


def test_stopping_closes(own_stack):
    with own_stack.open(signed_in(own_stack)) as connection:
        own_stack.signal("gateway", signal.SIGTERM)
        assert ended(connection) == (1001, "going away")
        assert own_stack.last_close() == (1001, "going away")
    assert own_stack.processes["gateway"].wait(DEADLINE) == 0
