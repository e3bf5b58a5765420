"""What a partner's admin and the operator look after."""

import re

from casement_stack import openssl
from console_stack import ADMIN, OPERATOR, PASSWORD


def opened(person, email, path):
    person.sign_in(email)
    person.reads("Customers")
    person.open(path)


def public_key():
    key = openssl("genpkey", "-quiet", "-algorithm", "ED25519")
    return openssl("pkey", "-pubout", data=key).decode()


def test_the_dashboard_shows_six_months_top_apps_and_the_leaders(person):
    person.stack.report_jobs("CK-5", succeeded=1, failed=0, tasks=900_000)
    opened(person, ADMIN, "/partners/acme/dashboard")
    for tile in ("Customers", "Connections", "Active recipes"):
        person.find("heading", tile)
    assert [len(chart.find_elements("css selector", "g")) for chart in charts(person)] == [6, 6, 6]
    assert len(person.driver.find_elements("css selector", "ol.rows li")) == 10
    leader = person.all("row")[0]
    assert "Copper Kettle Coffee" in leader.text and re.search(r"90\d,\d{3}", leader.text)
    person.follow("Copper Kettle Coffee")
    person.reads("Success rate")


def charts(person):
    return person.wait(lambda: person.driver.find_elements("css selector", "svg.months"))


def test_the_default_list_is_judged_as_it_is_typed(person):
    opened(person, ADMIN, "/partners/acme/settings")
    origins = person.find("textbox", "Origins of Acme").get_property("value")
    person.fill("Origins of Acme", f"{origins}, https://*.co.uk")
    person.reads("Some entries cannot be saved.")
    person.press("Save origins")
    person.reads("One field needs your attention.")
    person.fill("Origins of Acme", f"{origins},https://new.acme.example")
    person.wait(lambda: "https://new.acme.example" in person.driver.find_element("id", "preview").text)
    person.press("Save origins")
    person.told()
    person.fill("Origins of Acme", origins)
    person.press("Save origins")
    person.told()


def test_token_rules_and_the_name_are_changed(person):
    opened(person, ADMIN, "/partners/acme/settings")
    person.tick("RS256")
    person.fill("Issuer iss", "acme-backend")
    person.press("Save token rules")
    person.told()
    assert person.find("checkbox", "RS256").is_selected()
    person.tick("RS256")
    person.fill("Issuer iss", "")
    person.press("Save token rules")
    person.told()
    person.fill("Name", "Acme Incorporated")
    person.press("Save name")
    person.told()
    assert "Acme Incorporated" in person.driver.find_element("css selector", ".whose").text
    person.fill("Name", "Acme")
    person.press("Save name")
    person.told()


def test_a_key_is_rotated_with_an_overlap(person):
    opened(person, ADMIN, "/partners/acme/keys")
    before = len(person.all("row"))
    person.fill("Public key", public_key())
    person.fill("Key ID kid (optional)", "next")
    person.press("Add key")
    assert person.told() == "The key was added."
    assert len(person.all("row")) == before + 1
    assert "Ed25519" in person.row("next").text and "Live" in person.row("next").text
    person.follow("Remove key next")
    person.press("Remove key", within=person.find("dialog", "Remove this key?"))
    person.told()
    person.fill("Public key", "not a key")
    person.press("Add key")
    person.reads("One field needs your attention.")
    assert [option.text for option in person.find("combobox").find_elements("tag name", "option")] == [
        "Hold on", "End at once", "Hold for 1 day", "Hold for 7 days", "Hold for 30 days",
    ]  # fmt: skip


