"""Tokens of independent makers sign in, one per algorithm, and only once."""

import jwt
import pytest
from casement_stack import openssl, wait_until
from tokens import claims, signed_by_openssl

RSA = ("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")
KEYS = {
    "RS256": RSA, "RS384": RSA, "RS512": RSA, "PS256": RSA, "PS384": RSA, "PS512": RSA,
    "ES256": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
    "ES384": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"),
    "ES512": ("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"),
    "EdDSA": ("-algorithm", "ED25519"),
}  # fmt: skip
ORIGIN = "https://app.company.com"
BY_DEFAULT = {"RS256", "ES256", "ES384", "ES512", "EdDSA"}


@pytest.fixture(scope="session")
def partners(stack):
    """One partner per algorithm: `made(algorithm)` gives its vendor id and the file of its private key."""
    made = {}

    def partner(algorithm):
        if algorithm not in made:
            made[algorithm] = register(stack, algorithm)
        return made[algorithm]

    return partner


def register(stack, algorithm):
    vendor = algorithm.lower()
    key, public = stack.directory / f"{vendor}.pem", stack.directory / f"{vendor}.pub.pem"
    openssl("genpkey", *KEYS[algorithm], "-out", key)
    openssl("pkey", "-in", key, "-pubout", "-out", public)
    added = () if algorithm in BY_DEFAULT else ("--algorithms", algorithm)
    stack.casement(
        "partner", "create", "--name", algorithm, "--vendor-id", vendor, "--origins", ORIGIN, "--key", public, *added
    )
    stack.casement("customer", "create", "--partner", vendor, "--name", "Interop", "--external-id", "C-1")
    wait_for_customer(stack, vendor, key, algorithm)
    return vendor, key


def wait_for_customer(stack, vendor, key, algorithm):
    """The gateway sees what another process wrote within a second."""
    def seen():
        token = jwt.encode(claims(vendor), key.read_text(), algorithm=algorithm)
        return stack.sign_in(token).status == 303

    wait_until(f"{vendor} in the gateway's view", seen)


def assert_signs_in_once(stack, token):
    first = stack.sign_in(token, path="/whoami.json")
    assert first.status == 303, first
    assert first.headers["location"] == ["/whoami.json"]
    page = stack.request("GET", "/whoami.json", cookie=first.cookie())
    assert page.status == 200
    assert f'"origin":"{ORIGIN}"' in page.body
    second = stack.sign_in(token)
    assert (second.status, second.code(), second.cookie()) == (401, "token_replayed", None)


@pytest.mark.parametrize("algorithm", KEYS)
def test_a_token_by_pyjwt_signs_in_once(stack, partners, algorithm):
    vendor, key = partners(algorithm)
    token = jwt.encode(claims(vendor, origin=ORIGIN), key.read_text(), algorithm=algorithm)
    assert_signs_in_once(stack, token)


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA"])
def test_a_token_by_openssl_signs_in_once(stack, partners, algorithm):
    vendor, key = partners(algorithm)
    assert_signs_in_once(stack, signed_by_openssl(algorithm, key, claims(vendor, origin=ORIGIN)))


def test_the_key_of_another_partner_is_refused(stack, partners):
    _, key = partners("RS256")
    answer = stack.sign_in(jwt.encode(claims("acme"), key.read_text(), algorithm="RS256"))
    assert (answer.status, answer.code(), answer.cookie()) == (401, "signature_invalid", None)


def test_an_algorithm_that_the_partner_did_not_add_is_refused(stack, partners):
    vendor, key = partners("RS256")
    answer = stack.sign_in(jwt.encode(claims(vendor), key.read_text(), algorithm="RS512"))
    assert (answer.status, answer.code()) == (401, "algorithm_not_allowed")


def test_a_secret_shared_by_hmac_is_refused(stack):
    answer = stack.sign_in(jwt.encode(claims("acme"), "0" * 64, algorithm="HS256"))
    assert (answer.status, answer.code()) == (401, "algorithm_not_allowed")
