"""Raw requests, sequences and answers that others collected, through the gateway, between a raw client and a recorder."""

import base64
import collections
import json
import queue
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from casement_stack import ROOT, ByTLS, Stack
from raw_client import RawClient
from recording_upstream import RecordingUpstream

CORPUS = ROOT.parent / "shared" / "corpora" / "http_framing.json"
CASES = json.loads(CORPUS.read_text())["cases"] if CORPUS.exists() else []
# Where we are stricter on purpose: one Cookie field, because two say two things about who is asking.
STRICTER = {"h11probe-COOK-MULTI-HEADER": "reject"}
SMUGGLED = re.compile(rb"smuggl|second|poison|evil|pwned|flag")
KEYS = b"/.well-known/casement/jwks.json"
# Those that read a body, those that leave one unread, and one that answers anybody.
OWN_PATHS = [b"/direct_link", b"/sign_out", b"/casement/enter", b"/casement/session", KEYS]
# Gateways side by side, and exchanges with one of them.
LANES, CLIENTS = 3, 12
counts = collections.Counter()

pytestmark = pytest.mark.skipif(not CASES, reason="the corpora are not there")
split = pytest.mark.parametrize("step", [None, 16], ids=["whole", "split"])


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
        sign = ("--key", self.directory / "acme.pem", "--partner", "acme", "--customer", "EBS-1")
        self.cookie = self.sign_in(self.casement("token", "sign", *sign)["token"]).cookie(self.cookie_name)

    def __exit__(self, *arguments):
        super().__exit__(*arguments)
        self.upstream.close()


class FramingTLSStack(ByTLS, FramingStack):
    """The same by TLS."""


@pytest.fixture(scope="module")
def gate(tmp_path_factory):
    with FramingStack(tmp_path_factory.mktemp("framing")) as running:
        yield running
    print("\ncorpus: http_framing", dict(counts))


@pytest.fixture(scope="module")
def lanes(tmp_path_factory):
    """Gateways by TLS, each before a recorder of its own, so that one case does not wait for another."""
    directories = [tmp_path_factory.mktemp("lane") for _ in range(LANES)]
    with ExitStack() as stacks, ThreadPoolExecutor(LANES) as starting:
        free = queue.SimpleQueue()
        for stack in starting.map(lambda directory: stacks.enter_context(FramingTLSStack(directory)), directories):
            free.put(stack)
        yield free


@split
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(gate, case, step):
    check(gate, case, step)
    counts[case["expect"]["verdict"]] += 1


@split
def test_every_case_by_tls(lanes, step):
    def check_in_lane(case):
        gate = lanes.get()
        try:
            check(gate, case, step)
        finally:
            lanes.put(gate)

    assert failures(LANES, check_in_lane, [(case,) for case in CASES]) == {}


@split
def test_every_request_to_our_own_endpoints(gate, step):
    gate.upstream.forget()
    cases = [(case, path) for case in CASES if case["kind"] != "response" for path in OWN_PATHS]
    assert failures(CLIENTS, lambda case, path: check_own(gate, case, path, step), cases) == {}
    # Without a session nothing passes, whatever stands behind the first request.
    assert gate.upstream.requests == []
    assert gate.request("GET", "/canary", gate.cookie).body == "canary"


def failures(width, check, arguments):
    """What `check` found at which arguments, so many of them at a time."""

    def attempt(these):
        try:
            check(*these)
        except AssertionError as failure:
            return " ".join(str(part["id"] if isinstance(part, dict) else part) for part in these), str(failure)[:1000]

    with ThreadPoolExecutor(width) as pool:
        return dict(filter(None, pool.map(attempt, arguments)))


def check(gate, case, step):
    """One case through the gateway to the recorder and back."""
    gate.upstream.forget()
    client = RawClient(gate, step, gate.cookie)
    if case["kind"] == "response":
        gate.upstream.answer, gate.upstream.closes = base64.b64decode(case["raw_b64"]), True
        steps = [b"GET /plain HTTP/1.1\r\nHost: gw.test\r\n" + client.cookie + b"\r\n"]
    else:
        steps = [client.dressed(part) for part in parts(case)]
    received = client.exchange(steps, lambda so_far: verdict_holds(case, so_far, gate.upstream.requests))
    seen = list(gate.upstream.requests)
    check_invariants(gate, case, received, seen)
    assert verdict_holds(case, received, seen), (received.data, received.closed, seen)


def parts(case):
    """What is sent one after another."""
    return [part | {"expect": case["expect"]} for part in case.get("steps", [case])]


def check_own(gate, case, path, step):
    """One case whose first request is to an endpoint of ours, by nobody."""
    client = RawClient(gate, step)
    steps = [readdressed(client.dressed(part), path) for part in parts(case)]
    received = client.exchange(steps, lambda so_far: own_verdict_holds(case, so_far))
    assert own_verdict_holds(case, received), (received.data, received.closed)
    assert not any(status in (101, 500, 502, 503, 504) for status in received.statuses), received.data
    after_refusal = received.data.partition(b"http_request_invalid")[2]
    assert not re.search(rb"^HTTP/1\.1 ", after_refusal, re.M), received.data


def readdressed(raw, path):
    """The request with another path, and the target that it had, with all that is wrong with that, as the query."""
    return re.sub(rb"^((?:\r\n)?[A-Z]+ )(?=/)", lambda method: method[1] + path + b"?", raw, count=1)


def own_verdict_holds(case, received):
    """Whether what came back is what the verdict asks of a server that answers by itself."""
    verdict = STRICTER.get(case["id"], case["expect"]["verdict"])
    if verdict in ("reject", "reject_or_normalise", "incomplete"):
        return received.closed
    if verdict == "accept":
        return received.final is not None
    return received.closed or received.final is not None


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
