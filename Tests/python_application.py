"""The stack around an application of a test's own, instead of the demo's."""

import http.server
import threading

from casement_stack import Stack


class PythonApplicationStack(Stack):
    """Everything; the application answers as `answers` says, and `seen` holds the fields of what it was asked."""

    # By path: status, fields, body. Every other path gets an empty page.
    answers = {}

    def __init__(self, directory):
        super().__init__(directory)
        self.seen = []
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.application_port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __exit__(self, *_):
        super().__exit__()
        self.server.shutdown()
        self.server.server_close()

    def _start(self, name, *command):
        if name != "application":
            super()._start(name, *command)

    def answer(self, path):
        """What a GET of this path gets."""
        return self.answers.get(path, (200, {}, ""))

    def _handler(stack):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                stack.seen.append(self.headers)
                status, fields, body = stack.answer(self.path)
                self.send_response(status)
                for name, value in ({"Content-Type": "text/html"} | fields).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_):
                pass

        return Handler
