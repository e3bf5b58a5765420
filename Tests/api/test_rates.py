"""How much one token may ask in a minute."""

import pytest
from management_stack import Client, refused


@pytest.fixture(scope="module")
def limited(start_managed):
    """An API that takes little: 5 requests a minute, and 8 of what is done in numbers."""
    with start_managed(requests=5, bulk=8) as stack:
        yield stack


def until_refused(client, method, path, body=None):
    """How many calls are taken in a row, and the first refusal. A minute's fill may come in between."""
    for count in range(100):
        answer = client.request(method, path, body)
        if answer.status == 429:
            refused(answer, 429, "rate_limited")
            assert 1 <= int(answer.headers["retry-after"][0]) <= 60
            return count
        assert answer.status == 200, answer
    raise AssertionError("nothing limits this")


def test_each_token_has_two_limits_of_its_own(limited):
    first, second = limited.new_partner(), limited.new_partner()
    assert until_refused(first, "GET", "/api/managed_users") >= 5
    refused(first.request("GET", "/api/account"), 429, "rate_limited")
    assert until_refused(first, "POST", "/api/managed_users", {"name": "A"}) >= 8
    refused(first.request("GET", "/api/managed_users/usage"), 429, "rate_limited")
    assert until_refused(second, "GET", "/api/account") >= 5
    other = limited.casement("api-token", "create", "--partner", first.vendor_id)["token"]
    assert Client(limited.admin_port, other).get("/api/managed_users")["total"] >= 8


def test_no_token_is_refused_as_ever(limited):
    for _ in range(20):
        refused(Client(limited.admin_port, "nobody's").request("GET", "/api/plans"), 401, "unauthorized")


def test_zero_is_no_limit(partner):
    assert all(partner.request("GET", "/api/plans").status == 200 for _ in range(100))
