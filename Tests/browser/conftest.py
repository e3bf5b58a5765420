import shutil

import pytest
from partner_page import PartnerPage
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


def start_chromium():
    """Debian's Chromium by Debian's driver: both are named, so nothing is fetched."""
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("chromium and its driver are not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1360,960"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return webdriver.Chrome(options=options, service=Service(executable_path=driver))
