"""What an answer of the API confirms is in force for the very next request to the gateway."""

import json
import signal

import pytest
from casement_stack import wait_until
from management_stack import person, refused

FIRST, SECOND = "https://na1.company.com", "https://eu1.company.com"


@pytest.fixture
def customer(partner):
    """The path of a customer with one origin of its own, which alone counts, and its number."""
    created = partner.create(origin_url=FIRST, origin_mode="replace")
    return f"/api/managed_users/{created['id']}", created["id"]


def session(managed, answer):
    """What the gateway tells of the session that this sign-in made."""
    assert answer.status == 303, answer
    return managed.request("GET", "/casement/session", cookie=answer.cookie())


def test_origins_change_for_the_next_sign_in(managed, partner, customer):
    path, number = customer
    old = partner.sign_in(number)
    for origins in (SECOND, FIRST) * 10:
        partner.put(path, {"origin_url": origins})
        assert session(managed, partner.sign_in(number)).json["origin"] == origins
        other = FIRST if origins == SECOND else SECOND
        assert partner.sign_in(number, origin=other).code() == "origin_not_allowed"
    partner.put(path, {"origin_url": SECOND})
    # The pin stays.
    assert session(managed, old).json["origin"] == FIRST


def test_the_accounts_rules_change_for_the_next_sign_in(partner, customer):
    path, number = customer
    partner.put(path, {"origin_url": None})
    for required in (True, False) * 5:
        partner.put("/api/account", {"origin_required": required})
        answer = partner.sign_in(number)
        assert (answer.status == 303) is not required
    partner.put("/api/account", {"origin_url": ""})
    assert partner.sign_in(number).code() == "origin_list_empty"


def test_creation_and_deletion_count_at_once(partner):
    for number in range(20):
        created = partner.create(external_id=f"C-{number}")
        assert partner.sign_in(f"EC-{number}").status == 303
        partner.delete(f"/api/managed_users/{created['id']}")
        assert partner.sign_in(f"EC-{number}").code() == "customer_not_found"


def test_a_members_deletion_and_role_count_at_once(managed, partner, customer):
    path, number = customer
    member = partner.post(f"{path}/members", person() | {"role_name": "Admin"})["id"]
    signed_in = partner.sign_in(f"{number}:{member}")
    assert session(managed, signed_in).json["member"]["role"] == "admin"
    partner.put(f"{path}/members/{member}", {"role_name": "Operator"})
    assert session(managed, signed_in).json["member"]["role"] == "operator"
    partner.delete(f"{path}/members/{member}")
    assert session(managed, signed_in).code() == "session_expired"
    assert partner.sign_in(f"{number}:{member}").code() == "member_not_found"


def test_a_deleted_customers_sessions_are_served_no_more(managed, partner, customer):
    path, number = customer
    cookies = [partner.sign_in(number).cookie() for _ in range(3)]
    partner.delete(path)
    for cookie in cookies:
        answer = managed.request("GET", "/casement/session", cookie=cookie)
        assert (answer.status, answer.code()) == (401, "session_expired")


def test_a_deletion_holds_with_redis_down_and_is_finished_later(start_managed):
    with start_managed() as stack:
        partner = stack.new_partner()
        created = [partner.create()["id"] for _ in range(2)]
        cookies = [partner.sign_in(number).cookie() for number in created]
        keys = stack.session_keys(created[0])
        assert keys and stack.session_keys(created[1])
        stack.signal("redis", signal.SIGSTOP)
        partner.delete(f"/api/managed_users/{created[0]}")
        stack.casement("customer", "delete", "--partner", partner.vendor_id, "--customer", str(created[1]), "--confirm",
                       stack.sql("SELECT name FROM customer WHERE id = ?", created[1])[0][0])  # fmt: skip
        listed = partner.request("GET", f"/api/managed_users/{partner.create()['id']}/sessions")
        refused(listed, 503, "session_store_unavailable")
        assert int(listed.headers["retry-after"][0]) >= 1
        stack.signal("redis", signal.SIGCONT)
        for number in created:
            wait_until("the end of the sessions", lambda one=number: not stack.session_keys(one))
        for cookie in cookies:
            wait_until(
                "the answer", lambda one=cookie: stack.request("GET", "/casement/session", cookie=one).status == 401
            )


