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

# What Tab should reach, in order, as far as the browser shows it.
REACHABLE = """
return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(
  (one) => one.tabIndex >= 0 && !one.disabled && one.type !== "hidden" && one.checkVisibility({visibilityProperty: true})
).length"""
MARK = "const one = document.activeElement; one.dataset.seen = (Number(one.dataset.seen) || 0) + 1; return one === document.body"


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
    count = person.driver.execute_script(REACHABLE)
    person.driver.execute_script("document.activeElement.blur()")
    for _ in range(3 * count + 10):
        ActionChains(person.driver).send_keys(Keys.TAB).perform()
        if person.driver.execute_script(MARK):
            break
    seen = person.driver.execute_script("return document.querySelectorAll(':not(body)[data-seen]').length")
    stuck = person.driver.execute_script("return document.querySelectorAll(':not(body)[data-seen]:not([data-seen=\\"1\\"])').length")
    return seen, count, stuck
