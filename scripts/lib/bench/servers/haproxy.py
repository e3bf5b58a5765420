"""HAProxy that verifies an RS256 token with every request."""

from bench.machine import STATE, free_ports
from bench.servers.server import Server
from bench.tokens import spoiled

SETTINGS = """
global
    nbthread 1
    maxconn 4000
defaults
    mode http
    timeout client 10m
    timeout server 1m
    timeout connect 2s
    http-reuse always
frontend measured
    bind 127.0.0.1:{port}
    http-request set-var(txn.bearer) http_auth_bearer
    http-request set-var(txn.alg) var(txn.bearer),jwt_header_query('$.alg')
    http-request deny deny_status 401 unless {{ var(txn.alg) -m str RS256 }}
    http-request deny deny_status 401 unless {{ var(txn.bearer),jwt_verify(txn.alg,"{key}") -m int 1 }}
    default_backend application
backend application
    server application 127.0.0.1:{application}
"""


class HAProxy(Server):
    """HAProxy with `jwt_verify`."""

    title = "HAProxy jwt_verify"

    def __init__(self, stage):
        self.signer = stage.signer
        [self.port] = free_ports(1)
        settings = STATE / "haproxy.cfg"
        settings.write_text(SETTINGS.format(
            port=self.port, key=self.signer.public_key_file, application=stage.application.port))
        self.child = stage.start_server("haproxy", "-db", "-f", str(settings))
        self.prove()

    def credentials(self):
        return {"Authorization": f"Bearer {self.signer.bearer_token()}"}

    def wrong_credentials(self):
        return {"Authorization": spoiled(self.credentials()["Authorization"])}
