"""The main job in a real browser: a partner's page frames the application, cross-site, under one pinned origin."""

from selenium.webdriver.common.by import By

# Frames a page of the application in the application, and gives [what it sent, to which target] and what arrived.
NESTED_FRAME = """
const [path, done] = arguments, sent = [], heard = [], post = window.postMessage;
window.postMessage = (data, target) => { sent.push([JSON.parse(data).type, target]); post.call(window, data, target); };
addEventListener("message", (event) => event.data === "end" ? done([sent, heard]) : heard.push(event.data));
const nested = document.createElement("iframe");
const afterTwoFrames = (then) => nested.contentWindow.requestAnimationFrame(
  () => nested.contentWindow.requestAnimationFrame(then));
nested.onload = () => afterTwoFrames(() => post.call(window, "end", location.origin));
nested.src = path;
document.body.append(nested);
"""


def test_the_frame_shows_the_application_on_an_allowed_origin(page):
    page.open("na1")
    page.sign_in(pin="na1")
    page.wait_for_workspace()
    assert page.fact("Customer-External-Id") == "BS-1"
    assert page.fact("Role") == "analyst"
    assert page.fact("Origin") == page.stack.origin("na1")
    assert page.fact("Name") == "Ann Åkesson"


def test_a_customer_without_origins_inherits_the_partners(page):
    page.open("eu1")
    page.sign_in(pin="eu1", account="GF-2")
    page.wait_for_workspace()
    assert page.fact("Customer-External-Id") == "GF-2"
    assert page.fact("Role") == "owner"


def test_the_browser_blocks_the_frame_on_an_origin_that_is_not_the_pinned_one(page):
    page.open("denied")
    page.sign_in(pin="na1")
    page.wait_for_silence()
    assert page.in_frame().execute_script("return location.protocol") == "chrome-error:"
    assert any("frame-ancestors" in line and page.stack.origin("na1") in line for line in page.console())
    assert page.messages() == []


def test_the_browser_blocks_the_frame_on_another_origin_of_the_same_list(page):
    page.open("eu1")
    page.sign_in(pin="na1")
    page.wait_for_silence()
    assert page.in_frame().execute_script("return location.protocol") == "chrome-error:"
    assert page.messages() == []


def test_an_origin_on_no_list_is_refused_where_the_integrator_can_read_it(page):
    page.open("denied")
    page.sign_in(pin="denied")
    page.wait(lambda: "origin_not_allowed" in page.frame_text())
    assert page.session_cookies() == []


def test_the_cookie_is_partitioned_and_survives_a_reload(page):
    page.open("na1")
    page.sign_in(pin="na1")
    page.wait_for_workspace()
    session, [before] = page.fact("Session"), page.session_cookies()
    assert before["partitionKey"] == {"topLevelSite": "http://na1.localhost", "hasCrossSiteAncestor": True}
    assert (before["httpOnly"], before["secure"], before["sameSite"], before["path"]) == (True, True, "None", "/")
    assert before["session"] and before["domain"] == "127.0.0.1"

    page.driver.switch_to.default_content()
    page.driver.refresh()
    page.wait_for_workspace()
    assert page.fact("Session") == session
    assert page.session_cookies() == [before]


def test_after_sign_out_the_frame_is_signed_out(page):
    page.open("na1")
    page.sign_in(pin="na1")
    page.wait_for_workspace()
    page.press("sign-out")
    page.wait(lambda: page.messages("note") != [])
    page.wait(lambda: "session_expired" in page.frame_text())
    assert page.session_cookies() == []


def test_the_button_inside_the_frame_signs_out(page):
    page.open("na1")
    page.sign_in(pin="na1")
    page.wait_for_workspace()
    page.in_frame().find_element(By.ID, "sign-out").click()
    page.wait(lambda: page.session_cookies() == [])
    page.press("reload")
    page.wait(lambda: "session_missing" in page.frame_text())


def test_messages_come_from_the_gateway_to_the_pinned_origin(page):
    page.open("na1")
    page.sign_in(pin="na1", path="/recipes")
    page.wait_for_workspace()
    assert {origin for _, origin in page.messages()} == {page.stack.gateway}
    assert page.driver.find_element(By.ID, "frame-page").text == "/recipes"
    height = page.driver.find_element(By.ID, "workspace").size["height"]
    assert height == page.in_frame().execute_script("return Math.ceil(document.body.getBoundingClientRect().height)")


def test_a_parent_of_another_origin_hears_nothing(page):
    """The application framed once more, by itself: that parent is not the pinned origin."""
    page.open("na1")
    page.sign_in(pin="na1")
    page.wait_for_workspace()
    sent, heard = page.in_frame().execute_async_script(NESTED_FRAME, "/recipes")
    pinned = page.stack.origin("na1")
    assert sent == [["navigated", pinned], ["heightChange", pinned]]
    assert heard == []


def test_moving_about_and_writing_inside_the_frame(page):
    page.open("na1")
    page.sign_in(pin="na1", path="/settings")
    page.wait_for_workspace()
    page.in_frame().find_element(By.ID, "note").send_keys("from the <frame>")
    page.driver.find_element(By.ID, "save").click()
    page.wait(lambda: page.in_frame().find_elements(By.ID, "saved"))
    assert "from the <frame>" in page.frame_text()
    page.driver.find_element(By.LINK_TEXT, "Connections").click()
    page.wait(lambda: "Staff directory" in page.frame_text())


def test_an_application_that_forbids_frames_is_framed_by_the_pinned_origin(page):
    page.open("na1")
    page.sign_in(pin="na1", path="/policy")
    page.wait_for_workspace()
    page.wait(lambda: "X-Frame-Options: (none)" in page.frame_text())
    received = page.driver.find_element(By.ID, "received").text.splitlines()[0]
    policy = f"default-src 'self'; frame-ancestors 'self' {page.stack.origin('na1')}; base-uri 'none'"
    assert received == f"Content-Security-Policy: {policy}"
