"""Plans, trials and statuses; a trial's end comes by itself."""

from datetime import datetime, timedelta, timezone

import pytest
from casement_stack import wait_until
from management_stack import refused

DAY = 86400


def path(customer):
    return f"/api/managed_users/{customer['id']}"


def standing(customer):
    return customer["status"], customer["in_trial"], customer["plan_id"], customer["task_limit"]


@pytest.fixture
def team(managed, partner):
    """The partner's one plan besides the free one."""
    return managed.new_plan(partner, task_limit=5000)


@pytest.fixture
def free(partner):
    """The plan that always exists."""
    [plan] = [plan for plan in partner.get("/api/plans")["result"] if plan["name"] == "free"]
    assert (plan["task_limit"], plan["connection_limit"]) == (100, None)
    return plan["id"]


def test_a_trial_lasts_thirty_days_and_a_hundred_tasks(partner, free, team):
    before = datetime.now(timezone.utc).replace(microsecond=0)
    customer = partner.create(plan_id=team, in_trial=True)
    after = datetime.now(timezone.utc)
    assert standing(customer) == ("in_trial", True, team, 100)
    ends = datetime.fromisoformat(customer["trial_ends_at"])
    assert before + timedelta(days=30) <= ends <= after + timedelta(days=30)
    off = partner.put(path(customer), {"in_trial": False})
    assert standing(off) == ("active", False, team, 5000)
    assert off["trial_ends_at"] is None


def test_turning_a_trial_on_again_extends_it_from_now(managed, partner, free):
    customer = partner.create(in_trial=True)
    managed.sql("UPDATE customer SET trial_ends_at = trial_ends_at - ? WHERE id = ?", 20 * DAY, customer["id"])
    shorter = partner.get(path(customer))["trial_ends_at"]
    assert partner.put(path(customer), {"name": "Other"})["trial_ends_at"] == shorter
    again = partner.put(path(customer), {"in_trial": True})
    assert again["trial_ends_at"] >= customer["trial_ends_at"] > shorter
    assert standing(again) == ("in_trial", True, free, 100)


def test_a_trial_ends_by_itself(managed, partner, free, team):
    customer = partner.create(plan_id=team, in_trial=True)
    managed.sql("UPDATE customer SET trial_ends_at = unixepoch() - 1 WHERE id = ?", customer["id"])
    wait_until("the trial's end", lambda: partner.get(path(customer))["status"] != "in_trial")
    ended = partner.get(path(customer))
    assert standing(ended) == ("expired_subscription", False, free, 100)
    assert ended["trial_ends_at"] is None
    # An expired subscription does not stop sign-in; the end itself is in the trail, once.
    assert partner.sign_in(customer["id"]).status == 303
    events = partner.get("/api/audit_events", managed_user_id=customer["id"])["result"]
    assert [event["actor"]["kind"] for event in events] == ["system", "api_token"]
    assert partner.put(f"{path(customer)}/upgrade")["plan_id"] == team


def test_a_trial_that_ended_while_nothing_served_ends_at_the_start(start_managed):
    with start_managed() as stack:
        partner = stack.new_partner()
        customer = partner.create(in_trial=True)
        stack.kill("gateway")
        stack.sql("UPDATE customer SET trial_ends_at = unixepoch() - ? WHERE id = ?", 40 * DAY, customer["id"])
        stack.start_gateway()
        wait_until("the trial's end", lambda: partner.get(path(customer))["status"] == "expired_subscription")


def test_downgrading_ends_a_trial_and_upgrading_remembers_the_plan(managed, partner, free, team):
    other = managed.new_plan(partner, task_limit=7000)
    customer = partner.create(plan_id=other, in_trial=True)
    down = partner.put(f"{path(customer)}/downgrade")
    assert standing(down) == ("expired_subscription", False, free, 100)
    assert standing(partner.put(f"{path(customer)}/upgrade")) == ("active", False, other, 7000)
    assert standing(partner.put(path(customer), {"plan_id": free})) == ("expired_subscription", False, free, 100)
    assert standing(partner.put(path(customer), {"plan_id": team})) == ("active", False, team, 5000)


def test_upgrading_without_a_plan_of_its_own_makes_active(partner, free):
    customer = partner.create()
    down = partner.put(f"{path(customer)}/downgrade")
    assert down["status"] == "expired_subscription"
    up = partner.put(f"{path(customer)}/upgrade")
    # Everybody's plans count too, where there are any.
    assert up["status"] == "active"
    assert list(refused(partner.request("PUT", f"{path(customer)}/upgrade", {"plan_id": free}), 422, "field_invalid")) == [
        "plan_id"
    ]
    assert partner.request("PUT", f"{path(customer)}/upgrade", {}).status == 200


def test_a_plan_change_during_a_trial_waits_for_its_end(partner, team):
    customer = partner.create(in_trial=True)
    changed = partner.put(path(customer), {"plan_id": team})
    assert standing(changed) == ("in_trial", True, team, 100)
    assert standing(partner.put(path(customer), {"in_trial": False})) == ("active", False, team, 5000)
