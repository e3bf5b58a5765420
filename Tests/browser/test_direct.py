"""A tab of its own: direct use, and what it must not share with a frame."""

from urllib.parse import urlencode


def direct_link(stack, customer, path="/"):
    signed = stack.casement(
        "token", "sign", "--key", stack.directory / "acme.pem", "--partner", "acme", "--customer", customer
    )
    return f"{stack.gateway}/direct_link?" + urlencode({"workato_dl_token": signed["token"], "workato_dl_path": path})


def body(page):
    return page.driver.find_element("tag name", "body").text


def test_a_link_in_a_tab_signs_in_for_direct_use(page):
    page.driver.get(direct_link(page.stack, "EBS-1", "/recipes"))
    assert page.driver.current_url == page.stack.gateway + "/recipes"
    assert "Not framed: direct use" in body(page)
    [cookie] = page.session_cookies()
    assert (cookie["name"], cookie["sameSite"]) == ("casement-direct", "Lax")
    assert "partitionKey" not in cookie


def test_a_link_elsewhere_asks_before_it_takes_over_anothers_tab(page):
    page.driver.get(direct_link(page.stack, "EBS-1"))
    [before] = page.session_cookies()
    page.open("na1")
    page.driver.execute_script("location.href = arguments[0]", direct_link(page.stack, "EGF-2", "/recipes"))
    page.wait(lambda: "Switch account?" in body(page))
    assert "Blue Sky" in body(page) and "Green Field" in body(page)
    assert page.session_cookies() == [before]
    page.picture("switch_page")
    page.driver.find_element("css selector", "button").click()
    page.wait(lambda: page.driver.current_url == page.stack.gateway + "/recipes")
    assert "GF-2" in body(page)
    [after] = page.session_cookies()
    assert after["value"] != before["value"]


def test_the_session_of_a_frame_is_not_the_tabs(page):
    page.open("na1")
    page.sign_in(pin="na1")
    page.wait_for_workspace()
    page.driver.get(page.stack.gateway + "/")
    assert "session_missing" in body(page)
    assert len(page.session_cookies()) == 1


def test_the_session_of_a_frame_is_not_that_of_a_frame_on_another_site(page):
    page.open("na1")
    page.sign_in(pin="na1")
    page.wait_for_workspace()
    page.open("eu1")
    page.press("reload")
    page.wait(lambda: "session_missing" in page.frame_text())


def test_the_sign_out_link_in_a_tab_asks_first(page):
    page.driver.get(direct_link(page.stack, "EBS-1"))
    page.driver.get(page.stack.gateway + "/users/sign_out")
    page.picture("sign_out_link")
    assert len(page.session_cookies()) == 1
    page.driver.find_element("css selector", "button").click()
    page.wait(lambda: "Your session here has ended." in body(page))
    assert page.session_cookies() == []
