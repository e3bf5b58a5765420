"""What a browser speaks with the gateway by TLS: HTTP/2, and HTTP/1.1 for a WebSocket."""

import http
import threading

import pytest
from casement_stack import Stack, make_certificate, running_stack, trusting
from websockets.datastructures import Headers
from websockets.http11 import Response
from websockets.sync.server import serve

# Opens a WebSocket and gives what it hears.
ECHO = """
const [done] = arguments, socket = new WebSocket(location.origin.replace("https", "wss") + "/socket");
socket.onopen = () => socket.send("hello");
socket.onmessage = (event) => done(event.data);
socket.onerror = () => done("error");
"""
# The protocols of the page and of two more requests, and what these brought.
FETCH = """
const [done] = arguments;
Promise.all(["/one", "/two"].map((path) => fetch(path).then((answer) => answer.text()))).then((texts) => {
  const entries = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
  const own = entries.filter((entry) => !entry.name.endsWith("/favicon.ico"));
  done([own.map((entry) => entry.nextHopProtocol), texts]);
});
"""


class ProtocolStack(Stack):
    """The gateway with a certificate, before an application that echoes on WebSockets and else shows the path."""

    cookie_name = "__Host-casement"

    def __init__(self, directory):
        super().__init__(directory)
        self.gateway = f"https://localhost:{self.gateway_port}"
        make_certificate(self.directory, "front")
        self.tls = trusting(self.directory / "front.pem")
        self.server = serve(self._echo, "127.0.0.1", 0, process_request=self._page)
        self.application_port = self.server.socket.getsockname()[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _echo(self, connection):
        for message in connection:
            connection.send(message)

    def _page(self, _, request):
        if request.path == "/socket":
            return None
        body = request.path.encode()
        headers = Headers({"Content-Type": "text/html", "Content-Length": str(len(body))})
        return Response(http.HTTPStatus.OK, "OK", headers, body)

    def more_settings(self):
        return f"gateway.tls.certificate: {self.directory}/front.pem\ngateway.tls.key: {self.directory}/front.key\n"

    def _start_servers(self):
        self.start_gateway()

    def __exit__(self, *arguments):
        super().__exit__(*arguments)
        self.server.shutdown()

    def link(self):
        """A direct link into the application."""
        sign = ("--key", self.directory / "acme.pem", "--partner", "acme", "--customer", "EBS-1")
        return f"{self.gateway}/direct_link?token={self.casement('token', 'sign', *sign)['token']}"


@pytest.fixture(scope="module")
def stack():
    with running_stack(ProtocolStack) as running:
        yield running


def test_pages_come_by_http_2_and_a_websocket_by_http_1(stack, trustful_browser):
    trustful_browser.get(stack.link())
    assert trustful_browser.execute_async_script(FETCH) == [["h2", "h2", "h2"], ["/one", "/two"]]
    assert trustful_browser.execute_async_script(ECHO) == "hello"
