"""All that runs during a measurement, each started when it is first asked for and ended with the rest."""

import functools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from bench.loads import openssl
from bench.machine import OTHER_CORE, SERVER_CORE, STATE, die_with_parent, on_core, run
from bench.servers.application import Application
from bench.servers.redis import Redis
from bench.tokens import Signer


class Stage:
    """The servers under measurement have one core, everything else has another."""

    def __init__(self, casement):
        self.casement_program, self.children, self.servers = casement, [], {}

    def __enter__(self):
        shutil.rmtree(STATE, ignore_errors=True)
        STATE.mkdir(parents=True)
        self.sockets = Path(tempfile.mkdtemp(prefix="casement-bench-"))  # short, as the path of a socket must be
        return self

    def __exit__(self, *_):
        for child in reversed(self.children):
            child.terminate()
        for child in self.children:
            child.wait(timeout=40)
        for folder in (self.sockets, STATE / "files", *STATE.glob("redis*/")):
            shutil.rmtree(folder, ignore_errors=True)  # they are large

    def server(self, kind):
        """The one server of a kind, proven to let in whom it should."""
        if kind not in self.servers:
            self.servers[kind] = kind(self)
        return self.servers[kind]

    @functools.cached_property
    def redis(self):
        return Redis(self, "redis")

    @functools.cached_property
    def application(self):
        return Application(self)

    @functools.cached_property
    def signer(self):
        return Signer(STATE)

    @functools.cached_property
    def verifications(self):
        """About how many signatures the server's core can verify in a second."""
        return openssl.verifications()

    @functools.cached_property
    def certificate(self):
        """The files of a certificate for 127.0.0.1 and of its key."""
        certificate, key = STATE / "certificate.pem", STATE / "certificate.key"
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
            "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out",
            str(certificate))
        return certificate, key

    def start_server(self, *command, environment=None):
        """Starts a server that is measured."""
        return self.start(SERVER_CORE, *command, environment=environment)

    def start_beside(self, *command):
        """Starts what the measured servers need."""
        return self.start(OTHER_CORE, *command)

    def start(self, core, *command, environment=None):
        with (STATE / f"{Path(command[0]).name}.log").open("a") as log:
            child = subprocess.Popen(
                on_core(core, *command), stdout=log, stderr=log, preexec_fn=die_with_parent,
                env=os.environ | (environment or {}))
        self.children.append(child)
        return child