def test_sessions_are_listed_and_ended(managed, partner, customer):
    path, number = customer
    member = partner.post(f"{path}/members", person() | {"role_name": "Admin"})["id"]
    cookies = [partner.sign_in(f"{number}:{member}").cookie(), *(partner.sign_in(number).cookie() for _ in range(3))]
    listed = partner.get(f"{path}/sessions")
    assert listed["total"] == 4
    assert {one["origin"] for one in listed["result"]} == {FIRST}
    assert {one["customer_id"] for one in listed["result"]} == {number}
    assert sorted(one["member_id"] or 0 for one in listed["result"]) == [0, 0, 0, member]
    assert [one["context"] for one in listed["result"]] == ["embedded"] * 4
    [the_members] = [one for one in listed["result"] if one["member_id"]]
    pages = [partner.get(f"{path}/sessions", page=page, per_page=3) for page in (1, 2)]
    assert [*pages[0]["result"], *pages[1]["result"]] == listed["result"]
    assert partner.delete(f"{path}/sessions/{the_members['id']}") == {"ended": 1}
    assert managed.request("GET", "/casement/session", cookie=cookies[0]).status == 401
    refused(partner.request("DELETE", f"{path}/sessions/{the_members['id']}"), 404, "not_found")
    assert managed.request("GET", "/casement/session", cookie=cookies[1]).status == 200
    assert partner.delete(f"{path}/sessions") == {"ended": 3}
    assert partner.get(f"{path}/sessions") == {"result": [], "total": 0}
    assert partner.delete(f"{path}/sessions") == {"ended": 0}
    assert all(managed.request("GET", "/casement/session", cookie=cookie).status == 401 for cookie in cookies)


def test_checks_say_what_the_gateway_does_and_use_nothing_up(managed, partner, customer):
    path, number = customer
    token = partner.signed(number, origin=SECOND)
    said = partner.post("/api/token_checks", {"token": token})
    assert (said["accepted"], said["code"]) == (False, "origin_not_allowed")
    assert said["steps"][-2:] == [
        {"check": "origin_allowed", "outcome": "failed"}, {"check": "replay", "outcome": "not_reached"},
    ]  # fmt: skip
    partner.put(path, {"origin_url": f"{FIRST},{SECOND}"})
    for _ in range(2):
        assert partner.post("/api/token_checks", {"token": token})["accepted"] is True
    assert managed.sign_in(token).status == 303
    assert managed.sign_in(token).code() == "token_replayed"
    assert partner.post("/api/token_checks", {"token": "nonsense"})["code"] == "token_malformed"
    questions = [
        {"customer": number}, {"customer": str(number), "origin": SECOND, "expect": "accepted"},
        {"customer": number, "origin": "https://no.example"}, {"customer": "Enobody"},
        {"customer": number, "origin": "x"},
    ]  # fmt: skip
    answers = partner.post("/api/origin_checks", {"checks": questions})["result"]
    assert [one.get("code", "accepted") for one in answers] == [
        "accepted", "accepted", "origin_not_allowed", "customer_not_found", "origin_malformed",
    ]  # fmt: skip
    assert (answers[0]["origin"], answers[0]["rule"]) == (FIRST, "first_entry")
    assert (answers[1]["origin"], answers[1]["rule"], answers[1]["expect"]) == (SECOND, "exact", "accepted")
    assert answers[1]["frame_ancestors"] == f"'self' {SECOND}"
    batch = managed.directory / "batch.json"
    batch.write_text(json.dumps(questions[:2]))
    asked = managed.casement("origin", "check", "--partner", partner.vendor_id, "--batch", batch)
    assert asked == answers[:2]
