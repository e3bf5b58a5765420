"""What a write changes, what it refuses, and how it tells."""

import json

import pytest
from management_stack import person, refused

FULL = {
    "name": "Blue Sky", "external_id": "BS-1", "notification_email": "it@bluesky.example",
    "origin_url": "https://na1.company.com", "origin_mode": "replace", "outer_ancestors": "https://portal.company.com",
    "allowed_apps": ["slack", "salesforce"],
}  # fmt: skip


@pytest.fixture
def full(partner):
    """A customer with a value in every field, and its path."""
    created = partner.create(**FULL)
    assert {name: created[name] for name in FULL} == FULL
    return created, f"/api/managed_users/{created['id']}"


def without_times(record):
    return {name: value for name, value in record.items() if name != "updated_at"}


@pytest.mark.parametrize(
    "field, value",
    [
        ("name", "Green Field"), ("external_id", "GF/2"), ("notification_email", "a@b"),
        ("origin_url", "https://eu1.company.com"), ("origin_mode", "append"), ("outer_ancestors", ""),
        ("allowed_apps", []),
    ],
)  # fmt: skip
def test_a_put_changes_what_is_present(partner, full, field, value):
    created, path = full
    changed = partner.put(path, {field: value, "no_such_field": 1})
    assert without_times(changed) == without_times(created | {field: value})
    assert partner.get(path) == changed


@pytest.mark.parametrize(
    "field, cleared",
    [
        ("external_id", None), ("notification_email", None), ("origin_url", ""), ("outer_ancestors", ""),
        ("origin_mode", "append"), ("allowed_apps", None),
    ],
)  # fmt: skip
def test_null_clears(partner, full, field, cleared):
    created, path = full
    assert without_times(partner.put(path, {field: None})) == without_times(created | {field: cleared})


def test_an_empty_put_changes_nothing_not_even_the_version(partner, full):
    created, path = full
    before = partner.request("GET", path)
    after = partner.request("PUT", path, {})
    assert (after.status, after.json) == (200, created)
    assert after.headers["etag"] == before.headers["etag"]
    assert partner.get("/api/audit_events", managed_user_id=created["id"], action="customer.update")["result"] == []


def test_a_member_and_the_account_change_alike(partner):
    path = f"/api/managed_users/{partner.create()['id']}/members"
    member = partner.post(path, person() | {"role_name": "Admin", "external_id": "m"})
    changed = partner.put(f"{path}/{member['id']}", {"external_id": None})
    assert without_times(changed) == without_times(member | {"external_id": None})
    account = partner.get("/api/account")
    rules = {
        "origin_url": "https://a.company.com", "algorithms": ["EdDSA", "ES256"], "audiences": ["us", "them"],
        "audience_required": True, "issuer": "us", "issuer_required": True, "origin_required": True,
    }  # fmt: skip
    assert without_times(partner.put("/api/account", rules)) == without_times(account | rules)
    some = partner.put("/api/account", {"algorithms": None, "issuer": None, "audiences": None, "origin_url": None})
    cleared = {"algorithms": None, "issuer": None, "audiences": [], "origin_url": ""}
    assert without_times(some) == without_times(account | rules | cleared)


def test_every_wrong_field_is_named_at_once(partner, full):
    wrong = {
        "name": " \t", "notification_email": "nobody", "origin_url": "https://ok.example,ftp://a.example,https://b/c",
        "outer_ancestors": "null", "origin_mode": "both", "external_id": "x" * 256, "plan_id": 987654321,
        "allowed_apps": ["slack", "a b"],
    }  # fmt: skip
    for method, path in (("POST", "/api/managed_users"), ("PUT", full[1])):
        fields = refused(partner.request(method, path, wrong), 422, "field_invalid")
        assert {name.partition("[")[0] for name in fields} == set(wrong)
        assert "ftp://a.example" in fields["origin_url"] and "https://b/c" in fields["origin_url"]
        assert "ok.example" not in fields["origin_url"]
    members = f"{full[1]}/members"
    fields = refused(
        partner.request("POST", members, {"name": "", "email": "x", "role_name": "boss", "external_id": ""}), 422,
        "field_invalid",
    )  # fmt: skip
    assert set(fields) == {"name", "email", "role_name", "external_id"}
    assert partner.get(full[1]) == full[0]


