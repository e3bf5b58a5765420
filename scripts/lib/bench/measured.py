"""The outcome of one measurement, and what it cost the server."""

from dataclasses import dataclass

from bench.machine import cpu_seconds


@dataclass(frozen=True)
class Load:
    """What a load made: the figure that was sought, how many requests in how many seconds."""

    figure: float
    requests: int
    seconds: float


@dataclass(frozen=True)
class Measured:
    """A figure; how busy the server's core was (0 to 1) and how many commands Redis got for a request, if watched."""

    figure: float
    busy: float | None = None
    redis: float | None = None


class NotOffered(Exception):
    """The server cannot do what was to be measured; the text says what."""


def watched(server, redis, make_load):
    """Makes a load and watches the server and Redis meanwhile."""
    used, commands = cpu_seconds(server.pid), redis.commands()
    load = make_load()
    return Measured(
        load.figure,
        busy=min(1.0, (cpu_seconds(server.pid) - used) / load.seconds),
        redis=(redis.commands() - commands) / load.requests)
