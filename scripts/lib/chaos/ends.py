"""How long another node serves a session on when it has ended."""

import random
import time

from bench.machine import fail
from chaos.figure import Figure, share
from chaos.line import Line
from chaos.nodes import Client, two_nodes
from chaos.traffic import meanwhile

SIGN_OUTS, CUTS, RATE = 1000, 50, 2500
BYSTANDERS = 100
CONDITIONS = f"{RATE:,} requests a second to each gateway"


def sign_outs(stage):
    """A session that ended on one node is served no more on the other."""
    with two_nodes(stage, stage.redis) as nodes:
        served = ends(nodes, SIGN_OUTS)
    return [
        Figure("served by B after A's sign-out was answered, median", share(served, 0.5), "ms", 20,
               f"{SIGN_OUTS:,} sign-outs, {CONDITIONS}"),
        Figure("the same, p99", share(served, 0.99), "ms"),
        Figure("the same, longest", max(served), "ms", 100),
    ]


def silent_line(stage):
    """The same while B hears nothing, on a connection that stays open."""
    return cut(stage, Line.hold, "silent", 300)


def closed_line(stage):
    """The same once B's line was closed."""
    return cut(stage, Line.close, "closed", 0)


def cut(stage, deed, word, most):
    with Line(stage, stage.redis) as line, two_nodes(stage, stage.redis, line) as nodes:
        served = ends(nodes, CUTS, lambda: deed(line), line.restore)
    return [
        Figure(f"served by B with its line {word}, median", share(served, 0.5), "ms", remark=f"{CUTS} cuts, {CONDITIONS}"),
        Figure("the same, longest", max(served), "ms", most),
    ]


def ends(nodes, count, before_each=lambda: None, after_each=lambda: None):
    """Milliseconds that the second node served each session on when the first had answered its sign-out."""
    bystanders = [nodes[0].credentials()["Cookie"] for _ in range(BYSTANDERS)]
    leavers = [nodes[0].credentials() for _ in range(count)]
    clients = [Client(node) for node in nodes]

    def all_leave():
        served = []
        for leaver in leavers:
            served.append(served_on(clients, {"Cookie": leaver["Cookie"]}, before_each))
            after_each()
        return served
    return meanwhile([(node, RATE) for node in nodes], bystanders, all_leave)[0]


def served_on(clients, leaver, before_end):
    here, there = clients
    for _ in range(2):
        expect(there.page(leaver), 200)
    time.sleep(random.uniform(0, 0.02))
    before_end()
    here.sign_out(leaver)
    answered = last = time.monotonic()
    while (status := there.page(leaver)) == 200:
        last = time.monotonic()
    expect(status, 401)
    return (last - answered) * 1000


def expect(status, expected):
    if status != expected:
        fail(f"B answered {status}, not {expected}")
