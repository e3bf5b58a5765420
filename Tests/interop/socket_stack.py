"""A WebSocket client and server that others wrote, with the gateway between them."""

import itertools
import queue
import threading

import pytest
from casement_stack import DEADLINE, ByTLS, Stack
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect
from websockets.sync.server import serve


class SocketStack(Stack):
    """The gateway before an application that says back whatever it is told."""

    def __init__(self, directory):
        super().__init__(directory)
        self.closes = {}
        self.seen = []
        self.numbers = itertools.count()

    def __enter__(self):
        # By its own rule it takes its own pages' sockets alone, as most frameworks do.
        self.server = serve(
            self._serve, "127.0.0.1", 0, origins=[self.gateway], max_size=None, close_timeout=DEADLINE,
            ping_interval=None,
        )  # fmt: skip
        self.application_port = self.server.socket.getsockname()[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return super().__enter__()

    def _serve(self, connection):
        self.seen.append(connection.request)
        try:
            for message in connection:
                if isinstance(message, str) and message.startswith("close "):
                    connection.close(int(message[6:]), "told to")
                elif message == "stream":
                    connection.send(str(number) for number in range(1000))
                else:
                    connection.send(message)
        except ConnectionClosed:
            pass
        self.closes[connection.request.path].put((connection.close_code, connection.close_reason))

    def _start_servers(self):
        self.start_gateway()

    def __exit__(self, *arguments):
        super().__exit__(*arguments)
        self.server.shutdown()

    def close_of(self, connection):
        """How the application saw this connection of a client's end."""
        return self.closes[connection.request.path].get(timeout=DEADLINE)

    def open(self, cookie, origin=None, **more):
        """A connection from a page of the gateway's host."""
        headers = {"Cookie": f"{self.cookie_name}={cookie}"} if cookie else {}
        path = f"/socket/{next(self.numbers)}"
        self.closes[path] = queue.SimpleQueue()
        return connect(
            self.gateway.replace("http", "ws", 1) + path, ssl=self.tls, origin=origin or self.gateway,
            additional_headers=headers, max_size=None, ping_interval=None, open_timeout=DEADLINE,
            close_timeout=DEADLINE, proxy=None, **more,
        )  # fmt: skip


class SocketTLSStack(ByTLS, SocketStack):
    """The same, and the client comes by TLS."""


def ended(connection):
    """The code and the reason that the client hears."""
    with pytest.raises(ConnectionClosed):
        while True:
            connection.recv(timeout=DEADLINE)
    return connection.close_code, connection.close_reason
