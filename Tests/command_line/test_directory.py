"""Partners, keys, customers and members."""

import json

import pytest
from casement_stack import openssl


def partner(vendor, *more):
    return ("partner", "create", "--name", "Some", "--vendor-id", vendor, *more)


def customer(*more):
    return ("customer", "create", "--partner", "acme", "--name", "Some", *more)


@pytest.mark.parametrize(
    "kind, algorithm",
    [
        (("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"), "RS256"),
        (("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"), "ES256"),
        (("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"), "ES384"),
        (("-algorithm", "ED25519"), "EdDSA"),
    ],
)
def test_keys_of_each_kind_sign_and_verify(line, kind, algorithm):
    line.make_key("key", *kind)
    line.json(*partner("acme", "--key", "key.pub.pem", "--kid", "k1", "--origins", "https://a.example"))
    line.json(*customer())
    sign = ("token", "sign", "--key", "key.pem", "--partner", "acme", "--customer", "1")
    for kid in ((), ("--kid", "k1")):
        signed = line.json(*sign, *kid)
        assert line.json("token", "check", signed["token"])["accepted"] is True
    header = openssl("base64", "-d", "-A", data=padded(signed["token"].split(".")[0]))
    assert json.loads(header)["alg"] == algorithm
    other = line.run("token", "check", line.json(*sign, "--kid", "k2")["token"], "--json")
    assert (other.status, other.json["code"]) == (1, "key_not_found")


def padded(text):
    return (text.translate(str.maketrans("-_", "+/")) + "=" * (-len(text) % 4)).encode()


