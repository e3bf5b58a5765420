"""What is changed through the management API, or from the command line, holds at once in what the gateway serves."""

import contextlib
import json
import shutil
import sqlite3
import tempfile

import pytest
from casement_stack import Stack, bin_dir, exchange, wait_until
from test_outages import signed_in, token, who

OPERATOR_TOKEN = "the-operator-of-the-tests"


class ManagedStack(Stack):
    """Everything, with the API on the gateway's host too, and an operator who has a token."""

    api = True

    def more_settings(self):
        return (
            f"gateway.api: {str(self.api).lower()}\nadmin.token: {OPERATOR_TOKEN}\n"
            "admin.rate_limits.requests: 0\nadmin.rate_limits.bulk: 0\n"
        )

    def start_gateway(self):
        """Waits for both listeners, and for the gateway's own door to the API."""
        super().start_gateway()
        wait_until("the API", self.manages, self.directory / "gateway.log")

    def manages(self):
        """Whether the API answers, wherever it is to."""
        with contextlib.suppress(OSError):
            asked = [exchange(self.admin_port, "GET", "/api/plans")]
            if self.api:
                asked.append(exchange(self.gateway_port, "GET", "/api/plans"))
            return all(answer.status == 401 for answer in asked)
        return False

    def manage(self, method, path, body=None, token=OPERATOR_TOKEN, at_gateway=False, **headers):
        """A call of the API."""
        sent = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"} | headers
        port = self.gateway_port if at_gateway else self.admin_port
        return exchange(port, method, path, None if body is None else json.dumps(body), sent)

    def create(self, external_id, **more):
        """A new customer of acme's."""
        origin = {"origin_url": self.origin("na1"), "vendor_id": "acme"}
        fields = {"name": external_id, "external_id": external_id, "notification_email": "a@b.example"}
        answer = self.manage("POST", "/api/managed_users", fields | origin | more)
        assert answer.status == 200, answer
        return answer.json["id"]

    def records(self, customer):
        """How many sessions of a customer Redis still has, whether the directory knows it or not."""
        listed = self.casement("session", "list", "--partner", "acme")
        return sum(session["customer_id"] == customer for session in listed)

    def sql(self, statement, *values):
        """Changes the directory's file as another process may."""
        database = sqlite3.connect(self.directory / "directory.sqlite", timeout=60)
        with contextlib.closing(database), database:
            database.execute(statement, values)


@contextlib.contextmanager
def running(kind):
    missing = [name for name in ("casement", "casement-demo") if not (bin_dir() / name).exists()]
    if missing:
        pytest.skip(f"not built: {', '.join(missing)}")
    directory = tempfile.mkdtemp(prefix="casement-")
    try:
        with kind(directory) as stack:
            yield stack
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="module")
def managed():
    with running(ManagedStack) as stack:
        yield stack


@pytest.fixture(scope="module")
def partner_token(managed):
    return managed.casement("api-token", "create", "--partner", "acme", "--name", "backend")["token"]


def by_api(stack, customer):
    assert stack.manage("DELETE", f"/api/managed_users/{customer}").json == {"success": True}


def by_command_line(stack, customer):
    name = json.loads(stack.manage("GET", f"/api/managed_users/{customer}").body)["name"]
    stack.casement("customer", "delete", "--partner", "acme", "--customer", str(customer), "--confirm", name)


@pytest.mark.parametrize("delete", [by_api, by_command_line])
def test_a_deletion_ends_sessions(managed, delete):
    customer = managed.create(f"gone-{delete.__name__}")
    cookie = signed_in(managed, sub=f"acme:{customer}")
    kept = signed_in(managed)
    assert managed.records(customer) == 1
    delete(managed, customer)
    # Through the API it holds before the answer; what another process does is seen soon.
    if delete is by_api:
        assert who(managed, cookie).code() == "session_expired"
    wait_until("the deletion", lambda: who(managed, cookie).status == 401, managed.directory / "gateway.log")
    wait_until("the end of its records", lambda: managed.records(customer) == 0, managed.directory / "gateway.log")
    assert who(managed, kept).status == 200


