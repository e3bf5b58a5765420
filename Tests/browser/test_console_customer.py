"""A customer's own pages, and its account."""

import datetime
import re

from console_stack import ADMIN, MANAGER
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys


def opened(person, email, external_id, tab):
    person.sign_in(email)
    person.reads("Customers")
    person.open(f"/customers/{person.stack.customer(external_id)}/{tab}")


def test_the_dashboard_shows_a_time_that_one_chooses(person):
    person.stack.report_jobs("GF-2", succeeded=3, failed=1, tasks=5)
    opened(person, ADMIN, "GF-2", "dashboard")
    for tile in ("Active recipes", "Success rate", "Error rate"):
        person.find("heading", tile)
    bars = lambda: len(person.driver.find_elements(By.CSS_SELECTOR, ".chart g"))  # noqa: E731
    assert bars() == 30
    person.follow("7 days")
    person.wait(lambda: bars() == 7)
    person.follow("12 months")
    person.wait(lambda: bars() == 53)
    person.driver.find_element(By.CSS_SELECTOR, ".pop summary").click()
    today = datetime.datetime.now(datetime.UTC).date()
    for name, day in (("from", today - datetime.timedelta(days=2)), ("to", today)):
        box = person.driver.find_element(By.ID, name)
        person.driver.execute_script("arguments[0].value = arguments[1]", box, day.isoformat())
    person.press("Show")
    person.wait(lambda: bars() == 3)
    person.driver.find_element(By.CSS_SELECTOR, ".numbers summary").click()
    latest = person.all("row")[0].text
    assert f"{today.day} {today:%b %Y}" in latest, "what was reported today is there today"


def test_a_collaborator_is_added_changed_and_removed(person):
    opened(person, ADMIN, "GF-2", "collaborators")
    assert "Customer manager" in person.row("cleo@acme.example").text
    person.fill("Name", "Nia Okafor")
    person.fill("Email", "nia@greenfield.example")
    person.choose("Role", "Operator")
    person.press("Add collaborator")
    assert person.told() == "The collaborator was added."
    row = person.row("Nia Okafor")
    person.choose("Role of Nia Okafor", "Analyst", within=row)
    person.press("Save role of Nia Okafor")
    assert person.told() == "The collaborator was changed."
    person.follow("Remove Nia Okafor")
    dialog = person.find("dialog", "Remove Nia Okafor?")
    assert person.focused().text == "Cancel", "the harmless answer is at hand"
    person.focused().send_keys(Keys.ESCAPE)
    person.wait(lambda: person.all("dialog") == [])
    assert person.focused().accessible_name == "Remove Nia Okafor", "focus goes back to where it was"
    person.follow("Remove Nia Okafor")
    dialog = person.find("dialog", "Remove Nia Okafor?")
    person.press("Remove", within=dialog)
    assert person.told() == "The collaborator was removed."
    assert "Nia Okafor" not in person.text()


def test_what_is_wrong_is_named_at_its_field(person):
    opened(person, ADMIN, "GF-2", "collaborators")
    person.fill("Name", "Gus again")
    person.fill("Email", "other@greenfield.example")
    person.fill("External ID (optional)", "gus")
    person.press("Add collaborator")
    person.reads("One field needs your attention.", "This is taken.")
    field = person.find("textbox", "External ID (optional)")
    assert field.get_dom_attribute("aria-invalid") == "true"
    person.follow("External id is taken")
    person.wait(lambda: person.driver.execute_script("return location.hash") == "#external_id")
    assert person.find("textbox", "Name").get_property("value") == "Gus again"


def test_sessions_are_ended_one_by_one_and_all_at_once(person):
    stack = person.stack
    cookies = [stack.sign_member_in("GF-2", origin) for origin in ("na1", "eu1", "na1")]
    opened(person, ADMIN, "GF-2", "sessions")
    person.reads("3 live sessions")
    person.press(re.compile("^End session"), within=person.row(stack.origin("eu1")))
    assert person.told() == "The sessions were ended."
    person.reads("2 live sessions")
    assert stack.request("GET", "/whoami.json", cookies[1]).status == 401
    assert stack.request("GET", "/whoami.json", cookies[0]).status == 200
    person.follow("End all sessions")
    person.press("End all sessions", within=person.find("dialog"))
    person.reads("Nobody is signed in")
    assert stack.request("GET", "/whoami.json", cookies[0]).status == 401
    person.tab("Activity")
    person.reads("Ada Brennan ended sessions")


