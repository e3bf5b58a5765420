"""A million live sessions: what they take, and what traffic feels when many are listed or ended."""

import json
import random
import time

import jwt

from bench.machine import fail, resident, run
from bench.servers.redis import Redis
from bench.tokens import CUSTOMERS, VENDOR_ID, claims
from chaos.figure import Figure
from chaos.nodes import two_nodes
from chaos.records import Records
from chaos.traffic import Traffic, meanwhile

OTHER_VENDOR = "globex"
SESSIONS, OF_OTHER = 1_000_000, 100_000
# Fewer than a gateway's cache holds; and how many requests one traffic makes at most, each of a session that is new to it.
CACHED, NEW = 60_000, 200_000
RATE, SECONDS, LISTS = 1000, 10, 5
KINDS = "read from Redis", "cached"


def million(stage):
    """A million sessions: memory, and traffic while many are listed and ended."""
    redis = Redis(stage, "redis-million")
    redis.ask("CONFIG", "SET", "appendonly", "no")  # the file of a million would only cost time
    with two_nodes(stage, redis) as nodes:
        add_other_vendor(stage, nodes[0])
        records = Records(redis)
        templates = [sign_in(stage, nodes[0], VENDOR_ID, number) for number in range(CUSTOMERS)]
        others = [sign_in(stage, nodes[0], OTHER_VENDOR, number) for number in range(CUSTOMERS)]
        before = records.memory()
        cookies = [cookie for template in templates
                   for cookie in records.multiply(template, (SESSIONS - OF_OTHER) // CUSTOMERS)]
        for template in others:
            records.multiply(template, OF_OTHER // CUSTOMERS)
        random.Random(1).shuffle(cookies)
        return [
            Figure("memory of Redis for a session", (records.memory() - before) / SESSIONS, "B", remark=(
                f"{SESSIONS:,} sessions: copies, made in Redis, of the records and index entries of {2 * CUSTOMERS} that "
                "signed in")),
            gateway_memory(nodes[1], cookies),
            *stalls(stage, nodes, cookies),
        ]


def add_other_vendor(stage, node):
    def tell(*words):
        run(stage.casement_program, *words, "--config", str(node.settings))
    tell("partner", "create", "--name", "Globex", "--vendor-id", OTHER_VENDOR, "--origins", "https://globex.example",
         "--key", str(stage.signer.public_key_file))
    for number in range(CUSTOMERS):
        tell("customer", "create", "--partner", OTHER_VENDOR, "--name", f"Customer {number}", "--external-id",
             f"C-{number}")
    time.sleep(1)  # until the gateways have heard of them


def sign_in(stage, node, vendor, number):
    """The cookie of somebody of a partner's customer."""
    sub = f"{vendor}:EC-{number}"
    token = jwt.encode(claims(number, int(time.time())) | {"sub": sub}, stage.signer.key, "RS256")
    answer = node.ask(
        "POST", "/direct_link", {"Content-Type": "application/x-www-form-urlencoded"}, f"token={token}")
    if answer.status != 303:
        fail(f"{sub} was refused: {answer.status}")
    return answer.headers["Set-Cookie"].split(";")[0]


def gateway_memory(node, cookies):
    Traffic(node, RATE, cookies[:100], SECONDS // 2).result()
    before = resident(node.pid)
    Traffic(node, 5 * RATE, cookies[:CACHED], CACHED // (5 * RATE)).result()
    return Figure("memory of a gateway for a cached session", (resident(node.pid) - before) * 2**20 / CACHED, "B",
                  remark=f"growth of what is resident, over {CACHED:,} sessions")


def stalls(stage, nodes, cookies):
    """The 99th percentile of latency while something large goes on, next to the one before."""
    def tell(*words):
        return json.loads(run(stage.casement_program, "session", *words, "--config", str(nodes[0].settings), "--json",
                              seconds=120))

    def list_all():
        for _ in range(LISTS):
            if not tell("list", "--partner", VENDOR_ID, "--customer", "EC-0"):
                fail("no session was listed")

    def end_all():
        if (ended := tell("end", "--partner", OTHER_VENDOR)["ended"]) < OF_OTHER:
            fail(f"only {ended:,} sessions were ended")

    _, *quiet = under_traffic(nodes, cookies[:100], cookies[:NEW], lambda: time.sleep(SECONDS))
    conditions = (f"{RATE:,} a second to one gateway, each of another session", f"{RATE:,} a second to the other, of 100")
    figures = [Figure(f"p99 of requests whose sessions are {kind}", latency, "ms", remark=remark)
               for kind, latency, remark in zip(KINDS, quiet, conditions)]
    for words, deed, new in (
            (f"a customer's {(SESSIONS - OF_OTHER) // CUSTOMERS:,} are listed {LISTS} times", list_all, cookies[NEW:2 * NEW]),
            (f"a partner's {OF_OTHER:,} are ended", end_all, cookies[2 * NEW:3 * NEW])):
        took, *busy = under_traffic(nodes, cookies[:100], new, deed)
        figures.append(Figure(f"seconds in which {words}", took, "s"))
        figures += [Figure(f"p99 meanwhile to before, {kind}", during / before, "×", 3, f"p99 {during:.3g} ms")
                    for kind, before, during in zip(KINDS, quiet, busy)]
    return figures


def under_traffic(nodes, cached, new, deed):
    """Seconds that a deed took, and the 99th percentiles of traffic that reads from Redis and of traffic that does not."""
    def timed():
        began = time.monotonic()
        deed()
        return time.monotonic() - began
    (took, [cached]), [read] = meanwhile([(nodes[0], RATE)], new, lambda: meanwhile(
        [(nodes[1], RATE)], cached, timed))
    return took, read["p99"], cached["p99"]
