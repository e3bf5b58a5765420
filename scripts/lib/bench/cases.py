"""What is measured, of whom, and what it has to reach: the list, and nothing else."""

import signal
from collections.abc import Callable
from dataclasses import dataclass

from bench.bars import AtLeast, AtMost, AtMostTimes
from bench.loads import h2load, open_loop, openssl, wrk
from bench.measured import Measured, watched
from bench.measures import allocations, idle, outage, transfer
from bench.servers.application import BODY_64K
from bench.servers.casement import Casement, CasementTLS
from bench.servers.envoy import Envoy
from bench.servers.haproxy import HAProxy
from bench.servers.nginx import Nginx, NginxTLS
from bench.servers.nginx_lua import NginxLua

# For how many sign-ins tokens are made: a share of what OpenSSL alone could verify.
MOST_SIGN_INS = 0.6
FIXED_RATE = 8000
# For a proxied request; to be lowered with the count.
MOST_ALLOCATIONS = 44


@dataclass(frozen=True)
class Case:
    """One measurement of Casement, and the same of others.

    `measures` maps whose figure it is to what takes it: a function of the stage and the seconds of a round. A case that
    is `repeated` is measured in every round; the others give the same each time, or nearly so.
    """

    name: str
    title: str
    unit: str
    measures: dict[str, Callable]
    bars: tuple = ()
    repeated: bool = True


def flood(kind, path, **script):
    """Requests a second, by wrk."""
    def measure(stage, seconds):
        server = stage.server(kind)
        fields = server.credentials()
        return watched(server, stage.redis, lambda: wrk.flood(server, path, seconds, fields, **script))
    return measure


def flood_http2(kind, path):
    """Requests a second, by h2load."""
    def measure(stage, seconds):
        server = stage.server(kind)
        fields = server.credentials()
        return watched(server, stage.redis, lambda: h2load.flood(server, path, seconds, fields))
    return measure


def sign_ins(stage, seconds):
    """Sign-ins a second, each with a token that is new."""
    server = stage.server(Casement)
    tokens = stage.signer.token_file(int(stage.verifications * MOST_SIGN_INS * seconds) + 1000)
    server.forget_sign_ins()
    return watched(server, stage.redis, lambda: wrk.flood(
        server, "/direct_link", seconds, {}, script="sign_in.lua", BENCH_TOKENS=tokens))


def verifications(stage, _):
    return Measured(openssl.verifications())


def at_fixed_rate(kind):
    """Milliseconds at the 99th percentile of sign-ins, or of the same requests proxied."""
    def measure(stage, seconds):
        server = stage.server(kind)
        tokens = stage.signer.token_file(FIXED_RATE * seconds)
        stage.redis.ask("FLUSHALL")
        return watched(server, stage.redis, lambda: open_loop.send(server, FIXED_RATE, seconds, tokens))
    return measure


def with_fresh(kind, measure, *arguments):
    """Measures a server that has done nothing before, so that its memory is as small as it ever is."""
    def on_stage(stage, _):
        server = kind(stage)
        try:
            return measure(server, *arguments)
        finally:
            server.stop()
    return on_stage


def once(measure, *arguments):
    return lambda stage, _: measure(stage, *arguments)


POST_64K = {"script": "post.lua", "BENCH_BODY_BYTES": BODY_64K}
CASES = (
    Case("proxied", "GET, 100 B, with a session", "a second", {
        "Casement": flood(Casement, "/page"), "nginx": flood(Nginx, "/page"),
        NginxLua.title: flood(NginxLua, "/page"), HAProxy.title: flood(HAProxy, "/page"),
        Envoy.title: flood(Envoy, "/page"),
    }, (AtLeast(0.75, "nginx"), AtLeast(1.5, NginxLua.title), AtLeast(2.0, HAProxy.title), AtLeast(2.2, Envoy.title))),
    Case("public", "GET, 100 B, of a public path", "a second", {
        "Casement": flood(Casement, "/public"), "nginx": flood(Nginx, "/public")}),
    Case("get-64k", "GET, 64 KiB", "a second", {
        "Casement": flood(Casement, "/files/64k"), "nginx": flood(Nginx, "/files/64k"),
    }, (AtLeast(0.8, "nginx"),)),
    Case("post-64k", "POST, 64 KiB", "a second", {
        "Casement": flood(Casement, "/take", **POST_64K), "nginx": flood(Nginx, "/take", **POST_64K),
    }, (AtLeast(0.8, "nginx"),)),
    Case("tls", "GET, 100 B, TLS kept alive", "a second", {
        "Casement": flood(CasementTLS, "/page"), "nginx": flood(NginxTLS, "/page"),
    }, (AtLeast(0.75, "nginx"),)),
    Case("http2", "GET, 100 B, HTTP/2 over TLS", "a second", {
        "Casement": flood_http2(CasementTLS, "/page"), "nginx": flood_http2(NginxTLS, "/page")}),
    Case("sign-ins", "Sign-in, RS256", "a second", {
        "Casement": sign_ins, "openssl speed, verify": verifications,
    }, (AtLeast(0.35, "openssl speed, verify"),)),
    Case("sign-in-p99", f"Sign-in at {FIXED_RATE:,} a second, p99", "ms", {
        "Casement": at_fixed_rate(Casement), "nginx": at_fixed_rate(Nginx),
    }, (AtMostTimes(2, "nginx", or_limit=2),)),
    *(Case(f"idle-{count}{suffix}", f"{count:,} idle connections{words}", "MB", {
        "Casement": with_fresh(casement, idle.growth, count), "nginx": with_fresh(nginx, idle.growth, count),
    }, (AtMost(120),), repeated=False)
        for count in (1_000, 10_000)
        for suffix, words, casement, nginx in (("", "", Casement, Nginx), ("-tls", ", TLS", CasementTLS, NginxTLS))),
    *(Case(name, f"1 GiB {name}, the other side pausing", "MB", {
        "Casement": with_fresh(Casement, growth), "nginx": with_fresh(Nginx, growth),
    }, (AtMost(32),), repeated=False)
        for name, growth in (("upload", transfer.upload_growth), ("download", transfer.download_growth))),
    Case("redis-hanging", "Slowest 503, Redis hanging", "ms", {
        "Casement": once(outage.slowest_refusal, signal.SIGSTOP)}, (AtMost(1000),), repeated=False),
    Case("redis-killed", "Slowest 503, Redis killed", "ms", {
        "Casement": once(outage.slowest_refusal, signal.SIGKILL)}, (AtMost(1000),), repeated=False),
    Case("allocations", "Allocations a proxied request", "", {
        "Casement": once(allocations.per_request)}, (AtMost(MOST_ALLOCATIONS),), repeated=False),
)
