"""The assertion convinces an independent verifier, by the published keys, also while these change."""

import base64
import hashlib
import json
import stat
import time

import jwt
import pytest
from casement_stack import bin_dir, exchange, running_stack
from python_application import PythonApplicationStack
from test_outages import signed_in

KEY_SET = "/.well-known/casement/jwks.json"
AUDIENCE = "the-application"
MONTH = 30 * 24 * 3600


class AssertedStack(PythonApplicationStack):
    """Everything, with an audience of its own."""

    def more_settings(self):
        return f"gateway.assertion_audience: {AUDIENCE}\n"

    @property
    def key_file(self):
        return self.directory / "directory.sqlite.assertion-keys"

    def restart(self, change):
        """The gateway ended in order, and started with another file of keys."""
        self.processes["gateway"].terminate()
        self.processes["gateway"].wait()
        keys = json.loads(self.key_file.read_text())
        change(keys["keys"])
        self.key_file.write_text(json.dumps(keys))
        self.start_gateway()

    def jwks(self):
        answer = exchange(self.gateway_port, "GET", KEY_SET)
        assert (answer.status, answer.headers["content-type"]) == (200, ["application/json"])
        return answer.json

    def asserted(self, cookie):
        """The application's view of one request: its fields, and the assertion."""
        assert exchange(self.gateway_port, "GET", "/", None, {"Cookie": f"casement={cookie}"}).status == 200
        fields = self.seen.pop()
        return fields, fields["X-Casement-Assertion"]

    def verified(self, assertion, **more):
        """Its claims, by a client that fetches the keys itself."""
        key = jwt.PyJWKClient(self.gateway + KEY_SET).get_signing_key_from_jwt(assertion)
        return jwt.decode(assertion, key.key, ["ES256"], **({"audience": AUDIENCE, "issuer": self.gateway} | more))


@pytest.fixture(scope="module")
def asserted():
    with running_stack(AssertedStack) as stack:
        yield stack


def test_the_published_key_verifies_what_the_fields_say(asserted):
    fields, assertion = asserted.asserted(signed_in(asserted, sub="acme:EBS-1:Eann", name="Ann Å."))
    claims = asserted.verified(assertion)
    assert claims["exp"] - claims["iat"] == 300
    facts = {
        "partner": "Partner", "customer": "Customer", "customer_external_id": "Customer-External-Id",
        "member": "Member", "role": "Role", "email": "Email", "origin": "Origin", "sid": "Session",
    }  # fmt: skip
    assert {name: claims[name] for name in facts} == {name: fields[f"X-Casement-{end}"] for name, end in facts.items()}
    assert claims["name"] == "Ann Å." and fields["X-Casement-Name"] == "Ann%20%C3%85."
    assert claims["sub"] == f"acme:{claims['customer']}:{claims['member']}"
    assert set(claims) == {"iss", "aud", "sub", "iat", "exp", "name", *facts}


def test_another_audience_issuer_or_letter_is_refused(asserted):
    _, assertion = asserted.asserted(signed_in(asserted))
    for wrong, error in (
        ({"audience": "another"}, jwt.InvalidAudienceError),
        ({"issuer": "https://evil.example"}, jwt.InvalidIssuerError),
    ):
        with pytest.raises(error):
            asserted.verified(assertion, **wrong)
    head, payload, signature = assertion.split(".")
    forged = base64url(base64url_decode(payload).replace(b'"owner"', b'"admin"'))
    assert forged != payload
    with pytest.raises(jwt.InvalidSignatureError):
        asserted.verified(f"{head}.{forged}.{signature}")


def test_a_key_is_named_by_its_thumbprint_and_shows_its_public_half_alone(asserted):
    for key in asserted.jwks()["keys"]:
        assert set(key) == {"kty", "crv", "x", "y", "use", "alg", "kid"}
        required = json.dumps({name: key[name] for name in ("crv", "kty", "x", "y")}, separators=(",", ":"))
        assert key["kid"] == base64url(hashlib.sha256(required.encode()).digest())


def test_the_key_outlives_a_restart_in_a_file_of_its_owners(asserted):
    assert stat.S_IMODE(asserted.key_file.stat().st_mode) == 0o600
    before = asserted.jwks()
    asserted.restart(lambda keys: None)
    assert asserted.jwks() == before


def test_keys_change_without_a_gap(asserted):
    cookie = signed_in(asserted)
    _, by_former = asserted.asserted(cookie)
    (former,) = [key["kid"] for key in asserted.jwks()["keys"]]

    # A month on, the next key is there and the former one still signs.
    asserted.restart(lambda keys: keys[0].update(signs_from=int(time.time()) - MONTH))
    published = [key["kid"] for key in asserted.jwks()["keys"]]
    assert published[0] == former and len(published) == 2
    _, still = asserted.asserted(cookie)
    assert jwt.get_unverified_header(still)["kid"] == former

    # When its time has come the next one signs, and what the former signed is verified by fresh copies of the set.
    asserted.restart(lambda keys: keys[1].update(signs_from=int(time.time())))
    _, by_next = asserted.asserted(cookie)
    assert jwt.get_unverified_header(by_next)["kid"] == published[1]
    for assertion in (by_former, still, by_next):
        assert asserted.verified(assertion)["sub"] == asserted.verified(by_next)["sub"]

    # When that has lapsed the former one is gone.
    asserted.restart(lambda keys: keys[1].update(signs_from=int(time.time()) - 600))
    assert [key["kid"] for key in asserted.jwks()["keys"]] == published[1:]
    with pytest.raises(jwt.PyJWKClientError):
        asserted.verified(by_former)
    assert asserted.verified(by_next)


def test_a_file_that_holds_something_else_stops_the_start(asserted):
    kept = asserted.key_file.read_text()
    asserted.processes["gateway"].terminate()
    asserted.processes["gateway"].wait()
    asserted.key_file.write_text("{}")
    try:
        asserted._start("gateway", bin_dir() / "casement", "serve", "--config", asserted.directory / "casement.yaml")
        assert asserted.processes["gateway"].wait(60) == 1
        assert "cannot hold the keys of the assertions" in (asserted.directory / "gateway.log").read_text()
        assert asserted.key_file.read_text() == "{}"
    finally:
        asserted.key_file.write_text(kept)
        asserted.start_gateway()


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def base64url_decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
