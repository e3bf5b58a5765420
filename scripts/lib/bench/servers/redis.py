"""Redis, beside the load, as it should be run for Casement: with its file."""

import re

from bench.machine import STATE, run, wait_for


class Redis:
    """One Redis on a socket of its own."""

    def __init__(self, stage, name):
        self.socket = stage.sockets / f"{name}.sock"
        place = STATE / name
        place.mkdir()
        self.child = stage.start_beside(
            "redis-server", "--port", "0", "--unixsocket", str(self.socket), "--dir", str(place), "--appendonly", "yes",
            "--appendfsync", "everysec", "--auto-aof-rewrite-percentage", "0", "--save", "")  # no rewriting in a round
        wait_for("Redis", self.socket.exists)

    def ask(self, *words):
        return run("redis-cli", "-s", str(self.socket), *words).strip()

    def commands(self):
        """How many commands were carried out so far."""
        return sum(map(int, re.findall(r"calls=(\d+)", self.ask("INFO", "commandstats"))))
