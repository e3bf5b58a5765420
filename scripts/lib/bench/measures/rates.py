"""How many requests a server answers in a second, and how long they take at a fixed rate."""

from bench.loads import open_loop, openssl, wrk
from bench.measured import Measured, watched
from bench.servers.casement import Casement

# For how many sign-ins tokens are made: a share of what OpenSSL alone could verify.
MOST_SIGN_INS = 0.6
FIXED_RATE = 8000


def flood(kind, path, load=wrk.flood, **options):
    """Requests a second to a path, from somebody whom the server lets in."""
    def measure(stage, seconds):
        server = stage.server(kind)
        fields = server.credentials()
        return watched(server, stage.redis, lambda: load(server, path, seconds, fields, **options))
    return measure


def sign_ins(stage, seconds):
    """Sign-ins a second, each with a token that is new."""
    server = stage.server(Casement)
    tokens = new_tokens(stage, int(stage.verifications * MOST_SIGN_INS * seconds) + 1000)
    return watched(server, stage.redis, lambda: wrk.flood(
        server, "/direct_link", seconds, {}, script="sign_in.lua", BENCH_TOKENS=tokens))


def verifications(stage, _):
    """What OpenSSL alone makes of the server's core."""
    return Measured(openssl.verifications())


def at_fixed_rate(kind):
    """Milliseconds at the 99th percentile of sign-ins, or of the same requests proxied."""
    def measure(stage, seconds):
        server = stage.server(kind)
        tokens = new_tokens(stage, FIXED_RATE * seconds)
        return watched(server, stage.redis, lambda: open_loop.send(server, FIXED_RATE, seconds, tokens))
    return measure


def new_tokens(stage, count):
    """A file of tokens which no sign-in has used, as far as Redis knows."""
    stage.redis.ask("FLUSHALL")
    return stage.signer.token_file(count)
