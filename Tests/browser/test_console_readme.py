"""The README's steps at the console, word by word."""

import re

from casement_stack import ROOT
from console_stack import ADMIN
from partner_page import PartnerPage


def steps():
    """The sentences of the console's numbered list."""
    section = (ROOT / "README.md").read_text().split("## The console\n")[1].split("\n## ")[0]
    items = re.findall(r"^\d\. (.*?)(?=^\d\. |^\n)", section, re.MULTILINE | re.DOTALL)
    return [re.sub(r"\s+", " ", item).strip() for item in items]


def test_a_customer_with_two_origins_is_signed_in_on_one(person):
    stack = person.stack
    na1, eu1 = stack.origin("na1"), stack.origin("eu1")
    first, second, third, fourth = steps()

    assert first == (
        "Open `http://127.0.0.1:8081/admin_console` and sign in as `ada@acme.example` with the password that "
        "`scripts/run` printed."
    )
    person.open("")
    person.sign_in(ADMIN)

    assert second == (
        'Press "Add customer". Fill in the name `Red Rock`, the external ID `RR-3` and the iframe origin URL '
        "`http://na1.localhost:8083, http://eu1.localhost:8083`; the preview allows both. "
        'Press "Add customer".'
    )
    person.follow("Add customer")
    person.fill("Name", "Red Rock")
    person.fill("External ID (optional)", "RR-3")
    person.fill("Iframe origin URL (optional)", f"{na1}, {eu1}")
    person.wait(lambda: [row.text.count("Allowed") for row in person.all("row") if "customer" in row.text] == [1, 1])
    person.press("Add customer")
    person.find("heading", "Red Rock (RR-3)")
    settings = person.path()

    assert third == (
        'Open `http://na1.localhost:8083`, choose `Red Rock (RR-3)` and press "Sign in". The frame shows the workspace, '
        "pinned to `http://na1.localhost:8083`."
    )
    page = PartnerPage(person.driver, stack)
    page.open("na1")
    page.sign_in(pin="na1", account="RR-3")
    page.wait_for_workspace()
    assert "RR-3" in page.frame_text() and na1 in page.frame_text()
    page.driver.switch_to.default_content()

    assert fourth == (
        'Go back to the console: on Red Rock\'s tab "Sessions" is the session. Press "End all sessions" twice, and it is over.'
    )
    person.open(settings.split("?")[0])
    person.tab("Sessions")
    person.reads("1 live session", na1)
    person.follow("End all sessions")
    person.press("End all sessions", within=person.find("dialog"))
    person.reads("Nobody is signed in")
    stack.casement("customer", "delete", "--partner", "acme", "--customer", "ERR-3", "--confirm", "Red Rock")
