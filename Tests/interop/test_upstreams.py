"""Several servers of one application, as real processes: shared out, killed under load, and back again."""

import collections
import http.client
import signal
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from casement_stack import DEADLINE, Stack, free_ports, running_stack, wait_until
from test_outages import signed_in

NAMES = ("one", "two")
PROGRAM = Path(__file__).with_name("named_application.py")


class SeveralStack(Stack):
    """The gateway before two servers that say their names."""

    def __init__(self, directory):
        super().__init__(directory)
        self.ports = dict(zip(NAMES, free_ports(len(NAMES))))

    def _write_settings(self):
        super()._write_settings()
        settings = self.directory / "casement.yaml"
        addresses = ",".join(f"http://127.0.0.1:{port}" for port in self.ports.values())
        settings.write_text(
            settings.read_text().replace(f"  upstream: {self.application}\n", f"  upstreams: {addresses}\n")
            + "gateway.health_check.interval: 200ms\ngateway.timeouts.drain: 10m\n"
        )

    def _start_servers(self):
        for name in NAMES:
            self.start_server(name)
        self.start_gateway()

    def start_server(self, name):
        self._start(name, sys.executable, PROGRAM, str(self.ports[name]), name)
        wait_until(name, lambda: socket.socket().connect_ex(("127.0.0.1", self.ports[name])) == 0)

    def log(self):
        return (self.directory / "gateway.log").read_text()


@pytest.fixture()
def stack():
    with running_stack(SeveralStack) as running:
        running.cookie = signed_in(running)
        yield running


def who(stack):
    """The server that a request on a connection of its own came to."""
    answer = stack.request("GET", "/", cookie=stack.cookie)
    assert answer.status == 200, answer
    return answer.body


def test_requests_are_shared_out(stack):
    counts = collections.Counter(who(stack) for _ in range(60))
    assert set(counts) == set(NAMES)
    assert min(counts.values()) >= 20


def test_a_server_killed_under_load_costs_what_was_in_flight_and_comes_back(stack):
    clients, requests = 4, 100
    answered = threading.Semaphore(0)

    def ask(_):
        answers, connection = [], http.client.HTTPConnection("127.0.0.1", stack.gateway_port, timeout=DEADLINE)
        for _ in range(requests):
            try:
                connection.request("GET", "/", headers={"Cookie": f"casement={stack.cookie}"})
                answer = connection.getresponse()
                answers.append((answer.status, answer.read().decode()))
            except (OSError, http.client.HTTPException):  # the server died inside its answer
                answers.append((0, ""))
                connection.close()
            answered.release()
        connection.close()
        return answers

    with ThreadPoolExecutor(clients) as workers:
        done = [workers.submit(ask, number) for number in range(clients)]
        for _ in range(clients * requests // 4):
            assert answered.acquire(timeout=DEADLINE)
        stack.kill("one")
        answers = [answer for each in done for answer in each.result()]
    assert len(answers) == clients * requests
    assert sum(status != 200 for status, _ in answers) <= clients
    assert answers.count((200, "two")) > len(answers) / 2

    # A write that finds no connection goes on to the other server, and loses nothing of its body.
    body = {"text": "x" * 100_000}
    for _ in range(10):
        answer = post(stack, body)
        assert (answer.status, answer.body) == (200, "two text=" + body["text"])

    stack.start_server("one")
    wait_until("the server that came back", lambda: who(stack) == "one", stack.directory / "gateway.log")
    name = f"server=http://127.0.0.1:{stack.ports['one']}"
    lines = [line for line in stack.log().splitlines() if "upstream ejected" in line or "upstream returned" in line]
    assert lines and all(name in line for line in lines)
    assert set(who(stack) for _ in range(20)) == set(NAMES)


def post(stack, form):
    """A write by a page of the gateway's host."""
    connection = http.client.HTTPConnection("127.0.0.1", stack.gateway_port, timeout=DEADLINE)
    try:
        connection.request("POST", "/", "text=" + form["text"], {
            "Cookie": f"casement={stack.cookie}", "Origin": stack.gateway,
        })  # fmt: skip
        answer = connection.getresponse()
        return Written(answer.status, answer.read().decode())
    finally:
        connection.close()


Written = collections.namedtuple("Written", "status body")


def test_with_all_of_them_gone_the_refusal_comes_at_once_and_ends_with_the_first_that_returns(stack):
    for name in NAMES:
        stack.kill(name)
    for _ in range(20):
        answer = stack.request("GET", "/", cookie=stack.cookie)
        assert (answer.status, answer.code()) == (502, "upstream_unavailable")
    stack.start_server("two")
    assert who(stack) == "two"


def test_a_gateway_that_stops_ends_event_streams_in_order_and_waits_for_nobody(stack):
    connection = http.client.HTTPConnection("127.0.0.1", stack.gateway_port, timeout=DEADLINE)
    connection.request("GET", "/events", headers={"Cookie": f"casement={stack.cookie}"})
    answer = connection.getresponse()
    first = answer.readline()
    stack.signal("gateway", signal.SIGTERM)
    events = first + answer.read()  # raises IncompleteRead where the end is missing
    assert events == b"data: a\n\n" * events.count(b"data")
    assert stack.processes["gateway"].wait(DEADLINE) == 0
    connection.close()
