"""The gateway."""

import time

from bench.machine import STATE, fail, free_ports, run
from bench.servers.server import Server
from bench.tokens import CUSTOMERS, LIFETIME, VENDOR_ID, spoiled

DIRECTORY = STATE / "directory.sqlite"
SETTINGS = """
gateway:
  listen: 127.0.0.1:{port}
  public_url: {origin}
  upstream: http://127.0.0.1:{application}
  workers: 1
  public_paths: [/public]
  timeouts: {{keep_alive: 10m}}
  {tls}
admin:
  listen: 127.0.0.1:0
  public_url: http://127.0.0.1:9
directory: {{path: {directory}}}
redis: {{url: unix://{redis}}}
token: {{max_age: {lifetime}s}}
"""


class Casement(Server):
    """Casement in front of the application, with one partner whose users sign in."""

    title = "Casement"

    def __init__(self, stage, redis=None, environment=None):
        self.signer, self.redis = stage.signer, redis or stage.redis
        [self.port] = free_ports(1)
        place = STATE / f"casement-{self.port}"
        place.mkdir()
        self.settings = place / "casement.yaml"
        certificate, key = stage.certificate
        self.settings.write_text(SETTINGS.format(
            port=self.port, origin=self.origin, application=stage.application.port, directory=DIRECTORY,
            redis=self.redis.socket, lifetime=LIFETIME,
            tls=f"tls: {{certificate: {certificate}, key: {key}}}" if self.tls else ""))
        if not DIRECTORY.exists():
            self.fill_directory(stage.casement_program)
        self.child = stage.start_server(
            stage.casement_program, "serve", "--config", str(self.settings), environment=environment)
        self.prove()

    def fill_directory(self, program):
        def tell(*words):
            run(program, *words, "--config", str(self.settings))
        tell("partner", "create", "--name", "Acme", "--vendor-id", VENDOR_ID, "--origins",
             "https://na1.company.com,https://eu1.company.com", "--key", str(self.signer.public_key_file))
        for number in range(CUSTOMERS):
            tell("customer", "create", "--partner", VENDOR_ID, "--name", f"Customer {number}", "--external-id",
                 f"C-{number}")

    def credentials(self):
        """The cookie of a new session, and the `Origin` that lets its requests write."""
        answer = self.ask("POST", "/direct_link", {"Content-Type": "application/x-www-form-urlencoded"},
                          "token=" + self.signer.token())
        if answer.status != 303:
            fail(f"{self.title} refused a sign-in: {answer.status}")
        return {"Cookie": answer.headers["Set-Cookie"].split(";")[0], "Origin": self.origin}

    def wrong_credentials(self):
        return self.credentials() | {"Cookie": spoiled(self.credentials()["Cookie"])}


class CasementTLS(Casement):
    """The same over TLS."""

    title = "Casement, TLS"
    tls = True