def test_origins_are_judged_as_they_are_typed(person):
    stack = person.stack
    stack.sign_member_in("BS-1", "eu1")
    opened(person, ADMIN, "BS-1", "settings")
    na1, eu1 = stack.origin("na1"), stack.origin("eu1")
    box = lambda: person.driver.find_element(By.ID, "preview").text  # noqa: E731
    person.fill("Origins of Blue Sky", f"{na1}, https://*.bluesky.example, https://*.com, not an origin")
    person.tick("Leave it out Only this customer's own list holds.", "radio")
    person.wait(lambda: "Some entries cannot be saved." in box())
    rows = {row.find_element(By.TAG_NAME, "code").text: row.text for row in person.all("row")}
    assert "Allowed" in rows[na1] and "Allowed" in rows["https://*.bluesky.example"]
    assert "Refused" in rows["https://*.com"] and "Refused" in rows["not an origin"]
    assert f"frame-ancestors 'self' {na1}" in box()
    person.fill("Origins of Blue Sky", na1)
    person.wait(lambda: "1 live session pinned to an entry that would go." in box())
    assert eu1 in box()
    person.tick(re.compile("^End these sessions when saving"))
    person.press("Save origins")
    assert person.told() == "Saved. The gateway applies it from now on."
    person.tab("Sessions")
    person.reads("Nobody is signed in")
    person.tab("Settings")
    person.fill("Origins of Blue Sky", f"{na1}, {eu1}")
    person.tick("Append it Both lists hold.", "radio")
    person.press("Save origins")
    person.told()


def test_the_other_settings_each_save_by_themselves(person):
    opened(person, ADMIN, "AS-26", "settings")
    person.choose("Plan", "Growth")
    person.press("Save plan")
    person.told()
    person.fill("External ID", "AS-26b")
    person.press("Save external ID")
    person.reads("Atlas Surveying (AS-26b)")
    person.fill("Notification email", "ops@atlas.example")
    person.press("Save email")
    person.told()
    person.press("Begin trial")
    person.reads("In trial until")
    person.press("End trial")
    person.reads("Not in trial.")
    person.tick("Only these", "radio")
    person.tick(re.compile("salesforce"))
    person.press("Save app access")
    person.reads("Now 1 app")
    person.tick("All apps", "radio")
    person.press("Save app access")
    person.reads("Now all")
    person.fill("External ID", "AS-26")
    person.press("Save external ID")
    person.tab("Activity")
    person.reads("Ada Brennan changed customer")


def test_a_customer_is_deleted_by_who_types_its_name(person):
    stack = person.stack
    number = stack.casement("customer", "create", "--partner", "acme", "--name", "Short Lived")["id"]
    person.sign_in(ADMIN)
    person.reads("Customers")
    person.open(f"/customers/{number}/settings")
    person.fill("Type Short Lived to confirm", "Short")
    person.press("Delete customer")
    person.reads("This is not the customer's name.")
    person.fill("Type Short Lived to confirm", "Short Lived")
    person.press("Delete customer")
    assert person.told() == "The customer was deleted."


def test_a_customer_manager_switches_to_the_account_renames_it_and_comes_back(person):
    stack = person.stack
    opened(person, MANAGER, "JL-4", "dashboard")
    dashboard = person.path()
    person.press("Switch to this account")
    person.find("heading", "Workspace settings")
    assert person.driver.current_url.startswith(stack.gateway + "/casement/workspace/settings")
    person.reads("You are in Juniper Labs's account as a customer manager.")
    for colours in ("light", "dark"):
        person.look(colours, "wide")
        assert person.violations() == []
        person.picture(f"workspace-{colours}")
    person.look("light", "narrow")
    assert person.overflow() <= 0
    person.picture("workspace-narrow")
    person.look("light", "wide")
    person.fill("Customer name", "Juniper Laboratories")
    person.press("Save name")
    assert person.told() == "Saved. The gateway applies it from now on."
    person.driver.get(stack.gateway + "/whoami.json")
    assert '"role":"customer_manager"' in person.text().replace(" ", "")
    person.driver.get(stack.gateway + "/casement/workspace/settings")
    person.follow("Back to the console")
    person.find("heading", "Juniper Laboratories (JL-4)")
    assert person.path() == dashboard
    person.tab("Activity")
    person.reads("Cleo Vance switched to the account of customer")


def test_what_somebody_calls_a_customer_is_text(person):
    hostile = "<img src=x onerror=alert(1)>\"'><script>alert(2)</script>"
    person.sign_in(ADMIN)
    person.open("/customers/new")
    person.fill("Name", hostile)
    person.press("Add customer")
    assert person.told() == "The customer was added."
    person.find("heading", hostile)
    person.open("/customers?search=%3Cimg")
    person.reads(hostile)
    assert person.complaints() == [], "no script was tried, none was stopped"
    person.follow(hostile)
    person.tab("Settings")
    person.fill(f"Type {hostile} to confirm", hostile)
    person.press("Delete customer")
    person.told()
