"""The way from a gateway to Redis, on which the line that tells of ends can be cut."""

import subprocess
import sys

from bench.machine import fail


class Line:
    """Passes a gateway's connections on to a Redis, in a process of its own; see `chaos.proxy`."""

    def __init__(self, stage, redis):
        self.socket, self.redis, self.stage = stage.sockets / "line.sock", redis, stage

    def __enter__(self):
        self.socket.unlink(missing_ok=True)
        self.child = subprocess.Popen(
            [sys.executable, "-m", "chaos.proxy", str(self.socket), str(self.redis.socket)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.expect("ready")
        return self

    def __exit__(self, *_):
        self.child.stdin.close()
        self.child.wait(timeout=10)

    def hold(self):
        """From here on nothing passes on the line, and it stays open."""
        self.tell("hold")

    def close(self):
        """The line is closed; so is every new one."""
        self.tell("close")

    def restore(self):
        """Lines are as they were; returns when one has told that it lives."""
        self.tell("restore")

    def tell(self, word):
        print(word, file=self.child.stdin, flush=True)
        self.expect(word)

    def expect(self, word):
        if self.child.stdout.readline().strip() != word:
            fail("the proxy before Redis ended")
