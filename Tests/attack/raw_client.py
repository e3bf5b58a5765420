"""A client that sends bytes as they are, and takes what comes until it has said enough."""

import base64
import re
import socket
import time

from casement_stack import DEADLINE

# How long a connection must say nothing before what has come is taken for all.
QUIET = 0.15


class Received:
    """What came back, and whether the other side closed."""

    def __init__(self, data, closed):
        self.data, self.closed = data, closed
        self.statuses = [int(status) for status in re.findall(rb"(?:^|(?<=\n)|(?<=ok)|(?<=\x00))HTTP/1\.1 (\d{3}) ", data)]

    @property
    def ends_chunked(self):
        """Whether the last chunk came; the head's own end is none, whatever digit its last field ends in."""
        return self.data.partition(b"\r\n\r\n")[2].endswith(b"0\r\n\r\n")

    @property
    def final(self):
        """The first answer that is not interim."""
        return next((status for status in self.statuses if status >= 200), None)


class RawClient:
    """Makes one connection to `gate` at a time and sends `step` bytes at once, or all for None."""

    def __init__(self, gate, step, cookie=None):
        self.gate, self.step = gate, step
        self.cookie = f"Cookie: {gate.cookie_name}={cookie}\r\n".encode() if cookie else b""

    def dressed(self, case):
        """The case with Host, and the session if there is one, put in where its author lets us."""
        raw, place = base64.b64decode(case["raw_b64"]), case.get("insert_headers_at")
        line = re.match(rb"[A-Z]+ /[!-~]* HTTP/1\.1\r\n(?=[A-Za-z])", raw)
        if place is None and "label" in case and line:
            place = line.end()
        if place is None:
            return raw
        own = re.search(rb"^cookie: ?", raw, re.I | re.M)
        if self.cookie and own and len(re.findall(rb"^cookie:", raw, re.I | re.M)) == 1:
            value = self.cookie[8:-2] + b"; "
            return raw[: own.end()] + value + raw[own.end() :]
        more = self.cookie if not own else b""
        if case["expect"]["verdict"] == "accept":
            more += b"Sec-Fetch-Site: same-origin\r\n"
        if not case.get("has_host", True):
            more = b"Host: gw.test\r\n" + more
        return raw[:place] + more + raw[place:]

    def exchange(self, steps, holds):
        """Sends the steps and takes what comes until the verdict `holds`, or the other side has closed."""
        data, closed = b"", False
        with self._connect() as connection:
            for index, raw in enumerate(steps):
                try:
                    for start in range(0, len(raw), self.step or max(len(raw), 1)):
                        connection.sendall(raw[start : start + (self.step or len(raw))])
                except OSError:
                    closed = True
                is_last = index == len(steps) - 1
                data, closed = self._receive(connection, data, holds if is_last else lambda received: True)
        return Received(data, closed)

    def _connect(self):
        connection = socket.create_connection(("127.0.0.1", self.gate.gateway_port), timeout=DEADLINE)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.gate.tls.wrap_socket(connection, server_hostname="localhost") if self.gate.tls else connection

    @staticmethod
    def _receive(connection, data, holds):
        """Waits as long as it takes for what must come, and a moment longer for what must not."""
        connection.settimeout(QUIET)
        end = time.monotonic() + DEADLINE
        while True:
            try:
                more = connection.recv(65536)
            except TimeoutError:
                if holds(Received(data, False)) or time.monotonic() > end:
                    return data, False
                continue
            except OSError:
                return data, True
            if not more:
                return data, True
            data += more
