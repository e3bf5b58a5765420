"""The table of customers: sorting, searching, filtering, sharing what one sees."""

import re

from console_stack import ADMIN, OPERATOR


def names(person):
    """The customers that are shown, in order."""
    rows = person.driver.find_elements("css selector", ".customers tbody .who a")
    return [row.text for row in rows]


def sorted_by(person):
    """Which header says that it sorts, and how."""
    headers = person.driver.find_elements("css selector", "th[aria-sort]")
    return [(header.text.split("\n")[0], header.get_dom_attribute("aria-sort")) for header in headers]


def test_a_click_on_a_header_sorts_and_a_second_one_reverses(person):
    person.sign_in(ADMIN)
    person.reads("Blue Sky")
    assert sorted_by(person) == [("Customer", "ascending")]
    ascending = names(person)
    assert ascending == sorted(ascending, key=str.casefold)
    for header in ("Joined", "Tasks used in billing period", "Connections"):
        person.follow(re.compile(f"^{header}"))
        person.wait(lambda: sorted_by(person) == [(header, "ascending")])
        first = names(person)
        person.follow(re.compile(f"^{header}"))
        person.wait(lambda: sorted_by(person) == [(header, "descending")])
        assert names(person) != first
    person.driver.back()
    person.wait(lambda: sorted_by(person) == [("Connections", "ascending")])


def test_the_list_follows_what_is_typed_and_the_back_button_takes_it_back(person):
    person.sign_in(ADMIN)
    person.reads("Blue Sky")
    everybody = names(person)
    person.search("blue")
    person.wait(lambda: names(person) == ["Blue Sky"])
    assert person.path() == "/customers?search=blue"
    assert [mark.text for mark in person.driver.find_elements("tag name", "mark")] == ["Blue"]
    assert person.driver.find_element("id", "announce").get_property("textContent") == "1 customer"
    person.driver.back()
    person.wait(lambda: names(person) == everybody)
    person.search("BS-1")
    person.wait(lambda: names(person) == ["Blue Sky"])


def test_filters_narrow_the_list_are_in_the_address_and_come_off_one_by_one(person, somebody_else):
    person.sign_in(ADMIN)
    person.choose("Status", "In trial")
    person.wait(lambda: "status=in_trial" in person.path())
    assert {row.text for row in person.driver.find_elements("css selector", ".badge.dot")} == {"In trial"}
    person.choose("Plan", "free")
    person.wait(lambda: "plan=" in person.path())
    person.choose("Joined", "Last 90 days")
    person.wait(lambda: "joined=90d" in person.path())
    person.choose("App", "salesforce")
    person.wait(lambda: "app=salesforce" in person.path() and person.all("link", re.compile("^App: salesforce")))
    shared, shown = person.path(), names(person)
    somebody_else.open(shared)
    somebody_else.sign_in(ADMIN)
    somebody_else.wait(lambda: somebody_else.path() == shared)
    assert names(somebody_else) == shown
    person.follow(re.compile("^App: salesforce"))
    person.wait(lambda: "app=" not in person.path())
    assert "joined=90d" in person.path()
    person.follow("Clear all")
    person.wait(lambda: person.path() == "/customers")
    assert len(names(person)) == 25


def test_a_custom_range_has_two_days(person):
    person.sign_in(ADMIN)
    person.reads("Blue Sky")
    assert person.all("textbox", "Joined from") == []
    person.choose("Joined", "Custom range")
    joined = person.wait(lambda: person.row("Blue Sky").find_element("tag name", "time").get_dom_attribute("datetime")[:10])
    for field in ("joined_from", "joined_to"):
        box = person.wait(lambda field=field: person.driver.find_element("id", field))
        person.driver.execute_script(
            "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))", box, joined
        )
    person.wait(lambda: f"joined_from={joined}&joined_to={joined}" in person.path() and len(names(person)) < 25)
    assert "Blue Sky" in names(person) and "Green Field" not in names(person)


def test_nothing_found_and_no_connection_are_told(person):
    person.sign_in(ADMIN)
    person.reads("Blue Sky")
    person.search("nobody is called so")
    person.reads("Nothing matches")
    person.follow("Clear filters")
    person.reads("Blue Sky")
    offline = {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
    person.driver.execute_cdp_cmd("Network.enable", {})
    person.driver.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    try:
        person.search("green")
        person.reads("The list could not be loaded.")
    finally:
        online = offline | {"offline": False, "downloadThroughput": -1, "uploadThroughput": -1}
        person.driver.execute_cdp_cmd("Network.emulateNetworkConditions", online)
    person.follow("Try again")
    person.wait(lambda: names(person) == ["Green Field"])


def test_pages_and_the_partners_of_an_operator(person):
    person.sign_in(OPERATOR)
    person.reads("1–25 of 60")
    person.follow("Next")
    person.reads("26–50 of 60")
    person.choose("Partner", "Fjord HR")
    person.reads("1–6 of 6")
    assert "page=" not in person.path()


def test_without_scripts_a_form_does_it(person):
    person.sign_in(ADMIN)
    person.reads("Blue Sky")
    person.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        person.open("/customers")
        person.search("sky")
        person.press("Apply")
        person.wait(lambda: names(person) == ["Blue Sky"])
        person.follow("Blue Sky")
        person.tab("Collaborators")
        person.follow("Remove Tara López")
        person.find("heading", "Remove Tara López?")
        person.follow("Cancel")
        person.tab("Settings")
        person.fill("Origins of Blue Sky", "https://one.example, nonsense")
        person.press("Preview")
        person.reads("Some entries cannot be saved.")
    finally:
        person.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
