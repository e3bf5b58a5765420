"""Raw requests, sequences and answers that others collected, through the gateway, between a raw client and a recorder."""

import base64
import collections
import json
import re
import socket
import time

import pytest
from casement_stack import DEADLINE, ROOT, Stack
from recording_upstream import RecordingUpstream

CORPUS = ROOT.parent / "shared" / "corpora" / "http_framing.json"
CASES = json.loads(CORPUS.read_text())["cases"] if CORPUS.exists() else []
# Where we are stricter on purpose: one Cookie field, because two say two things about who is asking.
STRICTER = {"h11probe-COOK-MULTI-HEADER": "reject"}
# How long a connection must say nothing before what has come is taken for all.
QUIET = 0.15
SMUGGLED = re.compile(rb"smuggl|second|poison|evil|pwned|flag")
counts = collections.Counter()

pytestmark = pytest.mark.skipif(not CASES, reason="the corpora are not there")


class FramingStack(Stack):
    """The gateway before a recorder, with any Host served and short patience."""

    def __init__(self, directory):
        super().__init__(directory)
        self.upstream = RecordingUpstream()
        self.application_port = self.upstream.port

    def more_settings(self):
        return (
            'gateway.hosts: "*"\ngateway.workers: 1\ngateway.timeouts.head: 500ms\n'
            "gateway.timeouts.body_idle: 500ms\ngateway.timeouts.upstream_answer: 2s\n"
        )

    def _start_servers(self):
        self.start_gateway()

    def __exit__(self, *arguments):
        super().__exit__(*arguments)
        self.upstream.close()

    def signed_in(self):
        """The value of a live session's cookie."""
        sign = ("--key", self.directory / "acme.pem", "--partner", "acme", "--customer", "EBS-1")
        return self.sign_in(self.casement("token", "sign", *sign)["token"]).cookie()


@pytest.fixture(scope="module")
def gate(tmp_path_factory):
    with FramingStack(tmp_path_factory.mktemp("framing")) as running:
        running.cookie = running.signed_in()
        yield running
    print("\ncorpus: http_framing", dict(counts))


