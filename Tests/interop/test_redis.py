"""Redis as operators run it: by TLS, for a user with few rights, with replicas that must have each sign-in."""

import re
import socket

import pytest
from casement_stack import ROOT, Stack, exchange, free_ports, make_certificate, running_stack, wait_until
from test_outages import signed_in, token, who
from test_readme import blocks


class GuardedRedis(Stack):
    """Redis asks for a certificate, and for a user: one with the rights that the README names."""

    def __init__(self, directory):
        super().__init__(directory)
        [self.redis_port] = free_ports(1)
        for name in ("redis", "client"):
            make_certificate(self.directory, name)
        [(_, rights)] = blocks("acl")
        users = rights.replace("PASSWORD", "s3cret") + "user default on nopass ~* &* +@all\n"
        (self.directory / "users.acl").write_text(users)

    @property
    def redis_url(self):
        return f"rediss://casement:s3cret@localhost:{self.redis_port}/1"

    def more_settings(self):
        files = {"ca": "redis.pem", "certificate": "client.pem", "key": "client.key"}
        return "".join(f"redis.{key}: {self.directory / file}\n" for key, file in files.items())

    def start_redis(self):
        files = {"cert": "redis.pem", "key": "redis.key", "ca-cert": "client.pem"}
        options = [word for key, file in files.items() for word in (f"--tls-{key}-file", self.directory / file)]
        super().start_redis(
            "--tls-port", str(self.redis_port), "--bind", "127.0.0.1", "--tls-auth-clients", "yes",
            "--aclfile", self.directory / "users.acl", *options,
        )  # fmt: skip

    def ask_redis(self, *words):
        """What Redis answers to everybody's user, as it comes."""
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self.directory / "redis.sock"))
            line.sendall(" ".join(words).encode() + b"\r\n")
            return line.recv(65536).decode()

    def log(self):
        return (self.directory / "gateway.log").read_text()


@pytest.fixture(scope="module")
def guarded():
    with running_stack(GuardedRedis) as running:
        yield running


def test_the_rights_in_the_readme_are_enough(guarded):
    cookie = signed_in(guarded)
    assert who(guarded, cookie).status == 200
    headers = {"Cookie": f"{guarded.cookie_name}={cookie}", "Sec-Fetch-Site": "same-origin"}
    assert exchange(guarded.gateway_port, "DELETE", "/casement/session", None, headers).status == 204
    assert who(guarded, cookie).code() == "session_expired"
    again = signed_in(guarded)
    assert len(guarded.casement("session", "list", "--partner", "acme")) == 1
    assert guarded.casement("session", "end", "--partner", "acme") == {"ended": 1}
    wait_until("the end", lambda: who(guarded, again).status == 401)
    assert guarded.ask_redis("ACL", "LOG") == "*0\r\n"
    assert "redis may lose sessions" not in guarded.log()


def test_every_command_that_is_sent_is_among_them():
    """Those of the console's store as well."""
    [(_, rights)] = blocks("acl")
    granted = {word.removeprefix("+").split("|")[0].upper() for word in rights.split() if word.startswith("+")}
    sent = set()
    for file in [*(ROOT / "Sources/Sessions").rglob("*.swift"), *(ROOT / "Sources/RedisClient").glob("*.swift")]:
        sent.update(re.findall(r"redis\.call\('([A-Z]+)'|(?:\[|command\()\"([A-Z]+)\"[,\]]", file.read_text()))
    sent = {name for pair in sent for name in pair if name} - {"AUTH"}
    assert {"PING", "EVAL", "EVALSHA", "HMGET", "WAIT", "ZADD"} <= sent
    assert granted == sent


def test_a_redis_that_cannot_be_trusted_is_said_so(guarded):
    """At the command line, in words that tell what to change."""
    wrong = guarded.directory / "wrong.yaml"
    text = (guarded.directory / "casement.yaml").read_text()
    for change, said in {
        ("redis.pem", "client.pem"): "leads to no trusted authority",
        ("@localhost:", "@127.0.0.1:"): "names another host",
        ("s3cret", "wrong"): "WRONGPASS",
    }.items():
        wrong.write_text(text.replace(*change))
        assert said in refusal(guarded, wrong)


def refusal(stack, config):
    """What a command that needs Redis fails with."""
    with pytest.raises(AssertionError) as failure:
        stack.casement("session", "list", "--partner", "acme", config=config)
    return str(failure.value)


class ReplicatedRedis(Stack):
    """Redis with a replica that must have each sign-in."""

    def __init__(self, directory):
        super().__init__(directory)
        self.redis_port, self.replica_port = free_ports(2)

    def more_settings(self):
        return "redis.wait_replicas: 1\n"

    def start_redis(self):
        super().start_redis("--port", str(self.redis_port), "--bind", "127.0.0.1", "--repl-diskless-sync-delay", "0")
        self.start_replica()

    def start_replica(self):
        """Starts the replica, and waits until it is in step."""
        folder = self.directory / "replica"
        folder.mkdir(exist_ok=True)
        self._start(
            "replica", "redis-server", "--port", str(self.replica_port), "--bind", "127.0.0.1", "--save", "",
            "--dir", str(folder),
            "--replicaof", "127.0.0.1", str(self.redis_port),
        )  # fmt: skip
        wait_until("the replica", lambda: "state=online" in self.replication())

    def wait_for_confirmed_sign_ins(self):
        """A replica that has just come has yet to say how far it is."""
        wait_until("a sign-in", lambda: self.sign_in(token(self)).status == 303)

    def replication(self):
        with socket.create_connection(("127.0.0.1", self.redis_port)) as line:
            line.sendall(b"INFO replication\r\n")
            return line.recv(65536).decode()


def test_without_the_replica_nobody_is_signed_in_and_sessions_go_on():
    with running_stack(ReplicatedRedis) as stack:
        stack.wait_for_confirmed_sign_ins()
        cookie = signed_in(stack)
        stack.kill("replica")
        wait_until("the loss of it", lambda: "connected_slaves:0" in stack.replication())
        answer = stack.sign_in(token(stack))
        assert (answer.status, answer.code()) == (503, "session_store_unavailable")
        assert "retry-after" in answer.headers and "set-cookie" not in answer.headers
        assert who(stack, cookie).status == 200
        stack.start_replica()
        stack.wait_for_confirmed_sign_ins()
        assert who(stack, signed_in(stack)).status == 200
