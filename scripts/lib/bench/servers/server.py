"""What all servers under measurement have in common."""

import contextlib
import http.client
import ssl

from bench.machine import fail, wait_for


class Server:
    """A server with the application behind it, alone on its core, with one worker.

    A subclass starts one and says whom it lets in: it sets `title`, `tls`, `child` and `port`, and calls `prove` at last.
    """

    title = ""
    tls = False

    @property
    def pid(self):
        return self.child.pid

    @property
    def origin(self):
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def credentials(self):
        """Header fields of somebody whom the server lets in, new each time."""
        return {}

    def wrong_credentials(self):
        """The same of somebody whom it must refuse; none where it lets everybody in."""
        return {}

    def prove(self):
        """Waits until the server answers, and makes sure that it verifies what it should."""
        wait_for(self.title, self.answers)
        for fields, statuses in (self.credentials(), {200}), *self.refusals():
            answer = self.ask("GET", "/page", fields)
            if answer.status not in statuses:
                fail(f"{self.title} answered {answer.status} to {fields or 'nobody'}")

    def refusals(self):
        wrong = self.wrong_credentials()
        return [(wrong, {401, 403}), ({}, {401, 403})] if wrong else []

    def answers(self):
        if self.child.poll() is not None:
            fail(f"{self.title} ended with status {self.child.returncode}")
        try:
            self.ask("GET", "/page")
        except OSError:
            return False
        return True

    def ask(self, method, path, fields=None, body=None):
        """One request on a connection of its own; the answer, read to its end."""
        with contextlib.closing(self.connect()) as connection:
            connection.request(method, path, body, fields or {})
            answer = connection.getresponse()
            answer.read()
        return answer

    def connect(self):
        if not self.tls:
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=10, context=trusting_context())

    def stop(self):
        self.child.terminate()
        self.child.wait(timeout=40)


def trusting_context(*protocols):
    """TLS that takes any certificate, offering protocols by ALPN."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if protocols:
        context.set_alpn_protocols(protocols)
    return context