@pytest.mark.parametrize("delete", [by_api, by_command_line])
def test_a_deletion_while_redis_is_away_ends_sessions_later(managed, delete):
    customer = managed.create(f"later-{delete.__name__}")
    cookie = signed_in(managed, sub=f"acme:{customer}")
    managed.kill("redis")
    try:
        delete(managed, customer)
    finally:
        managed.start_redis()
    wait_until("the deletion", lambda: who(managed, cookie).status == 401, managed.directory / "gateway.log")
    wait_until("the end of its records", lambda: managed.records(customer) == 0, managed.directory / "gateway.log")


def test_an_origin_changed_through_the_api_counts_for_the_next_sign_in(managed):
    customer = managed.create("moves", origin_mode="replace")
    path, new = f"/api/managed_users/{customer}", managed.origin("moved")
    link = {"sub": f"acme:{customer}", "origin": new}
    for _ in range(5):
        assert managed.sign_in(token(managed, **link)).code() == "origin_not_allowed"
        assert managed.manage("PUT", path, {"origin_url": new}).json["origin_url"] == new
        assert managed.sign_in(token(managed, **link)).status == 303
        assert managed.manage("PUT", path, {"origin_url": managed.origin("na1")}).status == 200


def test_a_trial_that_is_over_ends_at_start_up(managed):
    customer = managed.create("tries", in_trial=True)
    path = f"/api/managed_users/{customer}"
    assert managed.manage("GET", path).json["status"] == "in_trial"
    managed.kill("gateway")
    managed.sql("UPDATE customer SET trial_ends_at = 1 WHERE id = ?", customer)
    managed.start_gateway()

    def state():
        return {name: managed.manage("GET", path).json[name] for name in ("status", "in_trial", "trial_ends_at")}

    ended = {"status": "expired_subscription", "in_trial": False, "trial_ends_at": None}
    wait_until("the trial's end", lambda: state() == ended, managed.directory / "gateway.log")
    assert managed.sign_in(token(managed, sub=f"acme:{customer}")).status == 303


def test_the_gateway_serves_the_api_to_partners_alone(managed, partner_token):
    def ask(token, **headers):
        return managed.manage("GET", "/api/account", token=token, at_gateway=True, **headers)

    own = ask(partner_token)
    assert (own.status, own.json["vendor_id"]) == (200, "acme")
    # The operator has the same path elsewhere.
    assert managed.manage("GET", "/api/account?vendor_id=acme").status == 200
    stored = managed.casement("api-token", "create", "--operator", "--name", "ops")["token"]
    for refused in (ask(OPERATOR_TOKEN), ask(stored), ask("nobody")):
        assert (refused.status, refused.code()) == (401, "unauthorized")


def test_no_cookie_and_no_claimed_identity_count_there(managed, partner_token):
    cookie = signed_in(managed)
    path = "/api/managed_users/EBS-1"
    claims = {"X-Casement-Partner": "acme", "X_Casement_Partner": "acme", "Forwarded": "for=1.2.3.4"}
    for line in (f"casement={cookie}", "casement=1.x; casement=2.y"):
        answer = exchange(managed.gateway_port, "GET", path, None, claims | {"Cookie": line})
        assert (answer.status, answer.code()) == (401, "unauthorized")
        answer = managed.manage("GET", path, token=partner_token, at_gateway=True, Cookie=line)
        assert (answer.status, answer.json["external_id"]) == (200, "BS-1")
        assert "set-cookie" not in answer.headers
        assert not [name for name in answer.headers if name.startswith("access-control")]
    assert who(managed, cookie).status == 200


def test_unless_switched_on_the_paths_are_the_applications():
    class PlainStack(ManagedStack):
        api = False

    with running(PlainStack) as stack:
        created = stack.casement("api-token", "create", "--partner", "acme", "--name", "backend")["token"]
        refused = stack.manage("GET", "/api/account", token=created, at_gateway=True, Accept="application/json")
        assert refused.code() == "session_missing"
        assert stack.manage("GET", "/api/account", token=created).json["vendor_id"] == "acme"
        assert " api=false" in (stack.directory / "gateway.log").read_text()
