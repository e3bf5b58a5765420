"""Envoy that verifies an RS256 token and keeps the outcome in its cache."""

import json

from bench.machine import STATE, free_ports
from bench.servers.server import Server
from bench.tokens import VENDOR_ID, spoiled


class Envoy(Server):
    """Envoy with `jwt_authn` and its token cache, on one worker."""

    title = "Envoy jwt_authn, cached"

    def __init__(self, stage):
        self.signer = stage.signer
        [self.port] = free_ports(1)
        settings = STATE / "envoy.json"
        settings.write_text(json.dumps(configuration(self.port, stage.application.port, self.signer.key_set)))
        self.child = stage.start_server(
            "envoy", "--concurrency", "1", "--disable-hot-restart", "--log-level", "error", "-c", str(settings))
        self.prove()

    def credentials(self):
        return {"Authorization": f"Bearer {self.signer.bearer_token()}"}

    def wrong_credentials(self):
        return {"Authorization": spoiled(self.credentials()["Authorization"])}


def configuration(port, application, key):
    manager = {
        "stat_prefix": "measured",
        "http_filters": [verification(key), typed("envoy.filters.http.router", "http.router.v3.Router")],
        "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [
            {"match": {"prefix": "/"}, "route": {"cluster": "application"}}]}]},
    }
    listener = {
        "address": address(port),
        "filter_chains": [{"filters": [
            typed("envoy.filters.network.http_connection_manager",
                  "network.http_connection_manager.v3.HttpConnectionManager", manager)]}],
    }
    cluster = {
        "name": "application", "type": "STATIC", "load_assignment": {"cluster_name": "application", "endpoints": [
            {"lb_endpoints": [{"endpoint": {"address": address(application)}}]}]},
    }
    return {"static_resources": {"listeners": [listener], "clusters": [cluster]}}


def verification(key):
    """The cache holds a verified token, so that the signature costs once."""
    provider = {
        "issuer": VENDOR_ID, "local_jwks": {"inline_string": json.dumps({"keys": [key]})},
        "jwt_cache_config": {"jwt_cache_size": 100},
    }
    return typed("envoy.filters.http.jwt_authn", "http.jwt_authn.v3.JwtAuthentication", {
        "providers": {VENDOR_ID: provider},
        "rules": [{"match": {"prefix": "/"}, "requires": {"provider_name": VENDOR_ID}}]})


def typed(name, kind, fields=None):
    return {"name": name,
            "typed_config": {"@type": f"type.googleapis.com/envoy.extensions.filters.{kind}"} | (fields or {})}


def address(port):
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}
