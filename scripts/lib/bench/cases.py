"""What is measured, of whom, and what it has to reach."""

import signal
from collections.abc import Callable
from dataclasses import dataclass

from bench.bars import AtLeast, AtMost, AtMostTimes
from bench.loads import h2load
from bench.measures import allocations, idle, outage, transfer
from bench.measures.rates import FIXED_RATE, at_fixed_rate, flood, sign_ins, verifications
from bench.servers.application import BODY_64K
from bench.servers.casement import Casement, CasementTLS
from bench.servers.envoy import Envoy
from bench.servers.haproxy import HAProxy
from bench.servers.nginx import Nginx, NginxTLS
from bench.servers.nginx_lua import NginxLua

# Of memory, for a proxied request; to be lowered with the count.
MOST_ALLOCATIONS = 15


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
        "Casement": flood(CasementTLS, "/page", h2load.flood), "nginx": flood(NginxTLS, "/page", h2load.flood)}),
    Case("sign-ins", "Sign-in, RS256", "a second", {
        "Casement": sign_ins, "openssl speed, verify": verifications,
    }, (AtLeast(0.35, "openssl speed, verify"),)),
    Case("sign-in-p99", f"Sign-in at {FIXED_RATE:,} a second, p99", "ms", {
        "Casement": at_fixed_rate(Casement), "nginx": at_fixed_rate(Nginx),
    }, (AtMostTimes(2, "nginx", or_limit=2),)),
    *(Case(f"idle-{count}{suffix}", f"{count:,} idle connections{words}", "MB", {
        "Casement": with_fresh(casement, idle.growth, count), "nginx": with_fresh(nginx, idle.growth, count),
    }, bars, repeated=False)
        for count, bars in ((1_000, ()), (10_000, (AtMost(120),)))
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
