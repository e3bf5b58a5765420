"""What steady traffic asks of Redis."""

import time

from chaos.figure import Figure
from chaos.nodes import two_nodes
from chaos.traffic import meanwhile

SESSIONS, RATE, WARM_UP, SECONDS, IDLE = 100, 2500, 2, 30, 40
# Last-seen is written once in so many seconds.
INTERVAL = IDLE // 4
# What a touch does, and who measures.
TOUCH = {"evalsha", "eval", "hmget", "hgetall", "hset", "expire", "zadd", "ttl", "script|load"}
ASIDE = {"ping", "info"}


def steady(stage):
    """Steady traffic makes no Redis commands but touches and signs of life."""
    with two_nodes(stage, stage.redis, CASEMENT_SESSION_IDLE_TIMEOUT=f"{IDLE}s") as nodes:
        cookies = [nodes[number % 2].credentials()["Cookie"] for number in range(SESSIONS)]
        rates = [(node, RATE) for node in nodes]
        meanwhile(rates, cookies, lambda: time.sleep(WARM_UP))
        (before, after), told = meanwhile(rates, cookies, lambda: counted(stage.redis))
    calls = {name: calls - before.get(name, 0) for name, calls in after.items() if calls != before.get(name, 0)}
    touches = calls.get("evalsha", 0) + calls.get("eval", 0)
    requests = sum(one["answered"] for one in told)
    conditions = (f"{len(nodes)} gateways, {RATE:,} requests a second each, {SESSIONS} sessions, idle {IDLE} s, "
                  f"{SECONDS} s; commands: " + ", ".join(f"{name} {count}" for name, count in sorted(calls.items())))
    return [
        Figure("reads of a session", calls.get("hmget", 0) - touches, "", 0, conditions),
        Figure("commands that are neither touches nor PING", sum(
            count for name, count in calls.items() if name not in TOUCH | ASIDE), "", 0),
        Figure("touches a session and interval on each node", touches / SESSIONS / len(nodes) * INTERVAL / SECONDS, "", 1.1),
        Figure("Redis commands a request, touches and PING included", sum(calls.values()) / requests),
    ]


def counted(redis):
    before = redis.calls()
    time.sleep(SECONDS)
    return before, redis.calls()
