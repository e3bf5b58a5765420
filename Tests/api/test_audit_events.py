"""Who changed what, from where: told to whom it concerns, and never a secret."""

import pytest
from management_stack import OPERATOR_TOKEN, person, refused


@pytest.fixture
def story(managed, partner):
    """A customer to whom several people did something."""
    created = partner.create(external_id="BS-1", origin_url="https://na1.company.com")
    path = f"/api/managed_users/{created['id']}"
    partner.put(path, {"origin_url": "https://eu1.company.com"})
    managed.operator.put(path, {"name": "Renamed"})
    whom = ("--partner", partner.vendor_id, "--customer", "EBS-1")
    managed.casement("customer", "update", *whom, "--notification-email", "a@b.example")
    member = partner.post(f"{path}/members", person() | {"role_name": "Admin"})
    partner.delete(f"{path}/members/{member['id']}")
    return created["id"]


def test_every_change_is_told_once_with_its_author(managed, partner, story):
    events = partner.get("/api/audit_events", managed_user_id=story)["result"][::-1]
    assert [(event["action"], event["actor"]["kind"]) for event in events] == [
        ("customer.create", "api_token"), ("customer.update", "api_token"), ("customer.update", "operator_token"),
        ("customer.update", "command_line"), ("member.create", "api_token"), ("member.delete", "api_token"),
    ]  # fmt: skip
    assert [event["id"] for event in events] == sorted(event["id"] for event in events)
    assert {event["vendor_id"] for event in events} == {partner.vendor_id}
    assert {event["managed_user_id"] for event in events} == {story}
    actor = {"kind": "api_token", "id": partner.token_id, "name": f"{partner.vendor_id}'s CI"}
    assert events[0]["actor"] == actor and events[0]["target"] == {"kind": "customer", "id": story}
    assert (events[0]["before"], events[0]["after"]["external_id"]) == (None, "BS-1")
    assert events[1]["before"] == {"origin_url": "https://na1.company.com"}
    assert events[1]["after"] == {"origin_url": "https://eu1.company.com"}
    assert events[2]["after"] == {"name": "Renamed"}
    assert events[3]["after"] == {"notification_email": "a@b.example"} and events[3]["actor"]["name"]
    assert {event["address"] for event in events} == {"127.0.0.1", None}
    assert all((event["address"] is None) == (event["actor"]["kind"] == "command_line") for event in events)
    # Of what is gone the trail keeps ids and actions, not names or addresses.
    assert (events[4]["before"], events[4]["after"]) == (None, None)


def test_an_event_names_the_request(partner):
    answer = partner.request("POST", "/api/managed_users", {"name": "Traced"})
    [event] = partner.get("/api/audit_events", managed_user_id=answer.json["id"])["result"]
    assert event["request_id"] == answer.headers["x-request-id"][0]


def test_deleting_a_customer_forgets_what_was_told(partner, story):
    partner.delete(f"/api/managed_users/{story}")
    events = partner.get("/api/audit_events", managed_user_id=story)["result"]
    assert events[0]["action"] == "customer.delete" and len(events) == 7
    assert not [event for event in events if event["before"] is not None or event["after"] is not None]


def test_filters_choose_and_a_cursor_walks(managed, partner, story):
    def ids(**query):
        return [event["id"] for event in partner.get("/api/audit_events", **query)["result"]]

    whole = partner.get("/api/audit_events", per_page=100)
    assert whole["next_cursor"] is None
    events = whole["result"]
    updates = [event["id"] for event in events if event["action"] == "customer.update"]
    assert ids(action="customer.update") == updates and len(updates) == 3
    for kind in ("api_token", "operator_token", "command_line", "user"):
        assert ids(actor=kind) == [event["id"] for event in events if event["actor"]["kind"] == kind]
    assert ids(managed_user_id="EBS-1") == ids(managed_user_id=story)
    for nobody in ("Enobody", "E%zz", "0", "x"):
        answer = partner.request("GET", "/api/audit_events", query={"managed_user_id": nobody})
        refused(answer, 404, "not_found")
    assert ids(action="no.such") == ids(to="2020-01-01T00:00:00Z") == ids(to="2020-01-01") == []
    assert ids(**{"from": "2020-01-01T00:00:00Z", "to": "2100-01-01T00:00:00Z"}) == [event["id"] for event in events]
    walked, cursor = [], None
    while cursor or not walked:
        page = partner.get("/api/audit_events", per_page=2, **({"cursor": cursor} if cursor else {}))
        assert 1 <= len(page["result"]) <= 2
        walked += page["result"]
        cursor = page["next_cursor"]
        # What happens meanwhile is not on later pages.
        partner.create()
    assert walked == events
    assert managed.operator.get("/api/audit_events", vendor_id=partner.vendor_id, per_page=1)["result"]


def test_no_secret_is_in_the_trail_or_the_log(managed, partner, story):
    key = managed.directory / f"{partner.vendor_id}.pem"
    made = managed.casement("api-token", "create", "--partner", partner.vendor_id)
    partner.put("/api/account/signature_verification_key", {"key": partner.public_key})
    token = partner.signed(story)
    assert partner.post("/api/token_checks", {"token": token})["accepted"] is True
    assert partner.sign_in(story).status == 303
    files = [*managed.directory.glob("directory.sqlite*"), managed.directory / "gateway.log"]
    kept = b"".join(file.read_bytes() for file in files)
    for secret in (made["token"], partner.token, OPERATOR_TOKEN, token, key.read_text().split("\n")[1]):
        assert secret.encode() not in kept
    told = partner.request("GET", "/api/audit_events").body
    assert partner.public_key.split("\n")[1] not in told


def test_the_trail_is_only_added_to(managed, partner, story):
    for statement in ("DELETE FROM audit_event", "UPDATE audit_event SET action = 'nothing'",
                      "UPDATE audit_event SET after = '{}'"):  # fmt: skip
        with pytest.raises(Exception, match="audit events"):
            managed.sql(statement)
