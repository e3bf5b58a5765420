"""TLS on both sides: what other libraries see of it, and certificates that change meanwhile."""

import http.client
import os
import socket
import ssl
import subprocess
import threading

import pytest
from casement_stack import DEADLINE, Stack, make_certificate, running_stack, trusting, wait_until

WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Application:
    """Listens by TLS on a free port, answers every request alike, and notes how it was greeted."""

    def __init__(self, certificate, key):
        self.answer, self.names, self.protocols, self.connections = WHOLE, [], [], []
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate, key)
        self.context.set_alpn_protocols(["h2", "http/1.1"])
        self.context.sni_callback = lambda _, name, __: self.names.append(name)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections.append(connection.dup())
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def show(self, directory, name):
        """Shows another certificate, and ends the connections that saw the last."""
        self.context.load_cert_chain(directory / f"{name}.pem", directory / f"{name}.key")
        for connection in self.connections:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # it has ended before
            connection.close()
        self.connections = []

    def _serve(self, connection):
        """The end of the connection comes without TLS' own end where the answer has no length."""
        connection.settimeout(DEADLINE)
        try:
            with self.context.wrap_socket(connection, server_side=True) as tls:
                self.protocols.append(tls.selected_alpn_protocol())
                head = b""
                while part := tls.recv(65536):
                    head += part
                    if head.endswith(b"\r\n\r\n"):
                        head = b""
                        tls.sendall(self.answer)
                        if b"Content-Length" not in self.answer:
                            return tls.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


class TLSStack(Stack):
    """The gateway with a certificate for localhost, before an application with another."""

    cookie_name = "__Host-casement"

    def __init__(self, directory):
        super().__init__(directory)
        self.gateway = f"https://localhost:{self.gateway_port}"
        for name in ("front", "back"):
            make_certificate(self.directory, name)
        self.tls = trusting(self.directory / "front.pem")
        self.upstream = Application(self.directory / "back.pem", self.directory / "back.key")

    @property
    def application(self):
        return f"https://localhost:{self.upstream.port}"

    def more_settings(self):
        return (
            f"gateway.upstream_ca: {self.directory}/back.pem\ngateway.hsts: 90s\n"
            f"gateway.tls.certificate: {self.directory}/front.pem\ngateway.tls.key: {self.directory}/front.key\n"
        )

    def _start_servers(self):
        self.start_gateway()

    def __exit__(self, *arguments):
        super().__exit__(*arguments)
        self.upstream.listener.close()

    def replace(self, *files):
        """Puts new files in the old ones' places, each in one step."""
        for name in files:
            os.replace(self.directory / f"new.{name}", self.directory / f"front.{name}")

    def log(self):
        return (self.directory / "gateway.log").read_text()

    def signed_in(self):
        answer = self.sign_in(self.casement("token", "sign", *self.signing())["token"])
        assert answer.status == 303, answer
        return answer.cookie(self.cookie_name)

    def signing(self):
        return "--key", self.directory / "acme.pem", "--partner", "acme", "--customer", "EBS-1"


@pytest.fixture(scope="module")
def stack():
    with running_stack(TLSStack) as running:
        yield running


@pytest.fixture()
def line(stack):
    """`line(context)`: a socket that speaks TLS with the gateway, and tells an end from a cut."""
    opened = []

    def connect(context=None):
        plain = socket.create_connection(("127.0.0.1", stack.gateway_port), DEADLINE)
        tls = (context or stack.tls).wrap_socket(plain, server_hostname="localhost", suppress_ragged_eofs=False)
        opened.append(tls)
        return tls

    yield connect
    for each in opened:
        each.close()


def test_a_session_lives_over_tls(stack):
    cookie = stack.signed_in()
    for _ in range(3):
        answer = stack.request("GET", "/", cookie=cookie)
        assert (answer.status, answer.body) == (200, "ok")
        assert answer.headers["strict-transport-security"] == ["max-age=90"]
    refused = stack.request("GET", "/")
    assert (refused.status, refused.headers["strict-transport-security"]) == (401, ["max-age=90"])


def test_the_application_is_greeted_by_its_name_and_speaks_http_1(stack):
    assert stack.request("GET", "/", cookie=stack.signed_in()).status == 200
    assert set(stack.upstream.names) == {"localhost"}
    assert set(stack.upstream.protocols) == {"http/1.1"}


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_both_versions_are_spoken_with_http_1(stack, line, version):
    context = trusting(stack.directory / "front.pem")
    context.minimum_version = context.maximum_version = version
    tls = line(context)
    assert tls.version() == {"TLSv1_2": "TLSv1.2", "TLSv1_3": "TLSv1.3"}[version.name]
    assert tls.selected_alpn_protocol() == "http/1.1"
    assert "GCM" in tls.cipher()[0] or "CHACHA20" in tls.cipher()[0]


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")
@pytest.mark.parametrize("weak", ["version", "cipher"])
def test_what_is_weak_is_not_spoken(stack, line, weak):
    context = trusting(stack.directory / "front.pem")
    context.set_ciphers("ALL:@SECLEVEL=0" if weak == "version" else "ECDHE-ECDSA-AES128-SHA")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    if weak == "version":
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError, match="(?i)alert|unsupported"):
        line(context)


