"""Every page of the console: without a violation that axe-core finds, in any colours and width, for the keyboard, too."""

import pytest
from console_stack import ADMIN, OPERATOR
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

CUSTOMER = "/customers/{customer}"
PARTNER = "/partners/acme"
PAGES = {
    ADMIN: [
        "/customers", "/customers?search=sky&status=active&joined=custom&joined_from=2025-01-01", "/customers?search=zzz",
        "/customers/new", f"{CUSTOMER}/dashboard", f"{CUSTOMER}/dashboard?period=12m", f"{CUSTOMER}/collaborators",
        f"{CUSTOMER}/collaborators/{{member}}/remove", f"{CUSTOMER}/sessions", f"{CUSTOMER}/sessions/end",
        f"{CUSTOMER}/activity", f"{CUSTOMER}/settings", f"{PARTNER}/dashboard", f"{PARTNER}/settings", f"{PARTNER}/keys",
        f"{PARTNER}/api_tokens", f"{PARTNER}/team", "/account", "/nothing",
    ],
    OPERATOR: [
        "/customers", "/partners", "/partners/new", f"{PARTNER}/dashboard", f"{PARTNER}/settings", "/plans", "/operators",
        "/health", "/customers/new",
    ],
    None: ["/sign_in"],
}  # fmt: skip
CASES = [(email, page) for email, pages in PAGES.items() for page in pages]

# Names of what Tab should reach: all that can be used and is shown, but of radio buttons the one that is on.
REACHABLE = """
window.name_of = (one) => `${one.localName} ${one.id || one.name || one.getAttribute("href") || one.textContent}`;
const usable = "a[href], button, input, select, textarea, summary, [tabindex='0']";
return [...document.querySelectorAll(usable)].filter((one) => one.tabIndex >= 0 && !one.disabled
  && one.type !== "hidden" && one.checkVisibility({visibilityProperty: true})
  && (one.type !== "radio" || one.checked || !document.querySelector(`[name="${one.name}"]:checked`))).map(name_of)"""
FOCUSED = "return document.activeElement === document.body ? null : name_of(document.activeElement)"


def name_of(page):
    return page.strip("/").replace("/", "-").replace("{", "").replace("}", "").split("&")[0].replace("?", "-")


@pytest.fixture(scope="module")
def addresses(console_stack):
    """What stands in the places of the pages' addresses."""
    customer = console_stack.customer("BS-1")
    console_stack.sign_member_in("BS-1", "na1")
    members = console_stack.casement("member", "list", "--partner", "acme", "--customer", "EBS-1")
    return {"customer": customer, "member": members[0]["id"]}


@pytest.mark.parametrize("email, page", CASES, ids=[f"{(email or 'nobody')[:4]}-{name_of(page)}" for email, page in CASES])
def test_a_page_is_for_everybody(person, addresses, email, page):
    if email:
        person.sign_in(email)
        person.reads("Add customer")
    who = email.split("@")[0] if email else "nobody"
    for colours, window in (("light", "wide"), ("dark", "wide"), ("light", "narrow"), ("dark", "narrow")):
        person.look(colours, window)
        person.open(page.format(**addresses))
        person.wait(person.is_ready)
        assert person.violations() == [], f"{colours} {window}"
        assert person.overflow() <= 0, f"{colours} {window}"
        person.picture(f"{who}-{name_of(page)}-{colours}-{window}")
    assert [each for each in person.complaints() if "404" not in each] == []
    person.look("light", "wide")
    person.open(page.format(**addresses))
    assert_the_keyboard_reaches_everything(person)


def assert_the_keyboard_reaches_everything(person):
    """Tab goes through all that can be used and out at the end; nothing holds it."""
    person.wait(person.is_ready)
    expected = set(person.driver.execute_script(REACHABLE))
    person.driver.execute_script("document.activeElement.blur()")
    reached, rounds = set(), 0
    for _ in range(10 * len(expected) + 20):  # A date has several stops, and the first round may begin in the middle.
        ActionChains(person.driver).send_keys(Keys.TAB).perform()
        name = person.driver.execute_script(FOCUSED)
        reached.add(name)
        rounds += name is None
        if rounds == 2:
            break
    assert rounds == 2, f"Tab never leaves the page: {name}"
    assert expected <= reached
