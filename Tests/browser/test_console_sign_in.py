"""Signing in to the console and out, as people do, with a mouse or the keyboard alone."""

from console_stack import ADMIN, MANAGER, OPERATOR, PASSWORD
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys


def test_who_signs_in_sees_the_customers_and_who_signs_out_sees_none(person):
    person.open("/customers?status=active")
    person.sign_in(ADMIN)
    person.reads("Blue Sky")
    assert person.path() == "/customers?status=active"
    person.sign_out()
    person.reads("Sign in to the console")
    person.open("/customers")
    person.reads("Sign in to the console")


def test_a_wrong_password_is_told_and_the_address_stays(person):
    person.sign_in(ADMIN, "not the password")
    person.reads("The email address or the password is wrong.")
    assert person.focused().get_dom_attribute("id") == "problem", "what went wrong is read first"
    assert person.find("textbox", "Email").get_property("value") == ADMIN


def test_who_guesses_too_often_is_told_to_wait(person):
    for _ in range(6):
        person.sign_in("nobody@acme.example", "a guess")
    person.reads("Too many attempts.", "Try again in")
    person.is_for_everybody("locked")


def test_each_role_finds_its_own_places(person):
    places = {
        ADMIN: {"Dashboard", "Customers", "Settings", "Keys", "API tokens", "Team"},
        MANAGER: {"Customers"},
        OPERATOR: {"Customers", "Partners", "Plans", "Operators", "Health"},
    }
    for email, expected in places.items():
        person.sign_in(email)
        person.reads("Add customer")
        bar = person.wait(lambda: person.driver.find_elements("css selector", "nav[aria-label=Main]"))[0]
        assert {link.text for link in person.all("link", within=bar)} == expected
        person.sign_out()
        person.reads("Sign in to the console")


def test_the_keyboard_alone_signs_in_and_opens_a_customer(person):
    person.open("/sign_in")
    keys = ActionChains(person.driver)
    keys.send_keys(ADMIN, Keys.TAB, PASSWORD, Keys.ENTER).perform()
    person.reads("Customers")
    ActionChains(person.driver).send_keys(Keys.TAB).perform()
    assert person.focused().text == "Skip to content"
    ActionChains(person.driver).send_keys(Keys.ENTER).perform()
    person.wait(lambda: person.driver.execute_script("return location.hash") == "#main")
    for _ in range(40):
        ActionChains(person.driver).send_keys(Keys.TAB).perform()
        if person.focused().text == "Atlas Surveying":
            break
    ActionChains(person.driver).send_keys(Keys.ENTER).perform()
    person.find("heading", "Atlas Surveying (AS-26)")


def test_a_password_is_changed_and_other_sessions_end(person, somebody_else):
    new = "another horse, other staples"
    somebody_else.sign_in(MANAGER)
    somebody_else.reads("Customers")
    person.sign_in(MANAGER)
    person.open("/account")
    sessions = lambda: len(person.driver.find_elements("css selector", ".rows li"))  # noqa: E731
    assert sessions() >= 2
    person.password("Present password", "wrong")
    person.password("New password", new)
    person.password("New password again", new)
    person.press("Change password")
    person.reads("This is not your present password.")
    for label, text in (("Present password", PASSWORD), ("New password", new), ("New password again", new)):
        person.password(label, text)
    person.press("Change password")
    assert person.told() == "Your password was changed. Your other sessions were ended."
    assert sessions() == 1
    somebody_else.open("/customers")
    somebody_else.reads("Sign in to the console")
    for label, text in (("Present password", new), ("New password", PASSWORD), ("New password again", PASSWORD)):
        person.password(label, text)
    person.press("Change password")
    person.told()


def test_signing_out_everywhere_else_keeps_this_session(person, somebody_else):
    for each in (somebody_else, person):
        each.sign_in(OPERATOR)
        each.reads("Customers")
    person.open("/account")
    person.press("Sign out everywhere else")
    assert person.told() == "You were signed out everywhere else."
    assert person.all("button", "Sign out everywhere else") == []
    somebody_else.open("/customers")
    somebody_else.reads("Sign in to the console")
