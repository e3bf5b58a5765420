"""OpenSSL alone: how many signatures a core can verify."""

import re

from bench.machine import SERVER_CORE, on_core, run


def verifications():
    """RSA-2048 verifications a second, by OpenSSL's own measurement on the server's core."""
    answer = run(*on_core(SERVER_CORE, "openssl", "speed", "-seconds", "1", "rsa2048"))
    return float(re.search(r"rsa 2048 bits.*\s([\d.]+)\s*$", answer, re.MULTILINE)[1])
