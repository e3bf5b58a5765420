"""What the application reports, and what is told of it."""

import itertools
from datetime import datetime, timedelta, timezone

import pytest
from management_stack import refused

reports = itertools.count(1)


@pytest.fixture
def customer(partner):
    """A customer, with nothing reported yet."""
    return partner.create(external_id="BS/1")


def job(customer, tasks=1, status="succeeded", at=None, **more):
    """A report that was never sent."""
    at = at or datetime.now(timezone.utc)
    return {
        "report_id": f"activity-{next(reports)}", "managed_user_id": customer, "status": status, "tasks": tasks,
        "finished_at": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
    } | more  # fmt: skip


def send(managed, *jobs, **query):
    return managed.operator.post("/api/reports/jobs", {"jobs": jobs}, **query)


def connect(managed, customer, number, provider="slack", **more):
    fields = {"name": f"C {number}", "provider": provider} | more
    return managed.operator.request("PUT", f"/api/reports/managed_users/{customer}/connections/{number}", fields)


def test_a_report_counts_once(managed, partner, customer):
    first, second = job(customer["id"], 3), job(str(customer["id"]), 4, "failed")
    assert send(managed, first) == {"accepted": 1, "duplicates": 0}
    assert send(managed, first, second, second) == {"accepted": 1, "duplicates": 2}
    assert send(managed, second, first) == {"accepted": 0, "duplicates": 2}
    assert partner.get(f"/api/managed_users/{customer['id']}")["task_count"] == 7
    by_name = job("EBS%2F1", 5, vendor_id=partner.vendor_id)
    assert send(managed, by_name) == {"accepted": 1, "duplicates": 0}
    assert send(managed, job("EBS%2F1", 5), vendor_id=partner.vendor_id) == {"accepted": 1, "duplicates": 0}
    assert partner.get(f"/api/managed_users/{customer['id']}")["task_count"] == 17


def test_a_batch_counts_whole_or_not_at_all(managed, partner, customer):
    good = job(customer["id"])
    late = datetime.now(timezone.utc) - timedelta(days=36)
    early = datetime.now(timezone.utc) + timedelta(minutes=10)
    wrong = {
        "jobs[1].finished_at": job(customer["id"], at=late), "jobs[2].finished_at": job(customer["id"], at=early),
        "jobs[3].tasks": job(customer["id"], -1), "jobs[4].report_id": job(customer["id"], report_id=""),
        "jobs[5].status": job(customer["id"], status="done"), "jobs[6].tasks": job(customer["id"], 1_000_000_001),
    }  # fmt: skip
    answer = managed.operator.request("POST", "/api/reports/jobs", {"jobs": [good, *wrong.values()]})
    assert set(refused(answer, 422, "field_invalid")) == set(wrong)
    unknown = managed.operator.request("POST", "/api/reports/jobs", {"jobs": [good, job(987654321)]})
    assert unknown.status in (404, 422), unknown
    for jobs in ([], [job(customer["id"]) for _ in range(1001)]):
        answer = managed.operator.request("POST", "/api/reports/jobs", {"jobs": jobs})
        assert list(refused(answer, 422, "field_invalid")) == ["jobs"]
    assert partner.get(f"/api/managed_users/{customer['id']}")["task_count"] == 0
    assert send(managed, good) == {"accepted": 1, "duplicates": 0}
    assert send(managed, *(job(customer["id"]) for _ in range(1000)))["accepted"] == 1000


def test_usage_has_twelve_months_of_every_customer(managed, partner, customer):
    idle = partner.create()
    now = datetime.now(timezone.utc)
    before = now.replace(day=1) - timedelta(days=1)
    send(managed, job(customer["id"], 3), job(customer["id"], 4, "failed"), job(customer["id"], 5, at=before))
    usage = partner.get("/api/managed_users/usage")
    assert usage["total"] == 2
    rows = {row["id"]: row for row in usage["result"]}
    assert rows[customer["id"]]["external_id"] == "BS/1" and rows[idle["id"]]["name"] == idle["name"]
    months = [month["month"] for month in rows[idle["id"]]["months"]]
    assert months == sorted(months) and len(set(months)) == 12
    last, this = rows[customer["id"]]["months"][-2:]
    # A month may begin between two lines of this test.
    if this["month"] == now.strftime("%Y-%m"):
        assert this == {"month": now.strftime("%Y-%m"), "task_count": 7, "jobs_succeeded": 1, "jobs_failed": 1}
        assert last == {"month": before.strftime("%Y-%m"), "task_count": 5, "jobs_succeeded": 1, "jobs_failed": 0}
    assert all(month["task_count"] == 0 for month in rows[idle["id"]]["months"])
    assert [row["id"] for row in partner.get("/api/managed_users/usage", page=2, per_page=1)["result"]] == [idle["id"]]