def test_curl_is_served(stack):
    cookie = stack.signed_in()
    command = ["curl", "--silent", "--show-error", "--cacert", stack.directory / "front.pem"]
    command += ["--cookie", f"{stack.cookie_name}={cookie}", stack.gateway + "/", stack.gateway + "/again"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=DEADLINE)
    assert (done.returncode, done.stdout, done.stderr) == (0, "okok", "")


def test_a_client_that_says_it_is_done_gets_the_answer_and_an_end(stack, line):
    """Python's own way to close its half is to unwrap, which waits for the other half: bytes below tell the rest."""
    tls = line()
    request(tls, stack.signed_in(), "Connection: close\r\n")
    assert read_to_end(tls).endswith(b"\r\n\r\nok")


def test_an_answer_cut_short_does_not_end_in_order(stack, line):
    """The application ends its answer below TLS: it may lack its rest, and the client must be able to tell."""
    stack.upstream.answer = b"HTTP/1.1 200 OK\r\n\r\npart"
    try:
        tls = line()
        request(tls, stack.signed_in(), version="1.0")
        with pytest.raises(ssl.SSLEOFError):
            read_to_end(tls)
    finally:
        stack.upstream.answer = WHOLE


def request(tls, cookie, more="", version="1.1"):
    host = f"localhost:{tls.getpeername()[1]}"
    tls.sendall(f"GET / HTTP/{version}\r\nHost: {host}\r\nCookie: __Host-casement={cookie}\r\n{more}\r\n".encode())


def read_to_end(tls):
    """All that comes; an error where it ends without TLS saying so."""
    read = b""
    while part := tls.recv(65536):
        read += part
    return read


def shown(stack):
    """The certificate that a new connection gets."""
    return ssl.get_server_certificate(("localhost", stack.gateway_port), timeout=DEADLINE).strip()


def test_a_renewed_certificate_is_for_new_connections_alone(stack, line):
    """The one test that changes the certificate for good."""
    cookie, before = stack.signed_in(), shown(stack)
    kept = http.client.HTTPSConnection("localhost", stack.gateway_port, timeout=DEADLINE, context=stack.tls)
    asked(kept, stack.cookie_name, cookie)
    make_certificate(stack.directory, "new")
    after = (stack.directory / "new.pem").read_text().strip()

    # Half of a pair is none: it is said, and the old certificate stays.
    stack.replace("pem")
    wait_until("the complaint", lambda: "does not belong to the first certificate" in stack.log())
    assert shown(stack) == before
    asked(kept, stack.cookie_name, cookie)

    stack.replace("key")
    wait_until("the new certificate", lambda: shown(stack) == after)
    asked(kept, stack.cookie_name, cookie)
    kept.close()
    with pytest.raises(ssl.SSLCertVerificationError):
        line()
    stack.tls = trusting(stack.directory / "front.pem")
    assert stack.request("GET", "/", cookie=cookie).status == 200


def test_renewed_authorities_are_trusted_on_new_connections(stack):
    """The application shows another certificate, and its file follows."""
    cookie = stack.signed_in()
    make_certificate(stack.directory, "later")
    stack.upstream.show(stack.directory, "later")
    assert stack.request("GET", "/", cookie=cookie).code() == "upstream_unavailable"
    for ending in ("pem", "key"):
        os.replace(stack.directory / f"later.{ending}", stack.directory / f"back.{ending}")
    wait_until("the new authority", lambda: stack.request("GET", "/", cookie=cookie).status == 200)


def asked(connection, name, cookie):
    """A request on a connection that stays open."""
    connection.request("GET", "/", headers={"Cookie": f"{name}={cookie}"})
    answer = connection.getresponse()
    assert (answer.status, answer.read()) == (200, b"ok")


@pytest.mark.parametrize("names", ["DNS:other.example", "DNS:localhost"])
def test_an_application_with_another_certificate_is_not_asked(stack, names):
    """Of another host, or of nobody trusted: no byte of a request goes there."""
    cookie = stack.signed_in()
    make_certificate(stack.directory, "stranger", names)
    stack.upstream.show(stack.directory, "stranger")
    try:
        for _ in range(5):
            answer = stack.request("GET", "/", cookie=cookie)
            assert (answer.status, answer.code()) == (502, "upstream_unavailable")
        assert "certificate is not trusted" in stack.log()
    finally:
        stack.upstream.show(stack.directory, "back")
    assert stack.request("GET", "/", cookie=cookie).status == 200
