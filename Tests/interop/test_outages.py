"""What must outlive an outage does: pins, sessions, cookies, and every sign-in that was answered."""

import functools
import http.client
import signal
import threading
from concurrent.futures import ThreadPoolExecutor

import jwt
from casement_stack import wait_until
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from tokens import claims


def token(stack, **more):
    """A direct link's token for acme's customer BS-1."""
    return jwt.encode(claims("acme", sub="acme:EBS-1") | more, private_key(stack.directory / "acme.pem"), "RS256")


@functools.cache
def private_key(file):
    """The key, read and checked once: that takes longer than a signature."""
    return load_pem_private_key(file.read_bytes(), password=None)


def signed_in(stack, **more):
    """The cookie of a new session."""
    answer = stack.sign_in(token(stack, **more))
    assert answer.status == 303, answer
    return answer.cookie(stack.cookie_name)


def who(stack, cookie):
    return stack.request("GET", "/whoami.json", cookie=cookie)


def assert_unavailable(stack, cookie):
    for request in (lambda: who(stack, cookie), lambda: stack.sign_in(token(stack))):
        answer = request()
        assert (answer.status, answer.code()) == (503, "session_store_unavailable")
        assert "retry-after" in answer.headers
        assert "set-cookie" not in answer.headers


def assert_signed_in_again(stack, cookie, before):
    """Each event loop of the gateway has a line of its own to Redis, and each request may be another loop's."""
    wait_until("the session", lambda: all(who(stack, cookie).status == 200 for _ in range(20)))
    assert who(stack, cookie).body == before


def test_a_session_keeps_its_pin_when_the_origins_change(own_stack):
    first, second = own_stack.origin("na1"), own_stack.origin("eu1")
    cookie = signed_in(own_stack, origin=second)
    own_stack.casement("customer", "update", "--partner", "acme", "--customer", "EBS-1", "--origins", first)
    own_stack.casement("partner", "update", "--partner", "acme", "--origins", first)

    def refused():
        answer = own_stack.sign_in(token(own_stack, origin=second))
        return answer.status != 303 and answer.code() == "origin_not_allowed"

    wait_until("the new list", refused)
    answer = who(own_stack, cookie)
    assert answer.status == 200
    assert f'"origin":"{second}"' in answer.body
    assert answer.headers["content-security-policy"] == [f"frame-ancestors 'self' {second}"]


def test_sessions_outlive_a_killed_redis(own_stack):
    cookie = signed_in(own_stack)
    before = who(own_stack, cookie).body
    own_stack.kill("redis")
    try:
        assert_unavailable(own_stack, cookie)
        assert_unavailable(own_stack, cookie)
    finally:
        own_stack.start_redis()
    assert_signed_in_again(own_stack, cookie, before)


def test_a_redis_that_hangs_signs_nobody_out(own_stack):
    cookie = signed_in(own_stack)
    before = who(own_stack, cookie).body
    own_stack.signal("redis", signal.SIGSTOP)
    try:
        assert_unavailable(own_stack, cookie)
    finally:
        own_stack.signal("redis", signal.SIGCONT)
    assert_signed_in_again(own_stack, cookie, before)


def test_a_gateway_killed_during_sign_ins_loses_none_that_it_answered(own_stack):
    own_stack.casement("session", "end", "--partner", "acme")
    tokens = [token(own_stack) for _ in range(400)]
    cookies = sign_in_until_killed(own_stack, tokens, answers=60)
    assert 60 <= len(cookies) < len(tokens)
    own_stack.start_gateway()

    listed = own_stack.casement("session", "list", "--partner", "acme")
    for used, cookie in cookies.items():
        assert who(own_stack, cookie).status == 200
        assert own_stack.sign_in(used).code() == "token_replayed"
    # A token that was on its way is spent with a whole session, or not spent at all.
    later = [own_stack.sign_in(unanswered) for unanswered in tokens if unanswered not in cookies]
    spent = [answer for answer in later if answer.status != 303]
    assert {answer.code() for answer in spent} <= {"token_replayed"}
    assert len(listed) == len(cookies) + len(spent)


def sign_in_until_killed(stack, tokens, answers):
    """Signs in with four at once; kills the gateway after so many answers. Gives the cookie of each answered token."""
    cookies, enough = {}, threading.Event()

    def sign_in(each):
        try:
            answer = stack.sign_in(each)
        except (OSError, http.client.HTTPException):
            return
        assert answer.status == 303, answer
        cookies[each] = answer.cookie()
        if len(cookies) >= answers:
            enough.set()

    with ThreadPoolExecutor(4) as workers:
        done = [workers.submit(sign_in, each) for each in tokens]
        assert enough.wait(30)
        stack.kill("gateway")
    for each in done:
        each.result()
    return cookies