def test_wrong_types_and_missing_fields_are_named_with_the_rest(partner, full):
    wrong = {
        "name": 7, "notification_email": [], "origin_url": {}, "in_trial": "yes", "plan_id": "1", "allowed_apps": "slack",
        "external_id": "",
    }  # fmt: skip
    fields = refused(partner.request("PUT", full[1], wrong), 400, "request_invalid")
    assert set(fields) == set(wrong)
    fields = refused(partner.request("POST", "/api/managed_users", {"origin_url": "x"}), 400, "request_invalid")
    assert set(fields) == {"name", "origin_url"}
    fields = refused(partner.request("POST", f"{full[1]}/members", {}), 400, "request_invalid")
    assert set(fields) == {"name", "email", "role_name"}
    assert set(refused(partner.request("PUT", full[1], {"name": None}), 400, "request_invalid")) == {"name"}
    query = {"page": "0", "per_page": "101", "status": "gone", "sort": "size", "order": "up", "joined_from": "yesterday"}
    fields = refused(partner.request("GET", "/api/managed_users", query=query), 400, "request_invalid")
    assert set(fields) == set(query)


@pytest.mark.parametrize("body", ["", "nonsense", "[]", "7", "null", '{"name":"A","name":"B"}', '{"name":"\\ud800"}',
                                  b'{"name":"\xff"}', '{"name":"A"} x', "[" * 5000])  # fmt: skip
def test_what_is_no_json_object_is_a_bad_request(partner, body):
    refused(partner.request("POST", "/api/managed_users", body), 400, "request_invalid")
    assert partner.get("/api/managed_users")["total"] == 0


def test_names_are_counted_in_bytes(partner):
    assert partner.create(name="é" * 127 + "x")["name"] == "é" * 127 + "x"
    for name in ("é" * 128, "", "\u2003", "a\nb", "a\u0000b", "a\u0085b"):
        assert list(refused(partner.request("POST", "/api/managed_users", {"name": name}), 422, "field_invalid")) == ["name"]


def test_bodies_are_json_of_a_mebibyte_at_most(partner):
    body = json.dumps({"name": "A"})
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""):
        answer = partner.request("POST", "/api/managed_users", body, Content_Type=kind)
        refused(answer, 415, "media_type_unsupported")
    for kind in ("application/json; charset=utf-8", "Application/JSON"):
        assert partner.request("POST", "/api/managed_users", body, Content_Type=kind).status == 200
    padded = body + " " * (1_048_576 - len(body))
    assert partner.request("POST", "/api/managed_users", padded).status == 200
    refused(partner.request("POST", "/api/managed_users", padded + " "), 413, "body_too_large")


def test_what_is_taken_is_a_conflict(partner, full):
    refused(partner.request("POST", "/api/managed_users", {"name": "B", "external_id": "BS-1"}), 409, "external_id_taken")
    other = partner.create(external_id="BS-2")
    path = f"/api/managed_users/{other['id']}"
    refused(partner.request("PUT", path, {"external_id": "BS-1"}), 409, "external_id_taken")
    assert partner.get(path) == other
    manager = person()
    partner.post("/api/customer_managers", manager)
    again = {"name": "B", "email": manager["email"].upper()}
    refused(partner.request("POST", "/api/customer_managers", again), 409, "email_taken")
    key = {"key": partner.public_key, "kid": "k"}
    partner.post("/api/account/keys", key)
    refused(partner.request("POST", "/api/account/keys", key), 409, "kid_taken")


def test_ids_are_never_given_again(partner):
    created = partner.create(external_id="BS-1")
    partner.delete(f"/api/managed_users/{created['id']}")
    assert partner.create(external_id="BS-1")["id"] > created["id"]