def test_an_api_token_is_shown_once_copied_and_revoked(person):
    opened(person, ADMIN, "/partners/acme/api_tokens")
    person.fill("Name of a new token", "nightly import")
    person.press("Make token")
    secret = person.find("textbox", "Your new token").get_property("value")
    assert len(secret) > 30
    person.is_for_everybody("new-token")
    person.press("Copy")
    person.wait(lambda: person.all("button", "Copied"))
    person.open("/partners/acme/api_tokens")
    assert secret not in person.driver.page_source
    person.follow("Revoke nightly import")
    person.find("dialog", "Revoke this token?")
    person.is_for_everybody("dialog")
    person.press("Revoke token", within=person.find("dialog"))
    assert person.told() == "The token was revoked."


def test_somebody_is_invited_chooses_a_password_and_is_removed(person, somebody_else):
    opened(person, ADMIN, "/partners/acme/team")
    person.fill("Name", "Ines Faro")
    person.fill("Email", "ines@acme.example")
    person.tick(re.compile("^Customer manager"), "radio")
    person.press("Add and invite")
    link = person.find("textbox", "Invitation link").get_property("value")
    assert "Invited" in person.row("Ines Faro").text
    person.is_for_everybody("invited")
    somebody_else.driver.get(link)
    somebody_else.find("heading", "Welcome, Ines Faro")
    somebody_else.is_for_everybody("invitation")
    somebody_else.password("New password", "short")
    somebody_else.driver.execute_script("document.querySelector('form').noValidate = true")
    somebody_else.password("New password again", "short")
    somebody_else.press("Set password and sign in")
    somebody_else.reads("One field needs your attention.")
    for label in ("New password", "New password again"):
        somebody_else.password(label, PASSWORD)
    somebody_else.press("Set password and sign in")
    somebody_else.reads("Add customer")
    person.open("/partners/acme/team")
    assert "Active" in person.row("Ines Faro").text
    person.follow("Remove Ines Faro")
    person.press("Remove", within=person.find("dialog"))
    assert person.told() == "The person was removed from the team."
    somebody_else.open("/customers")
    somebody_else.reads("Sign in to the console")
    somebody_else.driver.get(link)
    somebody_else.reads("There is nothing here")


def test_an_operator_adds_a_partner_and_a_plan_for_it(person):
    opened(person, OPERATOR, "/partners")
    person.follow("Add partner")
    person.fill("Name", "Kite Works")
    person.fill("Vendor ID", "kite")
    person.fill("Default iframe origins (optional)", "https://app.kite.example")
    person.fill("Public key (optional)", public_key())
    person.press("Add partner")
    assert person.told() == "The partner was added."
    person.find("heading", "Kite Works")
    person.open("/plans")
    person.choose("For", "Kite Works")
    add = person.driver.find_element("css selector", "section[aria-labelledby=add-title]")
    person.fill("Name", "Kite plan", within=add)
    person.fill("Tasks a month", "5000", within=add)
    person.press("Add plan")
    assert person.told() == "The plan was saved."
    person.driver.find_element("xpath", "//li[contains(., 'Kite plan')]//summary").click()
    entry = person.driver.find_element("xpath", "//li[contains(., 'Kite plan')]")
    person.fill("Tasks a month", "6000", within=entry)
    person.press("Save Kite plan")
    person.reads("Kite Works · 6,000 tasks a month")
    person.follow("Delete Kite plan")
    person.press("Delete plan", within=person.find("dialog"))
    assert person.told() == "The plan was deleted."


def test_the_operators_partners_are_found_and_health_is_shown(person):
    opened(person, OPERATOR, "/partners")
    person.search("fjo")
    person.wait(lambda: [row.text.split("\n")[1] for row in person.all("row")] == ["Fjord HR"])
    person.follow("Fjord HR")
    person.follow("Show its customers")
    person.reads("1–6 of 6")
    person.open("/health")
    person.reads("Redis", "Directory", "Gateway's view")
    assert "Trouble" not in person.text()


def test_what_is_not_for_a_role_is_refused(person):
    opened(person, ADMIN, "/plans")
    person.reads("This is not for you")
    person.open("/partners/fjord/settings")
    person.reads("There is nothing here")
