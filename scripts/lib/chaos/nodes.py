"""Two gateways that share a Redis and a directory, and somebody who uses them."""

import contextlib
import http.client

from bench.machine import fail
from bench.servers.casement import Casement


@contextlib.contextmanager
def two_nodes(stage, redis, redis_of_other=None, **environment):
    """Two gateways; the other one may reach the Redis by a way of its own."""
    nodes = []
    try:
        for way in (redis, redis_of_other or redis):
            nodes.append(Casement(stage, way, environment))
        yield nodes
    finally:
        for node in nodes:
            node.stop()


class Client:
    """Asks a node, over a connection that is kept alive."""

    def __init__(self, node):
        self.node, self.connection = node, http.client.HTTPConnection("127.0.0.1", node.port, timeout=10)

    def ask(self, method, path, fields):
        """The status of the answer."""
        self.connection.request(method, path, None, fields)
        answer = self.connection.getresponse()
        answer.read()
        return answer.status

    def page(self, fields):
        return self.ask("GET", "/page", fields)

    def sign_out(self, fields):
        """Ends the session; the answer has to say so."""
        if (status := self.ask("DELETE", "/casement/session", fields | {"Origin": self.node.origin})) != 204:
            fail(f"a sign-out was answered {status}")
