"""How long a request takes to be refused when Redis is not there."""

import time

from bench.machine import beside, fail
from bench.measured import Measured
from bench.servers.casement import Casement
from bench.servers.redis import Redis

REQUESTS = 50
# Sessions that the gateway holds itself may be served for so many seconds after Redis went.
GRACE = 1


def slowest_refusal(stage, order):
    """Milliseconds that the slowest of the requests took, once a Redis was given the signal."""
    redis = Redis(stage, f"redis-{order.name}")
    server = Casement(stage, redis)
    fields = server.credentials()
    redis.child.send_signal(order)
    try:
        with beside():
            return Measured(slowest_seconds(server, fields) * 1000)
    finally:
        server.stop()
        redis.child.kill()  # it may be one that was stopped, and heeds nothing else


def slowest_seconds(server, fields):
    """The longest that a request took, until so many were refused as they should be."""
    gone, slowest, refused = time.monotonic(), 0, 0
    while refused < REQUESTS:
        began = time.monotonic()
        answer = server.ask("GET", "/page", fields)
        slowest = max(slowest, time.monotonic() - began)
        if answer.status == 503 and "Retry-After" in answer.headers and "Set-Cookie" not in answer.headers:
            refused += 1
        elif answer.status != 200 or refused or began - gone > GRACE:
            fail(f"without Redis the answer was {answer.status}")
    return slowest
