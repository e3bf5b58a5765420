"""Everything that a sign-in needs, as real processes on free ports: Redis, the demo's two ends, and the gateway."""

import contextlib
import http.client
import json
import os
import random
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DEADLINE = 60
# Settings of whoever runs the tests stay out of them.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("CASEMENT_")}


def bin_dir():
    """Where the programs are: CASEMENT_BIN_DIR, or else the build that is there."""
    if "CASEMENT_BIN_DIR" in os.environ:
        return Path(os.environ["CASEMENT_BIN_DIR"])
    builds = [ROOT / ".build" / kind for kind in ("release", "debug")]
    return next((build for build in builds if (build / "casement").exists()), builds[-1])


@dataclass
class Answer:
    """One HTTP answer; header names in lower case, each with every value it came with."""

    status: int
    headers: dict
    body: str

    def cookie(self, name="casement"):
        """The value that a session cookie of this name was set to, or None."""
        for line in self.headers.get("set-cookie", []):
            key, _, value = line.split(";")[0].partition("=")
            if key == name and value:
                return value
        return None

    def code(self):
        """The refusal's code."""
        return self.json["code"]

    @property
    def json(self):
        """The body, which must be JSON."""
        return json.loads(self.body)


class Stack:
    """Starts everything in a directory of its own, and ends all of it when left."""

    # The name of the session's cookie.
    cookie_name = "casement"
    # How clients speak TLS with the gateway; None: they do not.
    tls = None

    def __init__(self, directory):
        self.directory = Path(directory)
        self.processes = {}
        self.gateway_port, self.application_port, self.partner_port, self.admin_port = free_ports(4)
        self.gateway = f"http://127.0.0.1:{self.gateway_port}"

    @property
    def application(self):
        """Where the gateway looks for the application."""
        return f"http://127.0.0.1:{self.application_port}"

    @property
    def redis_url(self):
        """Where the gateway looks for Redis."""
        return f"unix://{self.directory}/redis.sock"

    def origin(self, name):
        """The origin of the partner's page on `name`.localhost."""
        return f"http://{name}.localhost:{self.partner_port}"

    def __enter__(self):
        try:
            self._make_keys()
            self._write_settings()
            self.start_redis()
            self._fill_directory()
            self._start_servers()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes.values()):
            process.terminate()
        for process in reversed(self.processes.values()):
            process.send_signal(signal.SIGCONT)
            try:
                process.wait(DEADLINE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def casement(self, *arguments, config=None):
        """Runs the command line, on the stack's own settings unless others are named, and gives its JSON."""
        config = config or self.directory / "casement.yaml"
        command = [bin_dir() / "casement", *arguments, "--config", config, "--json"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=DEADLINE, env=ENVIRONMENT)
        assert done.returncode == 0, f"casement {arguments}: {done.stdout}{done.stderr}"
        return json.loads(done.stdout)

    def sign_in(self, token, origin=None, path="/"):
        """Follows a direct link by POST, as a partner's page does, but asks for JSON."""
        fields = {"token": token, "path": path} | ({"origin": origin} if origin else {})
        return self.request("POST", "/direct_link", form=fields)

    def request(self, method, path, cookie=None, form=None):
        """One request to the gateway."""
        headers = {"Accept": "application/json"}
        if cookie:
            headers["Cookie"] = f"{self.cookie_name}={cookie}"
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urllib.parse.urlencode(form) if form is not None else None
        return exchange(self.gateway_port, method, path, body, headers, self.tls)

    def start_redis(self, *options):
        """Starts Redis on its file, as scripts/run does, and waits until it has read that."""
        path = self.directory / "redis.sock"
        self._start(
            "redis", "redis-server", "--port", "0", "--unixsocket", path, "--dir", self.directory,
            "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", *options,
        )  # fmt: skip
        wait_until("Redis", lambda: redis_answers(path))

    def start_gateway(self):
        """Starts the gateway and waits until it listens."""
        self._start("gateway", bin_dir() / "casement", "serve", "--config", self.directory / "casement.yaml")
        self._wait_for("gateway")

    def kill(self, name):
        """`kill -9`, and the process is gone."""
        self.processes[name].kill()
        self.processes[name].wait()

    def signal(self, name, number):
        """Sends a signal."""
        self.processes[name].send_signal(number)

    def _make_keys(self):
        key = self.directory / "acme.pem"
        openssl("genpkey", "-quiet", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", key)
        openssl("pkey", "-in", key, "-pubout", "-out", self.directory / "acme.pub.pem")

    def _write_settings(self):
        (self.directory / "casement.yaml").write_text(
            f"gateway:\n  listen: 127.0.0.1:{self.gateway_port}\n  public_url: {self.gateway}\n"
            f"  upstream: {self.application}\n"
            f"directory:\n  path: {self.directory}/directory.sqlite\n"
            f"redis:\n  url: {self.redis_url}\n"
            f"admin:\n  listen: 127.0.0.1:{self.admin_port}\n"
            f"{self.more_settings()}"
        )

    def more_settings(self):
        """YAML of sections that stand in none above, more of `admin`, or other keys by their dotted names."""
        return ""

    def _fill_directory(self):
        origins = ",".join(map(self.origin, ("na1", "eu1")))
        key = self.directory / "acme.pub.pem"
        self.casement("partner", "create", "--name", "Acme", "--vendor-id", "acme", "--origins", origins, "--key", key)
        blue = ("--name", "Blue Sky", "--external-id", "BS-1", "--origins", origins)
        self.casement("customer", "create", "--partner", "acme", *blue)
        self.casement("customer", "create", "--partner", "acme", "--name", "Green Field", "--external-id", "GF-2")
        ann = ("--name", "Ann Åkesson", "--email", "ann@bluesky.example", "--role", "analyst", "--external-id", "ann")
        self.casement("member", "create", "--partner", "acme", "--customer", "EBS-1", *ann)
        gus = ("--name", "Gus Moreau", "--email", "gus@greenfield.example", "--role", "admin", "--external-id", "gus")
        self.casement("member", "create", "--partner", "acme", "--customer", "EGF-2", *gus)

    def _start_servers(self):
        demo = bin_dir() / "casement-demo"
        self._start("application", demo, "application", "--listen", f"127.0.0.1:{self.application_port}")
        self._start(
            "partner", demo, "partner", "--listen", f"127.0.0.1:{self.partner_port}", "--gateway", self.gateway,
            "--key", self.directory / "acme.pem", "--vendor", "acme",
        )  # fmt: skip
        self.start_gateway()
        self._wait_for("application", "partner")

    def _wait_for(self, *names):
        for name in names:
            address = ("127.0.0.1", getattr(self, f"{name}_port"))
            wait_until(f"the {name}", lambda: connects(socket.AF_INET, address), self.directory / f"{name}.log")

    def _start(self, name, *command):
        with open(self.directory / f"{name}.log", "ab") as log:
            self.processes[name] = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=ENVIRONMENT)


class ByTLS:
    """Mixed into a stack, it gives the gateway a certificate for localhost."""

    cookie_name = "__Host-casement"

    def __init__(self, directory):
        super().__init__(directory)
        self.gateway = f"https://localhost:{self.gateway_port}"
        make_certificate(self.directory, "front")
        self.tls = trusting(self.directory / "front.pem")

    def more_settings(self):
        files = f"gateway.tls.certificate: {self.directory}/front.pem\ngateway.tls.key: {self.directory}/front.key\n"
        return super().more_settings() + files


@contextlib.contextmanager
def running_stack(kind=Stack):
    """Starts everything in a directory that goes with it."""
    missing = [name for name in ("casement", "casement-demo", "casement-demo-data") if not (bin_dir() / name).exists()]
    if missing:
        pytest.skip(f"not built: {', '.join(missing)}")
    directory = tempfile.mkdtemp(prefix="casement-")
    try:
        with kind(directory) as running:
            yield running
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def exchange(port, method, path, body=None, headers=None, tls=None):
    """One request on a connection of its own; the path goes out as it is."""
    if tls:
        connection = http.client.HTTPSConnection("localhost", port, timeout=DEADLINE, context=tls)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
    try:
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        fields = {}
        for name, value in response.getheaders():
            fields.setdefault(name.lower(), []).append(value)
        return Answer(response.status, fields, response.read().decode())
    finally:
        connection.close()


def openssl(*arguments, data=None):
    """What openssl wrote."""
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True).stdout