@pytest.mark.parametrize("step", [None, 16], ids=["whole", "split"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(gate, case, step):
    gate.upstream.forget()
    client = RawClient(gate, step)
    if case["kind"] == "response":
        gate.upstream.answer, gate.upstream.closes = base64.b64decode(case["raw_b64"]), True
        steps = [b"GET /plain HTTP/1.1\r\nHost: gw.test\r\n" + client.cookie + b"\r\n"]
    elif case["kind"] == "sequence":
        steps = [client.dressed(part | {"expect": case["expect"]}) for part in case["steps"]]
    else:
        steps = [client.dressed(case)]
    received = client.exchange(steps, lambda so_far: verdict_holds(case, so_far, gate.upstream.requests))
    seen = list(gate.upstream.requests)
    check_invariants(gate, case, received, seen)
    assert verdict_holds(case, received, seen), (received.data, received.closed, seen)
    counts[case["expect"]["verdict"]] += 1


class Received:
    """What came back, and whether the other side closed."""

    def __init__(self, data, closed):
        self.data, self.closed = data, closed
        self.statuses = [int(status) for status in re.findall(rb"(?:^|(?<=\n)|(?<=ok)|(?<=\x00))HTTP/1\.1 (\d{3}) ", data)]

    @property
    def ends_chunked(self):
        """Whether the last chunk came; the head's own end is none, whatever digit its last field ends in."""
        return self.data.partition(b"\r\n\r\n")[2].endswith(b"0\r\n\r\n")

    @property
    def final(self):
        """The first answer that is not interim."""
        return next((status for status in self.statuses if status >= 200), None)


class RawClient:
    """One connection, bytes as they are."""

    def __init__(self, gate, step):
        self.address, self.step = ("127.0.0.1", gate.gateway_port), step
        self.cookie = f"Cookie: casement={gate.cookie}\r\n".encode()
        self.same_origin = b"Sec-Fetch-Site: same-origin\r\n"

    def dressed(self, case):
        """The case with Host and a session put in where its author lets us."""
        raw, place = base64.b64decode(case["raw_b64"]), case.get("insert_headers_at")
        line = re.match(rb"[A-Z]+ /[!-~]* HTTP/1\.1\r\n(?=[A-Za-z])", raw)
        if place is None and "label" in case and line:
            place = line.end()
        if place is None:
            return raw
        own = re.search(rb"^cookie: ?", raw, re.I | re.M)
        if own and len(re.findall(rb"^cookie:", raw, re.I | re.M)) == 1:
            value = self.cookie[8:-2] + b"; "
            return raw[: own.end()] + value + raw[own.end() :]
        more = self.cookie if not own else b""
        if case["expect"]["verdict"] == "accept":
            more += self.same_origin
        if not case.get("has_host", True):
            more = b"Host: gw.test\r\n" + more
        return raw[:place] + more + raw[place:]

    def exchange(self, steps, holds):
        """Sends the steps and takes what comes until the verdict `holds`, or the other side has closed."""
        data, closed = b"", False
        with socket.create_connection(self.address, timeout=DEADLINE) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for index, raw in enumerate(steps):
                try:
                    for start in range(0, len(raw), self.step or max(len(raw), 1)):
                        connection.sendall(raw[start : start + (self.step or len(raw))])
                except OSError:
                    closed = True
                is_last = index == len(steps) - 1
                data, closed = self._receive(connection, data, holds if is_last else lambda received: True)
        return Received(data, closed)

    @staticmethod
    def _receive(connection, data, holds):
        """Waits as long as it takes for what must come, and a moment longer for what must not."""
        connection.settimeout(QUIET)
        end = time.monotonic() + DEADLINE
        while True:
            try:
                more = connection.recv(65536)
            except TimeoutError:
                if holds(Received(data, False)) or time.monotonic() > end:
                    return data, False
                continue
            except OSError:
                return data, True
            if not more:
                return data, True
            data += more


def check_invariants(gate, case, received, seen):
    expect = case["expect"]
    whole = [head for head, body in seen if body is not None]
    if "max_upstream_requests" in expect:
        assert len(whole) <= expect["max_upstream_requests"], f"too many forwarded: {seen}"
    if expect["verdict"] != "accept":
        assert not any(SMUGGLED.search(head.split(b"\r\n")[0]) for head in whole), f"smuggled: {seen}"
    assert not gate.upstream.faults, gate.upstream.faults
    errors = [index for index, status in enumerate(received.statuses) if status >= 400]
    if errors and case["kind"] != "response":
        assert errors[0] == len(received.statuses) - 1, f"an answer after an error: {received.data}"
    assert 500 not in received.statuses or case["kind"] == "response", received.data
    gate.upstream.forget()
    assert gate.request("GET", "/canary", gate.cookie).body == "canary"


def verdict_holds(case, received, seen):
    """Whether what came back, and what the application saw, is what the case's verdict asks for."""
    verdict, final = STRICTER.get(case["id"], case["expect"]["verdict"]), received.final
    whole = [head for head, body in seen if body is not None]
    if verdict == "reject":
        is_refusal = final is None or 400 <= final < 500 or final in (501, 505) or final == 200 and len(whole) == 1
        return received.closed and is_refusal
    if verdict == "reject_or_normalise":
        return received.closed and len(whole) <= 1
    if verdict == "accept":
        return final in {200, *case["expect"].get("statuses", [])}
    if verdict == "incomplete":
        return received.closed and not whole
    if verdict == "never_101":
        return 101 not in received.statuses
    if verdict == "upstream_reject":
        return final == 502 or received.closed
    if verdict == "upstream_parser_accepts":
        return final not in (None, 502)
    if verdict == "upstream_close_delimited":
        return final not in (None, 502) and (received.closed or received.ends_chunked)
    if verdict == "upstream_incomplete":
        return received.closed and not received.ends_chunked
    if verdict == "upstream_truncate":
        return b"zzz" not in received.data and final == 200
    return received.closed or final is not None