def test_other_methods_are_not_allowed(partner, full):
    members = f"{full[1]}/members"
    for method, path, allowed in (
        ("PATCH", full[1], {"GET", "HEAD", "PUT", "DELETE"}), ("DELETE", "/api/managed_users", {"GET", "HEAD", "POST"}),
        ("PUT", members, {"GET", "HEAD", "POST"}), ("POST", "/api/plans", {"GET", "HEAD"}),
        ("GET", f"{full[1]}/upgrade", {"PUT"}), ("GET", f"{full[1]}/member", {"POST", "DELETE"}),
        ("POST", "/api/managed_users/usage", {"GET", "HEAD"}),
    ):  # fmt: skip
        answer = partner.request(method, path)
        refused(answer, 405, "method_not_allowed")
        assert set(answer.headers["allow"][0].split(", ")) - {"OPTIONS"} == allowed
    for path in ("/api", "/api/", "/api/managed_users/", "/api/nothing", "/api/managed_users/1/members/1/x"):
        refused(partner.request("GET", path), 404, "not_found")


def test_every_answer_is_kept_by_nobody(partner, full):
    for answer in (
        partner.request("GET", full[1]), partner.request("GET", "/api/managed_users/x"), partner.request("PATCH", full[1]),
        partner.request("POST", "/api/managed_users", "x"), partner.request("GET", "/api/openapi.yaml"),
    ):  # fmt: skip
        assert answer.headers["cache-control"] == ["no-store"]
        assert answer.headers["x-content-type-options"] == ["nosniff"]
        assert len(answer.headers["x-request-id"][0]) >= 16


def test_a_version_goes_with_every_change(partner, full):
    path = full[1]
    members = f"{path}/members"
    member = f"{members}/{partner.post(members, person() | {'role_name': 'Admin'})['id']}"
    for one in (path, member, "/api/account"):
        first = partner.request("GET", one).headers["etag"][0]
        assert partner.request("GET", one).headers["etag"][0] == first
        changed = partner.request("PUT", one, {"name": "Second"}, If_Match=first)
        assert changed.status == 200
        second = changed.headers["etag"][0]
        assert second != first and partner.request("GET", one).headers["etag"][0] == second
        refused(partner.request("PUT", one, {"name": "Third"}, If_Match=first), 412, "precondition_failed")
        refused(partner.request("PUT", one, {"name": "Third"}, If_Match=f"W/{second}"), 412, "precondition_failed")
        others = '"a,b", "", W/"1"'
        refused(partner.request("PUT", one, {"name": "Third"}, If_Match=others), 412, "precondition_failed")
        for malformed in (second.strip('"'), '"', '"1" "2"', "*, *"):
            refused(partner.request("PUT", one, {"name": "Third"}, If_Match=malformed), 400, "request_invalid")
        assert partner.get(one)["name"] == "Second"
        assert partner.request("PUT", one, {"name": "Third"}, If_Match=f'{first},"a,b" , {second}').status == 200
        assert partner.request("PUT", one, {"name": "Fourth"}, If_Match="*").status == 200
    for one in (member, path):
        refused(partner.request("DELETE", one, If_Match='"1"'), 412, "precondition_failed")
        now = partner.request("GET", one).headers["etag"][0]
        assert partner.request("DELETE", one, If_Match=now).status == 200
        refused(partner.request("DELETE", one, If_Match="*"), 404, "not_found")


def test_of_two_writers_with_one_version_one_wins(partner, full):
    seen = partner.request("GET", full[1]).headers["etag"][0]
    answers = [partner.request("PUT", full[1], {"name": name}, If_Match=seen).status for name in ("A", "B")]
    assert answers == [200, 412]
    assert partner.get(full[1])["name"] == "A"


def test_what_is_counted_leaves_the_version(managed, partner, full):
    before = partner.request("GET", full[1]).headers["etag"]
    reports = f"/api/reports/managed_users/{full[0]['id']}"
    managed.operator.put(f"{reports}/connections/1", {"name": "A", "provider": "slack"})
    managed.operator.put(f"{reports}/recipes/1", {"name": "A", "running": True})
    after = partner.request("GET", full[1])
    assert (after.json["connection_count"], after.json["active_recipe_count"]) == (1, 1)
    assert after.headers["etag"] == before


