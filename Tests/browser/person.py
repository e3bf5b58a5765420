"""Somebody at the console: finds things by their role and name, as people and screen readers do."""

import base64
import importlib.util
import re
from pathlib import Path

from casement_stack import ROOT
from console_stack import PASSWORD
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException, WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.ui import Select, WebDriverWait

PICTURES = ROOT / ".build" / "screenshots"
AXE = Path(*importlib.util.find_spec("axe_playwright_python").submodule_search_locations) / "axe.min.js"
WINDOWS = {"wide": (1360, 900), "narrow": (360, 740)}

# What may have the role; the browser's own word decides.
CANDIDATES = {
    "button": "button",
    "checkbox": "input[type=checkbox]",
    "columnheader": "thead th",
    "combobox": "select",
    "dialog": "dialog",
    "heading": "h1, h2, h3",
    "link": "a[href]",
    "radio": "input[type=radio]",
    "row": "tbody tr",
    "searchbox": "input[type=search]",
    "textbox": "input, textarea",
}


class BetweenPages(Exception):
    """One page was on its way out when the browser was asked about it."""


def naming_pages_that_go(ask):
    """Asks, and tells a page that was just going from an error; the driver has no name for that one."""
    try:
        return ask()
    except WebDriverException as error:
        if "does not belong to the document" in (error.msg or ""):
            raise BetweenPages from error
        raise


class Person:
    def __init__(self, driver, stack):
        self.driver = driver
        self.stack = stack
        self.heard = None

    # Going somewhere

    def open(self, path):
        """Opens a page of the console by its path under /admin_console."""
        self.driver.get(self.stack.console + path)

    def sign_in(self, email, password=PASSWORD):
        """Signs in, on whatever page asks for it."""
        if not self.driver.current_url.startswith(self.stack.console + "/sign_in"):
            self.open("/sign_in")
        self.fill("Email", email)
        self.password("Password", password)
        button = self.find("button", "Sign in")
        button.click()
        self.wait(lambda: staleness_of(button)(self.driver))

    def sign_out(self):
        self.driver.find_element(By.CSS_SELECTOR, "details.user summary").click()
        self.press("Sign out")

    def path(self):
        """The path and query of the page that is shown."""
        return self.driver.execute_script("return location.pathname + location.search").removeprefix("/admin_console")

    # Finding

    def all(self, role, name=None, within=None):
        """Everything shown with that role and name: a text is the whole name, a pattern is looked for in it."""
        found = (within or self.driver).find_elements(By.CSS_SELECTOR, CANDIDATES[role])
        return [element for element in found if self._is_meant(element, role, name)]

    def find(self, role, name=None, within=None):
        """The one thing with that role and name, as soon as it is there."""
        elements = self.wait(lambda: self.is_ready() and self.all(role, name, within))
        assert len(elements) == 1, f"{len(elements)} of {role} {name}"
        return elements[0]

    def row(self, text):
        """The table's row that says this."""
        return self.wait(lambda: [row for row in self.all("row") if text in row.text])[0]

    def _is_meant(self, element, role, name):
        try:
            if not element.is_displayed() or element.aria_role != role:
                return False
            said = re.sub(r"\s+", " ", element.accessible_name).strip()
        except StaleElementReferenceException:
            return False
        return name is None or (name.search(said) is not None if isinstance(name, re.Pattern) else name == said)

    def is_ready(self):
        """Whether the page is there with its script."""
        return self.driver.execute_script("return document.readyState") == "complete"

    # Doing

    def click(self, role, name, within=None):
        """Clicks on what is there when the page has come to rest."""
        self.wait(lambda: self.find(role, name, within).click() is None)

    def press(self, name, within=None):
        self.click("button", name, within)

    def follow(self, name, within=None):
        self.click("link", name, within)

    def tab(self, name):
        """Goes to another tab of a customer's or a partner's pages."""
        self.follow(name, self.driver.find_element(By.CSS_SELECTOR, "nav.tabs"))

    def fill(self, name, text, within=None):
        """Types into a field, over what is there."""
        field = self.find("textbox", name, within)
        field.clear()
        field.send_keys(text)

    def password(self, name, text):
        """Types into a password field, which has no role, only a label."""
        label = next(label for label in self.driver.find_elements(By.TAG_NAME, "label") if label.text == name)
        field = self.driver.find_element(By.ID, label.get_dom_attribute("for"))
        field.clear()
        field.send_keys(text)

    def choose(self, name, option, within=None):
        """Picks from a list by what it says."""
        select = Select(self.find("combobox", name, within))
        [index] = [i for i, each in enumerate(select.options) if each.text.startswith(option)]
        select.select_by_index(index)

    def search(self, text):
        field = self.find("searchbox")
        field.clear()
        field.send_keys(text)

    def tick(self, name, role="checkbox", within=None):
        self.click(role, name, within)

    # Looking

    def wait(self, is_so, seconds=20):
        """Waits until it is so, and gives what it gave."""
        between_pages = (StaleElementReferenceException, NoSuchElementException, BetweenPages)
        waiting = WebDriverWait(self.driver, seconds, poll_frequency=0.05, ignored_exceptions=between_pages)
        return waiting.until(lambda _: naming_pages_that_go(is_so))

    def text(self):
        return self.driver.execute_script("return document.body.innerText")

    def reads(self, *words):
        """Waits until the page says all of this."""
        for said in words:
            self.wait(lambda said=said: said in self.text())

    def told(self):
        """What the page says was done; a page that said so before, and is about to go, does not say it again."""
        return self.wait(self._news)

    def _news(self):
        message = self.driver.find_element(By.CSS_SELECTOR, ".message[role=status]")
        text = message.text
        if message.id == self.heard:
            return None
        self.heard = message.id
        return text

    def focused(self):
        """What has the focus."""
        return self.driver.switch_to.active_element

    def look(self, colours, window):
        """Sets the colour scheme and the window's size."""
        feature = {"name": "prefers-color-scheme", "value": colours}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
        width, height = WINDOWS[window]
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    def picture(self, name):
        """Saves how the whole page looks."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        size = self.driver.execute_script(
            "return [innerWidth, Math.min(3000, document.documentElement.scrollHeight)]"
        )
        clip = {"x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1}
        shot = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
        (PICTURES / f"console-{name}.png").write_bytes(base64.b64decode(shot["data"]))

    def violations(self):
        """What axe-core finds wrong: rule, and where."""
        self.driver.execute_script(AXE.read_text())
        found = self.driver.execute_async_script(
            "const done = arguments[0];"
            "axe.run(document, {resultTypes: ['violations']}).then((all) => done(all.violations.map("
            "  (one) => [one.id, ...one.nodes.map((node) => node.target.join(' '))])))"
        )
        return found

    def is_for_everybody(self, name):
        """Holds what is shown now against axe-core and the window, in any colours and width, with a picture each."""
        for colours, window in (("light", "wide"), ("dark", "wide"), ("light", "narrow"), ("dark", "narrow")):
            self.look(colours, window)
            assert self.violations() == [], f"{name} {colours} {window}"
            assert self.overflow() <= 0, f"{name} {colours} {window}"
            self.picture(f"{name}-{colours}-{window}")
        self.look("light", "wide")

    def overflow(self):
        """How much wider the page is than the window."""
        return self.driver.execute_script("return document.scrollingElement.scrollWidth - innerWidth")

    def complaints(self):
        """What the browser complained of since it was last asked."""
        return [entry["message"] for entry in self.driver.get_log("browser")]
