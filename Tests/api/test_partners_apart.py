"""Two partners: neither can tell by any answer what the other has. The API's own document says what there is to try."""

import itertools
import re

import pytest
import yaml
from management_stack import Client, person, refused

NOWHERE = ("987654321", "E-nobody-", "0", "-1", "01", "x", "E", "E%zz", "E%00", "99999999999999999999", "%F0")


@pytest.fixture(scope="module")
def document(managed):
    """The document as it is served, to anybody."""
    answer = Client(managed.admin_port, None).request("GET", "/api/openapi.yaml")
    assert answer.status == 200
    return yaml.safe_load(answer.body)


@pytest.fixture(scope="module")
def ours(managed):
    return Belongings(managed)


@pytest.fixture(scope="module")
def theirs(managed):
    return Belongings(managed)


class Belongings:
    """A partner that has one of everything with an id, and how each is written in a path."""

    def __init__(self, managed):
        self.partner = managed.new_partner()
        customer = self.partner.create(external_id=f"BS/{self.partner.vendor_id}")
        self.path = f"/api/managed_users/{customer['id']}"
        member = self.partner.post(f"{self.path}/members", person() | {"role_name": "Admin", "external_id": "m"})
        manager = self.partner.post("/api/customer_managers", person())
        key = self.partner.get("/api/account/keys")["result"][0]
        assert self.partner.sign_in(f"{customer['id']}:{member['id']}").status == 303
        session = self.partner.get(f"{self.path}/sessions")["result"][0]
        reports = f"/api/reports/managed_users/{customer['id']}"
        managed.operator.put(f"{reports}/connections/c1", {"name": "C", "provider": "slack"})
        managed.operator.put(f"{reports}/recipes/r1", {"name": "R", "running": True})
        self.plan = managed.new_plan(self.partner)
        self.customer, self.member, self.key = customer, member, key
        self.ids = {
            "customer": [str(customer["id"]), f"EBS%2F{self.partner.vendor_id}"],
            "member_id": [str(member["id"]), "Em"],
            "session_id": [session["id"]],
            "cid": ["c1"],
            "rid": ["r1"],
            "key": [str(key["id"])],
            "manager": [str(manager["id"])],
        }

    def everything(self):
        """All that its own token shows of it."""
        paths = ("", "/members", "/sessions", "/connections", "/dashboard")
        mine = [self.partner.get(self.path + path) for path in paths]
        return mine + [self.partner.get(path) for path in ("/api/account", "/api/customer_managers", "/api/managed_users")]


def operations(document):
    """Method, path and description of everything that needs a token."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method != "parameters" and operation.get("security") != []:
                yield method.upper(), path, operation


def kind_of(place, path):
    """What a place in a path names."""
    if place != "id":
        return place
    return {"account": "key", "customer_managers": "manager"}.get(path.split("/")[2], "customer")


def filled(path, choices):
    """Every way to fill the places of a path, in the order of their kinds."""
    places = re.findall(r"{(\w+)}", path)
    for values in itertools.product(*(choices(kind_of(place, path)) for place in places)):
        yield path.format(**dict(zip(places, values, strict=True)))


def body_of(operation, document):
    """The first example of a body, so that nothing but the id is wrong."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    example = next(iter(content["examples"].values())) if "examples" in content else {"value": content["example"]}
    if "$ref" in example:
        example = document["components"]["examples"][example["$ref"].rpartition("/")[2]]
    return example["value"]


def tell(answer):
    """All that the answer tells, but for the request's own id."""
    own = {"x-request-id", "date"}
    body = {name: value for name, value in answer.json.items() if name != "request_id"}
    return answer.status, body, {name: value for name, value in answer.headers.items() if name not in own}


def test_what_is_anothers_answers_as_what_is_not_there(managed, document, ours, theirs):
    refusal = tell(ours.partner.request("GET", "/api/managed_users/987654321"))
    assert refusal[0] == 404
    before, tried = theirs.everything(), 0
    for method, path, operation in operations(document):
        if "{" not in path or path.startswith("/api/reports/"):
            continue
        body = body_of(operation, document)
        paths = [*filled(path, theirs.ids.get), *filled(path, lambda _: NOWHERE)]
        # Ours within the path does not help: another's member, session or key is in no customer of ours.
        if path.count("{") == 2:
            mixed = [{**ours.ids, **{kind: theirs.ids[kind]}} for kind in ours.ids]
            own = set(filled(path, ours.ids.get))
            paths += [one for choices in mixed for one in filled(path, choices.get) if one not in own]
        for one in paths:
            answer = ours.partner.request(method, one, body)
            assert tell(answer) == refusal, (method, one, answer)
            tried += 1
    assert tried > 300
    assert theirs.everything() == before


