"""Pages, orders, filters and searches of the list of customers."""

import itertools

import pytest
from management_stack import refused

NAMES = [
    "Alpha", "alpine", "Beta", "éclair", "Zulu", "100% Juice", 'Quote "Q" O\'Neil', "Star*Light", "a_b", "日本語テスト",
    "x-Y z",
]  # fmt: skip


@pytest.fixture(scope="module")
def crowd(managed):
    """A partner with customers that differ in everything that is sorted and filtered."""
    partner = managed.new_partner()
    partner.plan = managed.new_plan(partner)
    partner.customers = []
    for index, name in enumerate(NAMES):
        more = {"plan_id": partner.plan} if index % 2 else {}
        customer = partner.create(name=name, external_id=f"id-{index:02}/Ä{index}", in_trial=index % 3 == 0, **more)
        report = f"/api/reports/managed_users/{customer['id']}/connections"
        for number in range(index % 4):
            managed.operator.put(f"{report}/{number}", {"name": "C", "provider": ("slack", "jira", "sap")[number]})
        managed.operator.post("/api/reports/jobs", {"jobs": [job(managed, customer, index * 7 % 5)]})
        partner.customers.append(partner.get(f"/api/managed_users/{customer['id']}"))
        managed.sql("UPDATE customer SET created_at = ? WHERE id = ?", 1767225600 + index * 86400, customer["id"])
    partner.customers = [partner.get(f"/api/managed_users/{one['id']}") for one in partner.customers]
    return partner


def job(managed, customer, tasks):
    [(now,)] = managed.sql("SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now')")
    return {
        "report_id": f"list-{customer['id']}", "managed_user_id": customer["id"], "status": "succeeded", "tasks": tasks,
        "finished_at": now,
    }  # fmt: skip


def found(partner, **query):
    """The names on the one page, which must be all that there are."""
    listed = partner.get("/api/managed_users", **query)
    assert listed["total"] == len(listed["result"])
    return [one["name"] for one in listed["result"]]


SORTED_BY = {"name": "name", "joined": "created_at", "tasks": "task_count", "connections": "connection_count"}


@pytest.mark.parametrize("sort, order", [*itertools.product(SORTED_BY, ("asc", "desc"))])
def test_every_column_sorts_both_ways(crowd, sort, order):
    listed = crowd.get("/api/managed_users", sort=sort, order=order)["result"]
    keys = [one[SORTED_BY[sort]] for one in listed]
    # SQLite and Python agree on the order of names as long as only ASCII letters fold.
    folded = [ascii_lower(key) if sort == "name" else key for key in keys]
    assert folded == sorted(folded, reverse=order == "desc")
    assert {one["id"] for one in listed} == {one["id"] for one in crowd.customers}


def ascii_lower(text):
    return text.encode().lower().decode()


@pytest.mark.parametrize("sort, order", [*itertools.product(SORTED_BY, ("asc", "desc"))])
def test_pages_show_each_once(crowd, sort, order):
    whole = crowd.get("/api/managed_users", sort=sort, order=order)["result"]
    pages = [
        crowd.get("/api/managed_users", sort=sort, order=order, page=page, per_page=4) for page in range(1, 5)
    ]
    assert [page["total"] for page in pages] == [len(NAMES)] * 4
    assert [len(page["result"]) for page in pages] == [4, 4, 3, 0]
    assert list(itertools.chain(*(page["result"] for page in pages))) == whole


def test_members_and_connections_have_pages_too(managed, partner):
    path = f"/api/managed_users/{partner.create()['id']}"
    ids = [
        partner.post(f"{path}/members", {"name": f"M{n}", "email": "m@x.example", "role_name": "Admin"})["id"]
        for n in range(5)
    ]
    reports = path.replace("/api/", "/api/reports/")
    for number in range(5):
        managed.operator.put(f"{reports}/connections/{number}", {"name": "C", "provider": "a"})
    for kind, expected in (("members", ids), ("connections", [*range(5)])):
        pages = [partner.get(f"{path}/{kind}", page=page, per_page=2) for page in (1, 2, 3, 4)]
        assert {page["total"] for page in pages} == {5}
        assert sorted(one["id"] for page in pages for one in page["result"]) == expected
        assert [len(page["result"]) for page in pages] == [2, 2, 1, 0]


