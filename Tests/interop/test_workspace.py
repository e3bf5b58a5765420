"""A workspace is entered by the console's ticket, and its own pages are relayed to where the console is."""

import base64
import hashlib
import json
import re
import secrets
import subprocess

import pytest
from casement_stack import exchange
from test_management import ManagedStack, running
from test_outages import signed_in

STYLE = "/casement/workspace/console.css"
MANAGERS = "/api/customer_managers"


class WorkspaceStack(ManagedStack):
    """The API stays on its own listener: the workspace's pages do not need it on the gateway."""

    api = False

    def manager(self, email):
        """The number of a new customer manager of acme's."""
        answer = self.manage("POST", f"{MANAGERS}?vendor_id=acme", {"name": "Mia Ö.", "email": email})
        assert answer.status == 200, answer
        return answer.json["id"]

    def ticket(self, **who):
        """A ticket into BS-1's workspace as the console writes it."""
        bits = secrets.token_bytes(32)
        key = "{console}:t:" + base64url(hashlib.sha256(bits).digest())
        customer = self.manage("GET", "/api/managed_users/EBS-1?vendor_id=acme").json["id"]
        ticket = {"partner": "acme", "customer": customer, "name": "Mia Ö.", "email": "mia@acme.example"} | who
        command = ("redis-cli", "-s", self.directory / "redis.sock", "SET", key, json.dumps(ticket), "EX", "60")
        subprocess.run(command, check=True, capture_output=True)
        return base64url(bits)

    def enter(self, ticket):
        """What a browser gets that the console sent on."""
        return self.request("GET", f"/casement/enter?ticket={ticket}")

    def who(self, name, cookie):
        """Who the application sees under a cookie of this name."""
        return self.fetch("/whoami.json", f"{name}={cookie}")

    def fetch(self, path, cookie, method="GET", **headers):
        """One request to the gateway with this Cookie field."""
        return exchange(self.gateway_port, method, path, None, {"Accept": "application/json", "Cookie": cookie} | headers)


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.fixture(scope="module")
def stack():
    with running(WorkspaceStack) as stack:
        yield stack


def test_a_manager_enters_once_and_only_while_on_the_team(stack):
    manager = stack.manager("mia@acme.example")
    ticket = stack.ticket(manager=manager)
    entered = stack.enter(ticket)
    assert (entered.status, entered.headers["location"]) == (303, ["/casement/workspace/settings"])
    cookie = entered.cookie("casement-direct")
    assert re.fullmatch(r"\d+\.[\w-]{43}", cookie)
    assert stack.enter(ticket).code() == "token_expired"
    seen = stack.who("casement-direct", cookie)
    assert seen.status == 200 and "customer_manager" in seen.body

    assert stack.manage("DELETE", f"{MANAGERS}/{manager}?vendor_id=acme").status == 200
    gone = stack.who("casement-direct", cookie)
    assert (gone.status, gone.code()) == (401, "session_expired")
    assert stack.enter(stack.ticket(manager=manager)).code() == "member_not_found"


def test_the_workspace_is_relayed_under_a_session_alone(stack):
    framed = f"casement={signed_in(stack)}"
    manager = stack.manager("max@acme.example")
    direct = "casement-direct=" + stack.enter(stack.ticket(manager=manager)).cookie("casement-direct")
    for cookie, pinned in ((framed, f" {stack.origin('na1')}"), (direct, "")):
        style = stack.fetch(STYLE, cookie)
        assert (style.status, style.headers["content-type"]) == (200, ["text/css; charset=utf-8"])
        assert "set-cookie" not in style.headers
        (policy,) = style.headers["content-security-policy"]
        assert policy.endswith(f"frame-ancestors 'self'{pinned}")
        assert "x-frame-options" not in style.headers
        assert stack.fetch("/casement/workspace/nothing", cookie).status == 404
    claims = {"X-Casement-Partner": "acme", "X-Casement-Customer": "1", "X-Casement-Role": "customer_manager"}
    assert stack.fetch(STYLE, "a=1", **claims).code() == "session_missing"
    refused = stack.fetch("/casement/workspace/settings", direct, method="POST", Origin=stack.origin("na1"))
    assert (refused.status, refused.code()) == (403, "origin_mismatch")
