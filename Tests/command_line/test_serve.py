"""`serve`, and the commands that change what it serves."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import urllib.parse

import pytest
from casement_stack import DEADLINE, ENVIRONMENT, bin_dir, connects, free_ports, wait_until


class Gateway:
    """A gateway of a command line's settings, with the end of its log."""

    def __init__(self, line, **environment):
        self.log = line.folder / "gateway.log"
        with open(self.log, "wb") as log:
            command = [bin_dir().resolve() / "casement", "serve", "--config", "casement.yaml"]
            self.process = subprocess.Popen(command, cwd=line.folder, stderr=log, env=ENVIRONMENT | environment)
        self.port = self.admin_port = None

    def __enter__(self):
        wait_until("the gateway", self.serves, self.log)
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def serves(self):
        """Whether the log says so, of both listeners; takes the ports from there."""
        written = self.log.read_text()
        assert self.process.poll() is None, written
        found = re.findall(r" serving (|management )listen=127\.0\.0\.1:(\d+) ", written)
        ports = {listener: int(port) for listener, port in found}
        self.port, self.admin_port = ports.get(""), ports.get("management ")
        return len(ports) == 2

    def sign_in(self, token):
        """The code of a sign-in's refusal, or its status."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE)
        try:
            form = urllib.parse.urlencode({"token": token})
            headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", "/direct_link", form, headers)
            response = connection.getresponse()
            body = response.read()
            return response.status if response.status < 400 else json.loads(body)["code"]
        finally:
            connection.close()


@pytest.fixture
def redis(acme):
    """Starts and stops a Redis where the settings say."""
    processes = []

    def start():
        socket_path = acme.folder / "redis.sock"
        command = ["redis-server", "--port", "0", "--unixsocket", socket_path, "--dir", acme.folder, "--save", ""]
        processes.append(subprocess.Popen([*map(str, command), "--appendonly", "yes"], stdout=subprocess.DEVNULL))
        wait_until("Redis", lambda: connects(socket.AF_UNIX, str(socket_path)))

    yield start
    for process in processes:
        process.terminate()
        process.wait(DEADLINE)


ANY_ADMIN_PORT = "admin: {listen: '127.0.0.1:0', public_url: 'http://127.0.0.1:9'}\n"
ANY_PORT = "gateway: {listen: '127.0.0.1:0', public_url: 'http://127.0.0.1:9', hosts: ['*']}\n" + ANY_ADMIN_PORT


def token(line):
    return line.json("token", "sign", "--key", "acme.pem", "--partner", "acme", "--customer", "EBS-1")["token"]


def test_serve_starts_without_redis_and_recovers(acme, redis):
    acme.settings(ANY_PORT)
    with Gateway(acme) as gateway:
        assert gateway.sign_in(token(acme)) == "session_store_unavailable"
        redis()
        wait_until("a sign-in", lambda: gateway.sign_in(token(acme)) == 303, gateway.log)
        sessions = acme.json("session", "list", "--partner", "acme")
        assert [(one["customer_id"], one["origin"]) for one in sessions] == [(1, "https://na1.company.com")]
        whom = ("--partner", "acme", "--customer", "EBS-1")
        assert acme.json("session", "end", *whom, "--origin", "https://eu1.company.com") == {"ended": 0}
        assert acme.json("session", "end", *whom, "--id", sessions[0]["id"]) == {"ended": 1}
        assert acme.json("session", "list", *whom) == []


def test_what_another_process_changes_is_seen(acme):
    acme.settings(ANY_PORT)
    with Gateway(acme) as gateway:
        green = ("token", "sign", "--key", "acme.pem", "--partner", "acme", "--customer", "EGF-2")
        signed = acme.json(*green)["token"]
        assert gateway.sign_in(signed) == "customer_not_found"
        acme.json("customer", "create", "--partner", "acme", "--name", "Green Field", "--external-id", "GF-2")
        # Past every rule of the directory it fails at the store, which is not there.
        wait_until("the customer", lambda: gateway.sign_in(signed) == "session_store_unavailable", gateway.log)


def test_nothing_is_restored_while_it_is_served(acme):
    acme.settings(ANY_PORT)
    acme.json("directory", "backup", "backup.sqlite")
    with Gateway(acme) as gateway:
        assert acme.refused("directory", "restore", "backup.sqlite") == "directory_in_use"
        gateway.process.kill()
        gateway.process.wait()
        assert acme.json("directory", "restore", "backup.sqlite")["restored"]


@pytest.mark.parametrize("order", [signal.SIGTERM, signal.SIGINT])
def test_an_idle_gateway_ends_with_0(line, order):
    line.settings(ANY_PORT)
    with Gateway(line, CASEMENT_DIRECTORY_PATH="new/folder/directory.sqlite") as gateway:
        os.kill(gateway.process.pid, order)
        assert gateway.process.wait(DEADLINE) == 0
    assert (line.folder / "new/folder/directory.sqlite").exists()


def test_a_request_that_never_ends_keeps_nobody_from_stopping(line):
    line.settings(ANY_PORT + "admin.token: hush-hush\ngateway.timeouts.drain: 100ms\n")
    head = "PUT /api/account HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer hush-hush\r\nContent-Length: 9\r\n\r\n{"
    with Gateway(line) as gateway, socket.create_connection(("127.0.0.1", gateway.admin_port)) as silent:
        silent.sendall(head.encode())
        gateway.process.terminate()
        assert gateway.process.wait(DEADLINE) == 0


@pytest.mark.parametrize(
    "settings, sentence",
    [
        ("gateway.listen: nowhere\n", "gateway.listen: "),
        ("gateway.listen: 127.0.0.1:0\n", "gateway.public_url: is needed"),
        ("gateway.public_url: 'http://apps.example.com'\n", "gateway.public_url: "),
        ("gateway.tls: {certificate: c.pem, key: k.pem}\n", 'gateway.tls.certificate: the file "c.pem" cannot be read'),
        ("nonsense: 1\n", "nonsense: is not a setting"),
    ],
)
def test_settings_of_nonsense_are_refused(line, settings, sentence):
    line.settings(settings)
    done = line.run("serve")
    assert (done.status, done.out) == (2, "")
    assert sentence in done.err


@pytest.mark.parametrize("setting", ["gateway.listen", "admin.listen"])
def test_an_address_in_use_is_said(line, setting):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        line.settings(ANY_PORT)
        variable = "CASEMENT_" + setting.upper().replace(".", "_")
        done = line.run("serve", "--json", environment={variable: f"127.0.0.1:{taken.getsockname()[1]}"})
    assert (done.status, done.json["code"]) == (1, "listen_failed")
    assert done.json["message"].startswith(setting) and "in use" in done.json["message"]


def test_a_temporary_folder_with_no_room_for_a_socket_is_said(line):
    line.settings(ANY_PORT)
    done = line.run("serve", "--json", environment={"TMPDIR": f"{line.folder}/{'a' * 100}"})
    assert (done.status, done.json["code"]) == (1, "listen_failed")
    assert done.json["message"].startswith("TMPDIR: ") and "too long for a socket" in done.json["message"]


def test_sessions_without_redis_are_refused(acme):
    for deed in ("list", "end"):
        assert acme.refused("session", deed, "--partner", "acme") == "session_store_unavailable"
    assert acme.refused("session", "list", "--partner", "nobody") == "vendor_not_found"
    # A port that takes connections and never answers is no better.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"redis://127.0.0.1:{silent.getsockname()[1]}"
        more = {"environment": {"CASEMENT_REDIS_URL": url}}
        assert acme.refused("session", "list", "--partner", "acme", **more) == "session_store_unavailable"


def test_a_port_of_its_own_is_a_public_url(line):
    (port,) = free_ports(1)
    line.settings(f"gateway.listen: 127.0.0.1:{port}\n" + ANY_ADMIN_PORT)
    with Gateway(line) as gateway:
        assert gateway.port == port
        assert f"public_url=http://127.0.0.1:{port}" in gateway.log.read_text()
