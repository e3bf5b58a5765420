"""People who use two gateways at once, some of whom sign out, and a tally of what they were answered."""

import collections
import http.client
import random
import threading
import time
from dataclasses import dataclass, field

# After so long everybody has heard of an end, whatever the line does.
HEARD = 0.3


@dataclass
class Tally:
    requests: int = 0
    sign_outs: int = 0
    refusals: int = 0
    wrong_passes: int = 0
    lost: int = 0
    others: int = 0
    slowest: float = 0
    seconds: float = 0
    seen: set = field(default_factory=set)


class Users:
    """Each has sessions of its own, which it uses on either gateway and ends now and then."""

    def __init__(self, nodes, count, sessions_each):
        self.nodes, self.tally, self.lock, self.stopping = nodes, Tally(), threading.Lock(), threading.Event()
        self.threads = [threading.Thread(target=self.use, args=(
            [nodes[0].credentials() for _ in range(sessions_each)],)) for _ in range(count)]

    def start(self):
        self.began = time.monotonic()
        for thread in self.threads:
            thread.start()

    def stop(self):
        """Lets everybody end; the tally."""
        self.stopping.set()
        for thread in self.threads:
            thread.join()
        self.tally.seconds = time.monotonic() - self.began
        return self.tally

    def use(self, living):
        """Requests of sessions that live, with the odd sign-out, and of sessions that have ended."""
        ended = collections.deque(maxlen=100)
        while not self.stopping.is_set():
            kind = random.random()
            node = random.choice(self.nodes)
            if kind < 0.003 and len(living) > 10:
                self.sign_out(node, living.pop(), ended)
            elif kind < 0.2 and ended and time.monotonic() - ended[0][1] > HEARD:
                self.ask(node, "GET", "/page", random.choice(heard(ended)), {401})
            else:
                self.ask(node, "GET", "/page", random.choice(living), {200})

    def sign_out(self, node, leaver, ended):
        """Signs out; whoever is refused tries again, until it is so."""
        while not self.stopping.is_set():
            # A session that ended though the answer was lost is none to sign out.
            if self.ask(node, "DELETE", "/casement/session", leaver | {"Origin": node.origin}, {204, 401}) != 503:
                break
        else:
            return
        self.ask(node, "GET", "/page", leaver, {401})
        ended.append((leaver, time.monotonic()))
        with self.lock:
            self.tally.sign_outs += 1

    def ask(self, node, method, path, fields, good):
        """The status of an answer that is counted: `good` ones, and refusals as they should be, are no failures."""
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", node.port, timeout=5)
        try:
            connection.request(method, path, None, fields)
            answer = connection.getresponse()
            answer.read()
            status, may_retry = answer.status, "Retry-After" in answer.headers
        except OSError as error:
            status, may_retry = type(error).__name__, False
        finally:
            connection.close()
        self.count(status, may_retry, good, time.monotonic() - began)
        return status

    def count(self, status, may_retry, good, took):
        with self.lock:
            tally = self.tally
            tally.requests += 1
            if status in good:
                return
            tally.slowest = max(tally.slowest, took)
            if status == 503 and may_retry:
                tally.refusals += 1
            elif status == 200:
                tally.wrong_passes += 1
            elif status == 401:
                tally.lost += 1
            else:
                tally.others += 1
                tally.seen.add(str(status))


def heard(ended):
    return [fields for fields, moment in ended if time.monotonic() - moment > HEARD]
