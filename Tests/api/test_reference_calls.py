"""The calls that the reference platform documents, as its customers' programs make them."""

from casement_stack import openssl
from management_stack import make_key, refused


def test_a_customer_is_created_read_and_changed(partner):
    created = partner.post(
        "/api/managed_users",
        {
            "name": "Blue Sky",
            "notification_email": "it@bluesky.example",
            "external_id": "AM10:XV303",
            "origin_url": "https://na1.bluesky.example, https://eu1.bluesky.example/",
        },
    )
    assert created["origin_url"] == "https://na1.bluesky.example,https://eu1.bluesky.example"
    assert (created["name"], created["external_id"]) == ("Blue Sky", "AM10:XV303")
    assert (created["vendor_id"], created["status"], created["in_trial"]) == (partner.vendor_id, "active", False)
    assert partner.get("/api/managed_users/EAM10%3AXV303") == created
    assert partner.get(f"/api/managed_users/{created['id']}") == created
    changed = partner.put("/api/managed_users/EAM10%3AXV303", {"name": "Bluer Sky", "notification_email": None})
    assert changed["updated_at"] >= created["updated_at"]
    assert changed == created | {
        "name": "Bluer Sky", "notification_email": None, "updated_at": changed["updated_at"],
    }  # fmt: skip
    assert partner.get("/api/managed_users")["result"] == [changed]
    assert partner.delete("/api/managed_users/EAM10%3AXV303") == {"success": True}
    refused(partner.request("GET", "/api/managed_users/EAM10%3AXV303"), 404, "not_found")


def test_external_ids_are_percent_encoded_once(partner):
    for external in ("E1", "100% é/ü", "%2F", "a+b", "..", " x"):
        partner.create(external_id=external)
    for path, external in {
        "EE1": "E1", "E100%25%20%C3%A9%2F%C3%BC": "100% é/ü", "E%252F": "%2F", "Ea+b": "a+b", "Ea%2bb": "a+b",
        "E%2E%2e": "..", "E..": "..", "E%20x": " x",
    }.items():  # fmt: skip
        assert partner.get(f"/api/managed_users/{path}")["external_id"] == external


def test_members_come_and_go(partner):
    customer = f"/api/managed_users/{partner.create(external_id='BS/1')['id']}"
    ann = partner.post(
        "/api/managed_users/EBS%2F1/members",
        {"name": "Ann Åkesson", "email": "ann@bluesky.example", "role_name": "analyst", "external_id": "a:1"},
    )
    assert ann["role_name"] == "Analyst"
    gus = partner.post(f"{customer}/member", {"name": "Gus", "email": "gus@bluesky.example", "role_name": "ADMIN"})
    assert (gus["role_name"], gus["external_id"]) == ("Admin", None)
    assert partner.get(f"{customer}/members") == {"result": [ann, gus], "total": 2}
    assert partner.get("/api/managed_users/EBS%2F1/members/Ea%3A1") == ann
    changed = partner.put(f"{customer}/members/{ann['id']}", {"role_name": "Operator"})
    assert changed == ann | {"role_name": "Operator", "updated_at": changed["updated_at"]}
    assert partner.delete(f"{customer}/members/Ea%3A1") == {"success": True}
    assert partner.get(f"{customer}/members")["result"] == [gus]


def test_the_former_address_of_members_takes_ids_and_addresses(partner):
    path = f"/api/managed_users/{partner.create()['id']}/member"

    def add(name):
        fields = {"name": name, "email": f"{name}@bluesky.example", "role_name": "Admin", "external_id": f"x {name}"}
        return partner.post(path, fields)

    for name, named in {
        "a": lambda made: {"query": {"id": made["id"]}},
        "b": lambda made: {"query": {"external_id": made["external_id"]}},
        "c": lambda made: {"query": {"email": made["email"]}},
        "d": lambda made: {"body": {"id": made["id"]}},
        "e": lambda made: {"body": {"external_id": made["external_id"]}},
        "f": lambda made: {"body": {"email": made["email"]}},
    }.items():
        answer = partner.request("DELETE", path, **named(add(name)))
        assert (answer.status, answer.json) == (200, {"success": True}), (name, answer)
    assert partner.get(f"{path}s")["total"] == 0
    refused(partner.request("DELETE", path, query={"email": "a@bluesky.example"}), 404, "not_found")
    assert "id" in refused(partner.request("DELETE", path), 422, "field_invalid")


def test_upgrade_and_downgrade_answer_with_the_customer(managed, partner):
    team = managed.new_plan(partner, task_limit=5000)
    customer = partner.create()
    path = f"/api/managed_users/{customer['id']}"
    upgraded = partner.put(f"{path}/upgrade")
    assert (upgraded["plan_id"], upgraded["status"], upgraded["task_limit"]) == (team, "active", 5000)
    downgraded = partner.put(f"{path}/downgrade")
    assert downgraded["plan_id"] == customer["plan_id"]
    assert (downgraded["status"], downgraded["task_limit"]) == ("expired_subscription", 100)
    assert partner.put(f"{path}/upgrade", {"plan_id": team})["plan_id"] == team
    assert partner.get(path)["status"] == "active"


def test_connections_are_a_result(managed, partner):
    customer = partner.create()
    assert partner.get(f"/api/managed_users/{customer['id']}/connections") == {"result": [], "total": 0}
    report = {
        "name": "Sales", "provider": "salesforce", "authorization_status": "success",
        "authorized_at": "2026-01-02T03:04:05Z",
    }  # fmt: skip
    path = f"/api/reports/managed_users/{customer['id']}/connections"
    managed.operator.put(f"{path}/36", report)
    managed.operator.put(f"{path}/s-7", report | {"authorization_status": "pending", "authorized_at": None})
    listed = partner.get(f"/api/managed_users/{customer['id']}/connections")["result"]
    assert {one["id"]: one["authorized_at"] for one in listed} == {36: report["authorized_at"], "s-7": None}
    assert {*listed[0]} == {
        "id", "name", "provider", "authorization_status", "authorized_at", "created_at", "updated_at",
    }  # fmt: skip


def test_the_verification_key_counts_at_once(managed, partner):
    customer = partner.create()["id"]
    assert partner.sign_in(customer).status == 303
    key, public = managed.directory / "next.pem", managed.directory / "next.pub.pem"
    make_key(key, public)
    assert partner.sign_in(customer, key).code() == "signature_invalid"
    path = "/api/account/signature_verification_key"
    done = {"vendor_id": partner.vendor_id, "success": True}
    assert partner.put(path, {"key": public.read_text()}) == done
    assert partner.sign_in(customer, key).status == 303
    assert partner.sign_in(customer).code() == "signature_invalid"
    before = partner.get("/api/account/keys")
    assert partner.put(path, {"key": public.read_text()}) == done
    assert partner.get("/api/account/keys") == before
    assert len(before["result"]) == 1
    # What is no public key changes nothing.
    for text in ("hello", "", key.read_text(), openssl("genpkey", "-quiet", "-algorithm", "X25519").decode()):
        assert "key" in refused(partner.request("PUT", path, {"key": text}), 422, "field_invalid")
    assert partner.sign_in(customer, key).status == 303
