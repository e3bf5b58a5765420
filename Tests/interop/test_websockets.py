"""WebSockets and the sessions that they live under."""

import signal
from concurrent.futures import ThreadPoolExecutor

import pytest
from casement_stack import DEADLINE, exchange, running_stack
from socket_stack import SocketStack, ended
from test_outages import signed_in
from websockets.exceptions import InvalidStatus


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


def test_many_at_once(stack, cookie):
    def talk(number):
        with stack.open(cookie) as connection:
            for turn in range(20):
                connection.send(f"{number} {turn}")
                assert connection.recv(timeout=DEADLINE) == f"{number} {turn}"
        return number

    with ThreadPoolExecutor(30) as clients:
        assert list(clients.map(talk, range(60))) == list(range(60))


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
        assert stack.close_of(first) == (1008, "session ended")
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
        assert own_stack.close_of(connection) == (1001, "going away")
    assert own_stack.processes["gateway"].wait(DEADLINE) == 0