def test_naming_another_partner_is_no_way_in(document, ours, theirs):
    refusal = tell(ours.partner.request("GET", "/api/managed_users/987654321"))
    before = theirs.everything()
    for method, path, operation in operations(document):
        if path.startswith("/api/reports/"):
            continue
        for named in (theirs.partner.vendor_id, "nobody"):
            for one in filled(path, theirs.ids.get):
                answer = ours.partner.request(method, f"{one}?vendor_id={named}", body_of(operation, document))
                assert tell(answer) == refusal, (method, one, named, answer)
    created = ours.partner.request("POST", "/api/managed_users", {"name": "X", "vendor_id": theirs.partner.vendor_id})
    assert tell(created) == refusal
    assert theirs.everything() == before
    mine = ours.partner.get(ours.path, vendor_id=ours.partner.vendor_id)
    assert mine["id"] == ours.customer["id"]


def test_the_operator_reaches_what_is_named_and_no_other(managed, document, ours, theirs):
    refusal = tell(managed.operator.request("GET", "/api/managed_users/987654321"))
    before = theirs.everything()
    for method, path, operation in operations(document):
        if "{" in path:
            for one in filled(path, theirs.ids.get):
                named = f"{one}?vendor_id={ours.partner.vendor_id}"
                answer = managed.operator.request(method, named, body_of(operation, document))
                assert tell(answer) == refusal, (method, named, answer)
    assert theirs.everything() == before
    everybodys = managed.operator.get("/api/managed_users", search=theirs.customer["external_id"])
    assert [one["id"] for one in everybodys["result"]] == [theirs.customer["id"]]
    assert managed.operator.get(theirs.path)["vendor_id"] == theirs.partner.vendor_id
    external = f"/api/managed_users/EBS%2F{theirs.partner.vendor_id}"
    assert "vendor_id" in refused(managed.operator.request("GET", external), 400, "request_invalid")
    assert managed.operator.get(external, vendor_id=theirs.partner.vendor_id)["id"] == theirs.customer["id"]


def test_reports_are_for_operators(document, ours):
    tried = [
        ours.partner.request(method, one, body_of(operation, document))
        for method, path, operation in operations(document)
        if path.startswith("/api/reports/")
        for one in filled(path, ours.ids.get)
    ]
    assert len(tried) == 9
    for answer in tried:
        refused(answer, 403, "forbidden")


def test_nothing_but_a_good_token_is_one(managed, document, ours):
    revoked = managed.casement("api-token", "create", "--partner", ours.partner.vendor_id)
    managed.casement("api-token", "revoke", "--partner", ours.partner.vendor_id, "--id", str(revoked["id"]))
    token = ours.partner.token
    for method, path, operation in operations(document):
        for one in filled(path, ours.ids.get):
            for credentials in (
                None, f"Basic {token}", "Bearer", "Bearer ", f"Bearer {token}x", f"Bearer {token[:-1]}", token,
                f"Bearer {revoked['token']}", "Bearer ÿ",
            ):  # fmt: skip
                headers = {} if credentials is None else {"Authorization": credentials.encode("latin-1")}
                answer = Client(managed.admin_port, None).request(method, one, body_of(operation, document), **headers)
                refused(answer, 401, "unauthorized")
                assert answer.headers["www-authenticate"] == ["Bearer"]


def test_bodies_that_name_what_is_anothers_learn_nothing(managed, ours, theirs):
    for plan in (theirs.plan, 987654321):
        for method, path in (("PUT", ours.path), ("PUT", f"{ours.path}/upgrade"), ("POST", "/api/managed_users")):
            fields = refused(
                ours.partner.request(method, path, {"name": "X", "plan_id": plan}), 422, "field_invalid"
            )
            assert list(fields) == ["plan_id"]
    assert ours.plan in [plan["id"] for plan in ours.partner.get("/api/plans")["result"]]
    assert theirs.plan not in [plan["id"] for plan in ours.partner.get("/api/plans")["result"]]
    customer = theirs.customer["id"]
    [checked] = ours.partner.post(
        "/api/origin_checks", {"checks": [{"customer": customer, "partner": theirs.partner.vendor_id}]}
    )["result"]
    [unknown] = ours.partner.post("/api/origin_checks", {"checks": [{"customer": customer, "partner": "nobody"}]})["result"]
    assert checked["code"] == "vendor_not_found"
    assert checked | {"partner": "nobody"} == unknown
    assert ours.partner.get("/api/audit_events", managed_user_id=customer) == {"result": [], "next_cursor": None}
    assert ours.partner.get("/api/managed_users", plan=theirs.plan) == {"result": [], "total": 0}


def test_a_token_of_another_partner_is_one_of_nobody(ours, theirs):
    token = theirs.partner.signed(f"{theirs.customer['id']}")
    assert theirs.partner.post("/api/token_checks", {"token": token})["accepted"] is True
    checked = ours.partner.post("/api/token_checks", {"token": token})
    assert (checked["accepted"], checked["code"]) == (False, "vendor_not_found")
