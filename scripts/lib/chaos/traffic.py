"""Requests to a node at a fixed rate, while something else happens."""

import json
import subprocess

from bench.loads import open_loop
from bench.loads.wrk import CONNECTIONS
from bench.machine import OTHER_CORE, STATE, die_with_parent, fail, on_core

LONGEST = 300


class Traffic:
    """Pages at a rate a second, of those whose cookies these are, in turn; every one has to be answered well."""

    def __init__(self, node, rate, cookies, seconds=LONGEST):
        self.node = node
        file = STATE / f"cookies-{node.port}"
        file.write_text("\n".join(cookies) + "\n")
        words = map(str, (open_loop.program(), "page", node.port, rate, seconds, CONNECTIONS, file))
        self.child = subprocess.Popen(
            on_core(OTHER_CORE, *words), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            preexec_fn=die_with_parent)

    def stop(self):
        """Ends it; what it tells."""
        self.child.terminate()
        return self.result()

    def result(self):
        """Waits for its end; what it tells."""
        answer, errors = self.child.communicate(timeout=LONGEST + 30)
        if self.child.returncode != 0:
            fail(f"traffic: {errors}")
        told = json.loads(answer)
        if told["refused"]:
            fail(f"{told['refused']} of {told['answered']} requests were refused")
        return told


def meanwhile(node_rates, cookies, deed):
    """Does something under traffic to several nodes; what the deed gave, and what each traffic tells."""
    traffic = [Traffic(node, rate, cookies) for node, rate in node_rates]
    try:
        result = deed()
    except BaseException:
        for one in traffic:
            one.child.kill()
        raise
    return result, [one.stop() for one in traffic]