def test_accepted_with_a_warning(partner):
    created = partner.create(origin_url="https://192.0.2.1")
    assert "192.0.2.1" in created["warnings"][0]
    assert "warnings" not in partner.create(origin_url="https://na1.company.com")


def test_the_operator_says_whose(managed, partner):
    operator = managed.operator
    fields = refused(operator.request("POST", "/api/managed_users", {"name": "X"}), 422, "field_invalid")
    assert set(fields) == {"vendor_id"}
    for more in ({"body": {"name": "X", "vendor_id": partner.vendor_id}},
                 {"body": {"name": "X"}, "query": {"vendor_id": partner.vendor_id}}):  # fmt: skip
        created = operator.request("POST", "/api/managed_users", **more).json
        assert created["vendor_id"] == partner.vendor_id
    assert operator.get("/api/managed_users", vendor_id=partner.vendor_id)["total"] == 2
    for path in ("/api/account", "/api/account/keys"):
        assert "vendor_id" in refused(operator.request("GET", path), 422, "field_invalid")
        assert operator.request("GET", path, query={"vendor_id": partner.vendor_id}).status == 200
        refused(operator.request("GET", path, query={"vendor_id": "nobody"}), 404, "not_found")


def test_keys_overlap_by_their_times_and_go(managed, partner):
    customer = partner.create()["id"]
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "kid": "own"}
    times = {"valid_from": "2020-01-01T02:00:00+02:00", "valid_until": "2100-01-01T00:00:00Z"}
    added = partner.post("/api/account/keys", {"key": jwk} | times)
    assert (added["kid"], added["type"], added["source"]) == ("own", "ed25519", "registered")
    assert (added["valid_from"], added["valid_until"]) == ("2020-01-01T00:00:00Z", "2100-01-01T00:00:00Z")
    named = partner.post("/api/account/keys", {"key": json.dumps(jwk), "kid": "mine"})
    assert named["kid"] == "mine"
    listed = partner.get("/api/account/keys")
    assert listed["jwks"] is None and listed["result"][1:] == [added, named]
    assert partner.get("/api/account")["keys"] == listed["result"]
    assert partner.delete("/api/account/keys", id=added["id"]) == {"success": True}
    assert partner.delete(f"/api/account/keys/{named['id']}") == {"success": True}
    assert partner.delete(f"/api/account/keys/{listed['result'][0]['id']}") == {"success": True}
    assert partner.get("/api/account/keys")["result"] == []
    assert partner.sign_in(customer).code() == "key_not_found"


@pytest.mark.parametrize(
    "body, field",
    [
        ({"key": {"kty": "oct", "k": "AAAA"}}, "key"), ({"key": "x"}, "key"),
        ({"key": {"kty": "OKP"}, "kid": ""}, "kid"),
        ({"jwks_url": "https://keys.example/jwks.json"}, "jwks_url"), ({"jwks_url": "http://127.0.0.1/"}, "jwks_url"),
    ],
)  # fmt: skip
def test_keys_that_are_none_are_refused(partner, body, field):
    assert field in refused(partner.request("POST", "/api/account/keys", body), 422, "field_invalid")
    assert len(partner.get("/api/account/keys")["result"]) == 1


def test_one_thing_is_forgotten_at_a_time(partner):
    for query in ({}, {"id": 1, "jwks_url": "https://keys.example/jwks.json"}):
        refused(partner.request("DELETE", "/api/account/keys", query=query), 422, "field_invalid")


def test_customer_managers_come_and_go(partner):
    mia = person()
    created = partner.post("/api/customer_managers", mia)
    assert created | mia == created and set(created) == {"id", "name", "email", "created_at"}
    assert partner.get("/api/customer_managers") == {"result": [created]}
    assert partner.delete(f"/api/customer_managers/{created['id']}") == {"success": True}
    assert partner.get("/api/customer_managers") == {"result": []}
    refused(partner.request("DELETE", f"/api/customer_managers/{created['id']}"), 404, "not_found")
