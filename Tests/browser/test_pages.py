"""The gateway's own pages: still, readable in any colours and any width."""

import pytest

WIDTHS = {"wide": 1200, "narrow": 320}


def look(page, colours, width):
    """Sets the colour scheme and the width of the window's content."""
    feature = {"name": "prefers-color-scheme", "value": colours}
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
    size = {"width": WIDTHS[width], "height": 640, "deviceScaleFactor": 1, "mobile": False}
    page.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def assert_still_and_readable(page):
    facts = page.driver.execute_script(
        "const style = getComputedStyle(document.querySelector('main')), root = document.scrollingElement;"
        "return [document.scripts.length, root.scrollWidth - innerWidth, style.color, style.backgroundColor]"
    )
    assert facts[0] == 0
    assert facts[1] <= 0, "wider than the window"
    assert contrast(*map(luminance, facts[2:])) >= 7
    assert page.console() == []


def overflow(driver):
    return driver.execute_script("return document.scrollingElement.scrollWidth - innerWidth")


def luminance(colour):
    """The relative luminance of `rgb(…)`, as WCAG 2 has it."""
    parts = [int(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("path, words", [("/users/sign_out", "Signed out"), ("/casement/nothing", "not_found")])
def test_a_page_of_the_gateway_is_still_and_readable(page, colours, width, path, words):
    look(page, colours, width)
    page.driver.get(page.stack.gateway + path)
    assert words in page.driver.find_element("tag name", "main").text
    page.driver.get_log("browser")  # The status 404 itself is a complaint there.
    assert_still_and_readable(page)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_demo_fits_any_window(page, colours, width):
    look(page, colours, width)
    page.open("na1")
    page.sign_in(pin="na1")
    page.wait_for_workspace()
    assert overflow(page.driver) <= 0
    assert overflow(page.in_frame()) <= 0
    assert page.console() == []