def test_filters_say_what_each_row_says(crowd):
    assert found(crowd, plan=crowd.plan) == found_by(crowd, lambda one: one["plan_id"] == crowd.plan)
    for status in ("active", "in_trial", "expired_subscription"):
        assert found(crowd, status=status) == found_by(crowd, lambda one, is_=status: one["status"] == is_)
    for app in ("slack", "jira", "sap", "nothing"):
        assert found(crowd, app=app) == found_by(crowd, lambda one, has=app: has in one["connected_apps"])
    assert found(crowd, joined_from="2026-01-03", joined_to="2026-01-05") == found_by(
        crowd, lambda one: "2026-01-03" <= one["created_at"][:10] <= "2026-01-05"
    )
    assert len(found(crowd, joined_from="2026-01-03", joined_to="2026-01-03")) == 1
    assert found(crowd, joined_to="2025-12-31") == []


def found_by(crowd, holds):
    """The names of those for whom it holds, in the default order."""
    return [one["name"] for one in crowd.get("/api/managed_users")["result"] if holds(one)]


def test_filters_and_search_combine(crowd):
    both = found(crowd, status="in_trial", app="slack", plan=crowd.plan, search="id-", sort="joined")
    assert both == [
        one["name"]
        for one in crowd.customers
        if one["status"] == "in_trial" and "slack" in one["connected_apps"] and one["plan_id"] == crowd.plan
    ]
    assert both


@pytest.mark.parametrize(
    "search, names",
    [
        ("a", {"Alpha", "alpine", "a_b"}), ("al", {"Alpha", "alpine"}), ("AL", {"Alpha", "alpine"}),
        ("lp", set()), ("alp", {"Alpha", "alpine"}), ("pha", {"Alpha"}), ("LPI", {"alpine"}), ("Beta", {"Beta"}),
        ("é", {"éclair"}), ("éc", {"éclair"}), ("écl", {"éclair"}), ("日", {"日本語テスト"}), ("日本", {"日本語テスト"}),
        ("語テス", {"日本語テスト"}), ("100%", {"100% Juice"}), ("%", set()), ("%%", set()), ("%%%", set()),
        ("0% J", {"100% Juice"}), ("*", set()), ("***", set()), ("ar*", {"Star*Light"}), ("r*L", {"Star*Light"}),
        ("St*", set()), ('"', set()), ('"Q"', {'Quote "Q" O\'Neil'}), ("O'N", {'Quote "Q" O\'Neil'}), ("'", set()),
        ('" OR "', set()), ("a_", {"a_b"}), ("a_b", {"a_b"}), ("_", set()), ("alpha beta", set()), ("-Y ", {"x-Y z"}),
        ("NEAR(a b)", set()), ("name:alpha", set()), ("alp OR bet", set()), ("\\", set()), ("(", set()),
        ("id-03", {"éclair"}), ("d-03/", {"éclair"}), ("Ä10", {"x-Y z"}), ("id-9", set()),
        ("nothing at all", set()), ("x" * 255, set()),
    ],
)  # fmt: skip
def test_searches_find_names_and_external_ids(crowd, search, names):
    if not names:
        assert found(crowd, search=search) == []
    else:
        assert set(found(crowd, search=search)) == names


def test_short_searches_are_prefixes_of_external_ids_too(crowd):
    assert set(found(crowd, search="id")) == set(NAMES)
    assert set(found(crowd, search="i")) == set(NAMES)
    assert set(found(crowd, search="d-")) == set()


def test_an_empty_search_is_none(crowd):
    assert len(found(crowd, search="")) == len(NAMES)


def test_a_search_follows_renames_and_deletions(partner):
    created = partner.create(name="Fresh Start", external_id="first")
    assert found(partner, search="esh st") == ["Fresh Start"]
    path = f"/api/managed_users/{created['id']}"
    partner.put(path, {"name": "Other Name", "external_id": None})
    assert found(partner, search="esh st") == found(partner, search="irst") == []
    assert found(partner, search="her na") == ["Other Name"]
    partner.delete(path)
    assert found(partner, search="her na") == []


def test_parameters_given_twice_or_wrong_are_named(partner):
    for query in ("page=1&page=2", "page=x", "page=1.5", "per_page=0", "plan=x", "plan=0", "joined_to=2026-13-01", "page=-1",
                  "page=", "plan=", "status=", "app=", "joined_from="):  # fmt: skip
        fields = refused(partner.request("GET", f"/api/managed_users?{query}"), 400, "request_invalid")
        assert set(fields) == {query.partition("=")[0]}
    assert partner.request("GET", "/api/managed_users?nonsense=1&nonsense=2&search=").status == 200
