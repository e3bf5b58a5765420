"""The application's own cookies and redirects, as a browser takes them in a frame on another site."""

import pytest
from casement_stack import running_stack
from python_application import PythonApplicationStack


class CookieStack(PythonApplicationStack):
    """An application that knows nothing of frames: its cookie is for its own site, its redirects name its own address."""

    rewrites = True

    def answer(self, path):
        here = f"http://127.0.0.1:{self.application_port}"
        answers = {
            "/": (200, {"Set-Cookie": "flavour=plain; SameSite=Lax"}, "welcome"),
            "/away": (302, {"Location": f"{here}/there?x#y"}, ""),
            "/there?x": (200, {}, f"cookies: {self.seen[-1]['Cookie']}"),
        }
        return answers.get(path, (404, {}, "not here"))

    def more_settings(self):
        return f"gateway.rewrite_cookies: {str(self.rewrites).lower()}\n"


class UnchangedStack(CookieStack):
    """The same without the rewriting, to see that the browser would indeed lose the cookie."""

    rewrites = False


@pytest.fixture(params=[CookieStack, UnchangedStack])
def stack(request):
    with running_stack(request.param) as stack:
        yield stack


def test_a_cookie_for_one_site_works_in_the_frame(page, stack):
    page.open("na1")
    page.sign_in(pin="na1")
    page.wait(lambda: "welcome" in page.frame_text())
    page.in_frame().execute_script("location.href = '/away'")
    page.wait(lambda: "cookies" in page.frame_text())
    assert page.frame_text() == f"cookies: {'flavour=plain' if stack.rewrites else None}"
    assert page.in_frame().execute_script("return location.href") == f"{stack.gateway}/there?x#y"