def test_keys_that_are_none_are_refused(line):
    line.make_key("acme")
    line.make_key("small", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024")
    (line.folder / "text.pem").write_text("hello")
    (line.folder / "octets.json").write_text('{"kty":"oct","k":"AAAA"}')
    for file in ("acme.pem", "small.pub.pem", "text.pem", "octets.json"):
        assert line.refused(*partner("acme", "--key", file)) == "key_invalid"
    assert line.json("partner", "list") == []


def test_a_set_and_a_file_of_its_own_are_registered_together(line):
    line.make_key("acme")
    line.make_key("other", "-algorithm", "ED25519")
    point = {"kty": "OKP", "crv": "Ed25519", "kid": "k2", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    (line.folder / "set.json").write_text(json.dumps({"keys": [point]}))
    keys = line.json(*partner("acme", "--key", "acme.pub.pem", "--kid", "k1", "--key", "set.json"))["keys"]
    assert [(key["kid"], key["type"]) for key in keys] == [("k1", "rsa"), ("k2", "ed25519")]


def test_keys_rotate_by_validity(acme):
    acme.make_key("next", "-algorithm", "ED25519")
    times = ("--valid-from", "2020-01-01T02:00:00+02:00", "--valid-until", "2020-02-01T00:00:00Z")
    add = ("partner", "add-key", "--partner", "acme", "--key", "next.pub.pem")
    lapsed = acme.json(*add, *times, "--kid", "old")
    assert (lapsed["valid_from"], lapsed["valid_until"]) == ("2020-01-01T00:00:00Z", "2020-02-01T00:00:00Z")
    sign = ("token", "sign", "--key", "next.pem", "--partner", "acme", "--customer", "1")
    refused = acme.run("token", "check", acme.json(*sign, "--kid", "old")["token"], "--json")
    assert refused.json["code"] == "key_not_found"
    live = acme.json(*add, "--kid", "new")
    token = acme.json(*sign, "--kid", "new")["token"]
    assert acme.json("token", "check", token)["accepted"]
    acme.json("partner", "remove-key", "--partner", "acme", "--id", str(live["id"]))
    assert acme.run("token", "check", token, "--json").json["code"] == "key_not_found"
    assert acme.refused("partner", "remove-key", "--partner", "acme", "--id", str(live["id"])) == "key_not_found"
    assert acme.misused(*add, "--valid-from", "tomorrow")
    assert acme.refused(*add, "--kid", "old") == "kid_taken"


def test_wrong_origins_are_all_named_and_nothing_is_created(acme):
    wrong = "http://a.example,https://b.example/x,https://fine.example,null"
    done = acme.run(*customer("--origins", wrong), "--json")
    assert (done.status, done.json["code"]) == (1, "origin_malformed")
    for entry in ("http://a.example", "https://b.example/x", "null"):
        assert f'"{entry}"' in done.json["message"]
    assert "fine.example" not in done.json["message"]
    assert len(acme.json("customer", "list", "--partner", "acme")) == 1


def test_an_ipv4_origin_is_created_with_a_warning(acme):
    done = acme.run(*customer("--origins", "https://192.0.2.1"), "--json")
    assert done.status == 0
    assert done.err == f"warning: {done.json['warnings'][0]}\n"
    assert "192.0.2.1" in done.err


def test_an_empty_list_is_a_list(acme):
    assert acme.json(*customer("--origins", ""))["origin_url"] == ""


def test_what_is_taken_or_missing_has_a_code(acme):
    assert acme.refused(*customer("--external-id", "BS-1")) == "external_id_taken"
    assert acme.refused(*partner("acme")) == "vendor_id_taken"
    assert acme.refused("customer", "list", "--partner", "nobody") == "vendor_not_found"
    assert acme.refused("customer", "show", "--partner", "acme", "--customer", "E99") == "customer_not_found"
    assert acme.refused("partner", "show", "--partner", "nobody") == "vendor_not_found"
    whom = ("--partner", "acme", "--customer", "EBS-1", "--member", "7")
    assert acme.refused("member", "show", *whom) == "member_not_found"


def test_updates_change_what_is_named(acme):
    whom = ("--partner", "acme", "--customer", "EBS-1")
    before = acme.json("customer", "show", *whom)
    after = acme.json("customer", "update", *whom, "--name", "Blue", "--origin-mode", "replace")
    assert after | {"updated_at": ""} == before | {"name": "Blue", "origin_mode": "replace", "updated_at": ""}
    cleared = acme.json("customer", "update", *whom, "--external-id", "", "--origins", "")
    assert (cleared["external_id"], cleared["origin_url"]) == (None, "")
    changed = acme.json("partner", "update", "--vendor-id", "acme", "--require-origin", "--algorithms", "PS256, RS256")
    assert (changed["origin_required"], changed["algorithms"]) == (True, ["PS256", "RS256"])
    assert acme.misused("partner", "update", "--partner", "acme", "--algorithms", "HS256")


@pytest.mark.parametrize("role", ["Analyst", "ANALYST", "analyst"])
def test_roles_are_read_in_any_case(acme, role):
    whom = ("--partner", "acme", "--customer", "EBS-1")
    ann = ("--name", "Ann", "--email", "ann@example.com", "--role", role, "--external-id", "é/1")
    assert acme.json("member", "create", *whom, *ann)["role_name"] == "Analyst"
    assert acme.json("member", "update", *whom, "--member", "E%C3%A9%2F1", "--role", "admin")["role_name"] == "Admin"
    assert acme.json("member", "delete", *whom, "--member", "1") == {"id": 1, "deleted": True}
    assert acme.json("member", "list", *whom) == []


def test_deleting_a_customer_needs_its_name(acme):
    delete = ("customer", "delete", "--partner", "acme", "--customer", "EBS-1", "--confirm")
    assert acme.refused(*delete, "Blue") == "confirmation_required"
    acme.json(*delete, "Blue Sky")
    assert acme.json("customer", "list", "--partner", "acme") == []
    acme.json("partner", "delete", "--partner", "acme")
    assert acme.refused(*partner("acme")) == "vendor_id_taken"


def test_plans_trials_and_apps(acme):
    gold = acme.json("plan", "create", "--partner", "acme", "--name", "Gold", "--task-limit", "5000")
    assert gold == {"id": 2, "name": "Gold", "task_limit": 5000, "connection_limit": None}
    assert acme.refused("plan", "create", "--partner", "acme", "--name", "Gold", "--task-limit", "1") == "plan_name_taken"
    assert [plan["name"] for plan in acme.json("plan", "list", "--partner", "acme")] == ["free", "Gold"]
    whom = ("--partner", "acme", "--customer", "EBS-1")
    changed = acme.json("customer", "update", *whom, "--plan", "2", "--trial", "--allowed-apps", "crm, mail")
    assert (changed["plan_id"], changed["status"], changed["in_trial"]) == (2, "in_trial", True)
    assert (changed["allowed_apps"], changed["task_limit"]) == (["crm", "mail"], 100)
    changed = acme.json("customer", "update", *whom, "--no-trial", "--allowed-apps", "all")
    assert (changed["status"], changed["trial_ends_at"], changed["allowed_apps"]) == ("active", None, None)
    assert changed["task_limit"] == 5000
    changed = acme.json("plan", "update", "--id", "2", "--connection-limit", "10")
    assert changed["connection_limit"] == 10
    assert acme.refused("plan", "delete", "--id", "2") == "plan_in_use"
    assert acme.json("customer", "update", *whom, "--plan", "1")["status"] == "expired_subscription"
    assert acme.json("plan", "delete", "--id", "2") == {"id": 2, "deleted": True}
    assert acme.refused("customer", "update", *whom, "--plan", "2") == "field_invalid"


def test_api_tokens_are_printed_once(acme):
    created = acme.json("api-token", "create", "--partner", "acme", "--name", "CI")
    token = created.pop("token")
    assert created.items() >= {"id": 1, "vendor_id": "acme", "name": "CI"}.items()
    assert token.startswith("csm_") and len(token) == 47
    assert acme.json("api-token", "list", "--partner", "acme") == [created]
    assert acme.json("api-token", "list", "--operator") == []
    assert token.encode() not in (acme.folder / "directory.sqlite").read_bytes()
    assert acme.refused("api-token", "revoke", "--operator", "--id", "1") == "token_not_found"
    assert acme.json("api-token", "revoke", "--partner", "acme", "--id", "1") == {"id": 1, "deleted": True}
    assert acme.json("api-token", "create", "--operator")["vendor_id"] is None
    for owner in ((), ("--partner", "acme", "--operator")):
        assert "--operator" in acme.misused("api-token", "list", *owner)