def test_a_dashboard_has_a_row_for_every_day(managed, partner, customer):
    path = f"/api/managed_users/{customer['id']}/dashboard"
    today = datetime.now(timezone.utc)
    days = [(today - timedelta(days=back)).strftime("%Y-%m-%d") for back in (2, 1, 0)]
    empty = partner.get(path)
    assert len(empty["days"]) == 30
    assert (empty["success_rate"], empty["error_rate"], empty["task_count"]) == (None, None, 0)
    send(
        managed, job(customer["id"], 2, at=today), job(customer["id"], 3, at=today), job(customer["id"], 1, at=today),
        job(customer["id"], 7, "failed", at=today - timedelta(days=2)), job(customer["id"], 9, at=today - timedelta(days=3)),
    )  # fmt: skip
    connect(managed, customer["id"], 1)
    managed.operator.put(f"/api/reports/managed_users/{customer['id']}/recipes/1", {"name": "R", "running": True})
    managed.operator.put(f"/api/reports/managed_users/{customer['id']}/recipes/2", {"name": "R", "running": False})
    shown = partner.get(path, **{"from": days[0], "to": days[2]})
    assert shown == {
        "from": days[0], "to": days[2], "active_recipes": 1, "connection_count": 1, "task_count": 13,
        "jobs_succeeded": 3, "jobs_failed": 1, "success_rate": 0.75, "error_rate": 0.25,
        "days": [
            {"date": days[0], "task_count": 7, "jobs_succeeded": 0, "jobs_failed": 1},
            {"date": days[1], "task_count": 0, "jobs_succeeded": 0, "jobs_failed": 0},
            {"date": days[2], "task_count": 6, "jobs_succeeded": 3, "jobs_failed": 0},
        ],
    }  # fmt: skip
    leap = partner.get(path, **{"from": "2024-01-01", "to": "2024-12-31"})
    assert len(leap["days"]) == 366 and leap["days"][59]["date"] == "2024-02-29"
    for first, last in (("2024-01-02", "2024-01-01"), ("2024-01-01", "2025-01-01")):
        answer = partner.request("GET", path, query={"from": first, "to": last})
        assert answer.status == 422 and set(answer.json["fields"]) <= {"from", "to"}, answer
    fields = refused(partner.request("GET", path, query={"from": "2023-02-29", "to": "x"}), 400, "request_invalid")
    assert set(fields) == {"from", "to"}


def test_counts_follow_what_is_reported(managed, partner, customer):
    path = f"/api/managed_users/{customer['id']}"

    def counts():
        shown = partner.get(path)
        return shown["connection_count"], shown["connected_apps"], shown["active_recipe_count"]

    for number, provider in enumerate(["jira", "slack", "slack", "sap", "box", "zoom", "drive"]):
        connect(managed, customer["id"], number, provider)
    connect(managed, customer["id"], 1, "slack", authorization_status="failed")
    assert counts()[0] == 6 and len(counts()[1]) == 5
    connect(managed, customer["id"], 1, "slack")
    connect(managed, customer["id"], 1, "slack")
    assert counts()[0] == 7 and counts()[1][0] == "slack"
    reported = f"/api/reports/managed_users/{customer['id']}"
    for number in (0, 3, 4, 5, 6):
        assert managed.operator.delete(f"{reported}/connections/{number}") == {"success": True}
    assert counts() == (2, ["slack"], 0)
    refused(managed.operator.request("DELETE", f"{reported}/connections/0"), 404, "not_found")
    for running in (True, True, False, True):
        managed.operator.put(f"{reported}/recipes/7", {"name": "R", "running": running})
        assert counts()[2] == int(running)
    managed.operator.delete(f"{reported}/recipes/7")
    assert counts()[2] == 0


def test_a_connection_to_another_app_is_refused(managed, partner, customer):
    path = f"/api/managed_users/{customer['id']}"
    assert connect(managed, customer["id"], 1, "sap").status == 200
    partner.put(path, {"allowed_apps": ["slack"]})
    assert connect(managed, customer["id"], 2, "slack").status == 200
    refused(connect(managed, customer["id"], 3, "sap"), 422, "app_not_allowed")
    partner.put(path, {"allowed_apps": []})
    refused(connect(managed, customer["id"], 4, "slack"), 422, "app_not_allowed")
    partner.put(path, {"allowed_apps": None})
    assert connect(managed, customer["id"], 3, "sap").status == 200
    assert partner.get(path)["connection_count"] == 3


@pytest.mark.parametrize("given, shown", [("36", 36), ("036", "036"), ("9223372036854775807", 9223372036854775807),
                                          ("9223372036854775808", "9223372036854775808"), ("0", 0), ("a.b_c-d", "a.b_c-d"),
                                          ("x" * 64, "x" * 64)])  # fmt: skip
def test_the_applications_ids_come_back_as_they_are(managed, partner, customer, given, shown):
    assert connect(managed, customer["id"], given).json["id"] == shown
    [listed] = partner.get(f"/api/managed_users/{customer['id']}/connections")["result"]
    assert listed["id"] == shown


def test_ids_of_other_forms_name_nothing(managed, customer):
    for given in ("x" * 65, "a%20b", "a%2Fb", "%C3%A9", "a:b"):
        refused(connect(managed, customer["id"], given), 404, "not_found")
