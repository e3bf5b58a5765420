"""An application that writes down every byte it gets, parses it as strictly as it can, and answers as it is told."""

import re
import socket
import threading

PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
CANARY = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\ncanary"


class RecordingUpstream:
    """Listens on a free port; `answer` is what an ordinary request gets, `/canary` always its own."""

    def __init__(self):
        self.answer = PLAIN
        self.closes = False
        self.requests = []
        self.faults = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self._listener.close()

    def forget(self):
        self.answer, self.closes, self.requests, self.faults = PLAIN, False, [], []

    def _accept(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with connection:
            connection.settimeout(300)
            stream = connection.makefile("rb")
            try:
                while self._serve_one(connection, stream):
                    pass
            except OSError:
                pass

    def _serve_one(self, connection, stream):
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            line = stream.readline()
            if not line:
                return False
            head += line
        body = self._body(head, stream)
        self.requests.append((head, body))
        self.faults += faults(head)
        if body is None:
            return False
        is_canary = head.startswith(b"GET /canary ")
        connection.sendall(CANARY if is_canary else self.answer)
        return is_canary or not self.closes

    @staticmethod
    def _body(head, stream):
        """The body, or None where it stays unfinished."""
        length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.I)
        if re.search(rb"\r\ntransfer-encoding:", head, re.I):
            body = b""
            while size := int(stream.readline() or b"x", 16) if (stream.peek(1)) else -1:
                if size < 0:
                    return None
                body += stream.read(size)
                stream.readline()
            return body if stream.readline() else None
        body = stream.read(int(length[1])) if length else b""
        return body if not length or len(body) == int(length[1]) else None


def faults(head):
    """What no head that a gateway forwards may have (invariants I2 and I3)."""
    found = []
    lines = head[:-4].split(b"\r\n")
    if re.search(rb"[\x00\r\n]", b"".join(lines)):
        found.append("NUL, bare CR or bare LF forwarded")
    names = []
    for line in lines[1:]:
        name, colon, value = line.partition(b":")
        if not colon or not re.fullmatch(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+", name):
            found.append(f"no field line: {line!r}")
        names.append(name.lower())
        if name.lower() == b"transfer-encoding" and value.strip() != b"chunked":
            found.append(f"transfer encoding {value!r}")
    if names.count(b"content-length") + names.count(b"transfer-encoding") > 1:
        found.append("framed twice")
    return found
