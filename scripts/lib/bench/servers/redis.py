"""Redis, beside the load, as it should be run for Casement: with its file."""

import re
import subprocess

from bench.machine import STATE, run, wait_for


class Redis:
    """One Redis on a socket of its own."""

    def __init__(self, stage, name, fsync="everysec"):
        self.stage, self.socket, self.folder, self.fsync = stage, stage.sockets / f"{name}.sock", STATE / name, fsync
        self.folder.mkdir()
        self.start()

    def start(self):
        """Starts it, again if it has ended, with the file that it left."""
        self.child = self.stage.start_beside(
            "redis-server", "--port", "0", "--unixsocket", str(self.socket), "--dir", str(self.folder),
            "--appendonly", "yes", "--appendfsync", self.fsync,
            "--auto-aof-rewrite-percentage", "0", "--save", "")  # no rewriting in a round
        wait_for("Redis", self.answers)

    def answers(self):
        return subprocess.run(["redis-cli", "-s", str(self.socket), "PING"], capture_output=True, text=True,
                              timeout=10).stdout == "PONG\n"

    def ask(self, *words):
        return run("redis-cli", "-s", str(self.socket), *words).strip()

    def calls(self):
        """How often each command was carried out so far, those of scripts counted."""
        told = re.findall(r"cmdstat_(\S+):calls=(\d+)", self.ask("INFO", "commandstats"))
        return {name: int(calls) for name, calls in told}

    def commands(self):
        """How many commands were carried out so far."""
        return sum(self.calls().values())
