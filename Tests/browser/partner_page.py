"""The partner's page as a visitor uses it."""

import re

from casement_stack import ROOT
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

PICTURES = ROOT / ".build" / "screenshots"


class PartnerPage:
    def __init__(self, driver, stack):
        self.driver = driver
        self.stack = stack

    def open(self, name):
        """Opens the page on `name`.localhost."""
        self.driver.get(self.stack.origin(name) + "/")

    def sign_in(self, pin, account="BS-1/ann", path="/"):
        """Picks, and presses the button."""
        self._pick("customer", account.split("/")[0])
        self._pick("account", account)
        self._pick("origin", self.stack.origin(pin))
        self._pick("path", path)
        self.press("sign-in")

    def press(self, button):
        self.driver.switch_to.default_content()
        self.driver.find_element(By.ID, button).click()

    def wait(self, is_so, seconds=15):
        """Waits until it is so, and gives what it gave."""
        return WebDriverWait(self.driver, seconds, poll_frequency=0.05).until(lambda _: is_so())

    def messages(self, kind="heard"):
        """What the frame said, oldest first: (type, origin that it came from)."""
        self.driver.switch_to.default_content()
        lines = self.driver.find_elements(By.CSS_SELECTOR, f"#messages li.{kind}")
        return [(line.get_dom_attribute("data-type"), line.get_dom_attribute("data-origin")) for line in lines][::-1]

    def wait_for_workspace(self):
        """Until the frame has said where it is and how tall."""
        self.wait(lambda: {"navigated", "heightChange"} <= {kind for kind, _ in self.messages()})

    def wait_for_silence(self):
        """Until the page has given up waiting for a word from the frame."""
        self.driver.switch_to.default_content()
        self.wait(lambda: self.driver.find_element(By.ID, "status").text.startswith("No word from the frame"))

    def in_frame(self):
        """From here on the driver looks into the frame."""
        self.driver.switch_to.default_content()
        self.driver.switch_to.frame("workspace")
        return self.driver

    def frame_text(self):
        return self.in_frame().find_element(By.TAG_NAME, "body").text

    def fact(self, header):
        """What the application in the frame shows for a header of the gateway's."""
        return self.in_frame().find_element(By.CSS_SELECTOR, f'dd[data-header="X-Casement-{header}"]').text

    def session_cookies(self):
        """Every session cookie that the browser holds, in whichever partition."""
        cookies = self.driver.execute_cdp_cmd("Storage.getCookies", {})["cookies"]
        return [cookie for cookie in cookies if cookie["name"].startswith("casement")]

    def console(self):
        """What the browser itself complained about since the last call."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def picture(self, name):
        """Keeps how the window looks now."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.driver.switch_to.default_content()
        self.driver.save_screenshot(str(PICTURES / f"{re.sub(r'[^a-z0-9_]+', '_', name)}.png"))

    def _pick(self, field, value):
        self.driver.switch_to.default_content()
        Select(self.driver.find_element(By.ID, field)).select_by_value(value)