def make_certificate(directory, name, names="DNS:localhost"):
    """A certificate that is its own root, and its key, as `name`.pem and `name`.key."""
    openssl(
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
        "-subj", f"/CN={name}", "-addext", f"subjectAltName={names}",
        "-keyout", directory / f"{name}.key", "-out", directory / f"{name}.pem",
    )  # fmt: skip


def trusting(certificate, protocols=("http/1.1",)):
    """A client that trusts this certificate alone, and tells what it speaks by ALPN."""
    context = ssl.create_default_context(cafile=certificate)
    context.set_alpn_protocols(protocols)
    return context


def free_ports(count):
    """Ports that nothing listens on, all different; the system gives none of these to who takes any."""
    ports = []
    for port in random.sample(range(10_000, 32_768), 1000):
        if len(ports) < count and not connects(socket.AF_INET, ("127.0.0.1", port)):
            ports.append(port)
    return ports


def connects(family, address):
    """Whether something listens there."""
    with socket.socket(family) as attempt:
        return attempt.connect_ex(address) == 0


def redis_answers(path):
    """Whether Redis answers on this socket: not before it has read its file."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(path))
            line.sendall(b"PING\r\n")
            return line.recv(64).startswith(b"+PONG")
    except OSError:
        return False


def wait_until(what, is_so, log=None):
    """Returns when it is so; fails with the end of the log after the deadline."""
    end = time.monotonic() + DEADLINE
    while not is_so():
        assert time.monotonic() < end, f"{what} does not answer: {log.read_text()[-2000:] if log else ''}"
        time.sleep(0.02)
