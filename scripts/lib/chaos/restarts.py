"""Redis that is killed and comes back, again and again, under load."""

import random
import time

from bench.servers.redis import Redis
from chaos.figure import Figure
from chaos.nodes import two_nodes
from chaos.users import Users

RESTARTS, USERS, SESSIONS_EACH = 50, 8, 100
LONGEST_UP, LONGEST_DOWN = 1.0, 0.7


def restarts(stage):
    """Redis is killed fifty times at random moments under load."""
    redis = Redis(stage, "redis-restarts", fsync="always")  # so that nothing is lost
    with two_nodes(stage, redis) as nodes:
        users = Users(nodes, USERS, SESSIONS_EACH)
        users.start()
        for _ in range(RESTARTS):
            time.sleep(random.uniform(0, LONGEST_UP))
            redis.child.kill()
            redis.child.wait()
            time.sleep(random.uniform(0, LONGEST_DOWN))
            redis.start()
        time.sleep(LONGEST_UP)
        tally = users.stop()
    return [
        Figure("wrong passes", tally.wrong_passes, "", 0, (
            f"{RESTARTS} restarts, {tally.requests:,} requests at {tally.requests / tally.seconds:,.0f} a second from "
            f"{USERS} users, closed loop; {tally.sign_outs} sign-outs, {tally.refusals:,} answers 503")),
        Figure("sign-outs caused", tally.lost, "", 0),
        Figure("failures that are no 503 with Retry-After", tally.others, "", 0, ", ".join(sorted(tally.seen))),
        Figure("slowest failure", tally.slowest * 1000, "ms", 1000),
    ]
