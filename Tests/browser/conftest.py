import shutil

import pytest
from casement_stack import running_stack
from console_stack import ConsoleStack
from partner_page import PartnerPage
from person import Person
from selenium import webdriver
from selenium.webdriver.chrome.service import Service


@pytest.fixture
def page(stack, request):
    """The partner's page in a browser of its own, with a picture of how it looked at the end."""
    driver = start_chromium()
    try:
        page = PartnerPage(driver, stack)
        yield page
        page.picture(request.node.name)
    finally:
        driver.quit()

@pytest.fixture(scope="session")
def console_stack():
    """The demo's directory with everything around it, for all that is tried at the console."""
    with running_stack(ConsoleStack) as running:
        yield running


@pytest.fixture(scope="session")
def browser():
    """One browser for all tests of the console; each finds it as new."""
    driver = start_chromium()
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture
def trustful_browser():
    """A browser of its own that takes any certificate."""
    driver = start_chromium("--ignore-certificate-errors")
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture
def person(browser, console_stack, request):
    """Somebody at the console who is not signed in yet, with a picture of what they saw last."""
    browser.get("about:blank")
    browser.execute_cdp_cmd("Network.clearBrowserCookies", {})
    person = Person(browser, console_stack)
    person.look("light", "wide")
    person.complaints()
    yield person
    person.picture(request.node.name.removeprefix("test_"))


@pytest.fixture
def somebody_else(console_stack):
    """Another person with a browser of their own."""
    driver = start_chromium()
    try:
        yield Person(driver, console_stack)
    finally:
        driver.quit()


def start_chromium(*arguments):
    """Debian's Chromium by Debian's driver: both are named, so nothing is fetched."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("chromium and its driver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1360,960", *arguments):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=Service(executable_path=driver))
