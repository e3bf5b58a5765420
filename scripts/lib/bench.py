"""Runs the gateway, nginx, Redis and wrk on fixed cores and compares them; scripts/bench is the way in."""

import argparse
import ctypes
import http.client
import json
import multiprocessing
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / ".build" / "bench"
SERVER_CORE, OTHER_CORE = 0, 1
CONNECTIONS = 64
CUSTOMERS = 20
BODY = "x" * 99 + "\\n"
# What the figures have to reach: a ratio of (case, to what).
BARS = {"proxied": ("nginx", 0.4), "sign-ins": ("verifications", 0.2)}
# The longest that a 503 may take while Redis is gone, in seconds.
OUTAGE_BAR = 1.0
OUTAGE_REQUESTS = 50


def main():
    options = parse_options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if os.cpu_count() < 2:
        sys.exit("bench: two cores are needed")
    shutil.rmtree(STATE, ignore_errors=True)
    STATE.mkdir(parents=True)
    children = []
    with tempfile.TemporaryDirectory(prefix="casement-bench-") as place:  # short, as the path of a socket must be
        try:
            figures = Bench(options, children, Path(place) / "redis.sock").measure()
        finally:
            for child in reversed(children):
                child.terminate()
            for child in children:
                child.wait(timeout=10)
    report(figures, options)


def parse_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--casement", required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    return parser.parse_args()


class Bench:
    """One run: everything is started once, then every case is measured in turn, round after round."""

    def __init__(self, options, children, redis_socket):
        self.options, self.children, self.socket = options, children, redis_socket
        self.gateway_port, self.nginx_port, self.application_port = free_ports(3)
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.rounds = {"nginx": [], "proxied": [], "public": [], "sign-ins": [], "verifications": []}
        self.busy = {case: [] for case in self.rounds}
        self.redis_calls = []

    def measure(self):
        verifications = openssl_verifications()
        make_tokens(self.key, int(verifications * 0.6 * self.options.seconds) + 1000)
        self.start_everything()
        cookie = self.sign_in()
        here = f"http://127.0.0.1:{self.gateway_port}"
        for number in range(self.options.rounds + 1):
            progress(f"round {number} of {self.options.rounds}" if number else "warming up")
            self.take("nginx", number, self.nginx, wrk, f"http://127.0.0.1:{self.nginx_port}/page", self.options.seconds)
            before = self.redis_count("hmget")
            proxied = self.take("proxied", number, self.gateway, wrk, here + "/page", self.options.seconds, cookie)
            self.redis_calls.append((self.redis_count("hmget") - before) / (proxied * self.options.seconds))
            self.take("public", number, self.gateway, wrk, here + "/public", self.options.seconds)
            self.take("sign-ins", number, self.gateway, self.sign_ins)
            cookie = self.sign_in()
            if number:
                self.rounds["verifications"].append(openssl_verifications())
        progress("Redis hanging, then killed")
        outages = {"hanging": self.outage(cookie, signal.SIGSTOP), "killed": self.outage(cookie, signal.SIGKILL)}
        return {
            "slowest_503": outages,
            "per_second": {case: statistics.median(values) for case, values in self.rounds.items()},
            "spread": {case: [min(values), max(values)] for case, values in self.rounds.items()},
            "busy": {case: statistics.median(values) for case, values in self.busy.items() if values},
            "redis_calls_per_proxied_request": round(statistics.median(self.redis_calls), 2),
        }

    def take(self, case, number, server, measurement, *arguments):
        """Measures once and notes how busy the server's core was; round 0 only warms up."""
        began, used = time.monotonic(), cpu_seconds(server)
        value = measurement(*arguments)
        if number:
            self.rounds[case].append(value)
            self.busy[case].append((cpu_seconds(server) - used) / (time.monotonic() - began))
        return value

    def outage(self, cookie, order):
        """The longest that a refusal took, in seconds, once Redis was given the signal."""
        self.redis_server.send_signal(order)
        slowest = 0
        for _ in range(OUTAGE_REQUESTS):
            began = time.monotonic()
            connection = http.client.HTTPConnection("127.0.0.1", self.gateway_port, timeout=10)
            connection.request("GET", "/page", headers={"Cookie": cookie})
            answer = connection.getresponse()
            slowest = max(slowest, time.monotonic() - began)
            if answer.status != 503 or "Retry-After" not in answer.headers or "Set-Cookie" in answer.headers:
                sys.exit(f"bench: without Redis the answer was {answer.status}")
            connection.close()
        return slowest

    def sign_ins(self):
        """Every round finds Redis empty, so that the same tokens are new again."""
        self.redis("FLUSHALL")
        return wrk(f"http://127.0.0.1:{self.gateway_port}/direct_link", self.options.seconds, script="bench.lua")

    def start_everything(self):
        self.redis_server = self.start(
            OTHER_CORE, "redis-server", "--port", "0", "--unixsocket", str(self.socket), "--dir", str(STATE),
            "--appendonly", "yes", "--appendfsync", "everysec", "--save", "")
        wait_for("Redis", lambda: self.redis("PING") == "PONG")
        self.write_settings()
        self.fill_directory()
        self.start_nginx(OTHER_CORE, "application", self.application_port, f'return 200 "{BODY}";')
        self.nginx = self.start_nginx(
            SERVER_CORE, "proxy", self.nginx_port,
            'proxy_pass http://application; proxy_http_version 1.1; proxy_set_header Connection "";')
        self.gateway = self.start(SERVER_CORE, self.options.casement, "serve", "--config", str(STATE / "casement.yaml"))
        for port in self.application_port, self.nginx_port, self.gateway_port:
            wait_for(f"port {port}", lambda: get(port, "/public") == 200)

    def write_settings(self):
        (STATE / "casement.yaml").write_text(
            f"gateway:\n  listen: 127.0.0.1:{self.gateway_port}\n  public_url: http://127.0.0.1:{self.gateway_port}\n"
            f"  upstream: http://127.0.0.1:{self.application_port}\n  workers: 1\n  public_paths: [/public]\n"
            "admin:\n  listen: 127.0.0.1:0\n  public_url: http://127.0.0.1:9\n"
            f"directory:\n  path: {STATE}/directory.sqlite\nredis:\n  url: unix://{self.socket}\n")

    def fill_directory(self):
        (STATE / "key.pem").write_bytes(self.key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))
        self.casement("partner", "create", "--name", "Acme", "--vendor-id", "acme", "--origins",
                      "https://na1.company.com,https://eu1.company.com", "--key", str(STATE / "key.pem"))
        for number in range(CUSTOMERS):
            self.casement("customer", "create", "--partner", "acme", "--name", f"Customer {number}",
                          "--external-id", f"C-{number}")

    def start_nginx(self, core, name, port, rule):
        place = STATE / name
        place.mkdir()
        paths = "".join(f"{kind}_temp_path {place}/{kind}; " for kind in
                        ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (place / "nginx.conf").write_text(
            f"worker_processes 1; daemon off; pid {place}/pid; error_log {place}/error.log;\n"
            "events { worker_connections 1024; }\n"
            f"http {{ access_log off; keepalive_requests 100000000; {paths}\n"
            f"upstream application {{ server 127.0.0.1:{self.application_port}; keepalive {CONNECTIONS}; "
            "keepalive_requests 100000000; }\n"
            f"server {{ listen 127.0.0.1:{port}; location / {{ {rule} }} }} }}\n")
        return self.start(core, "nginx", "-p", str(place), "-e", str(place / "error.log"), "-c", str(place / "nginx.conf"))

    def start(self, core, *command):
        log = (STATE / (Path(command[0]).name + ".log")).open("a")
        child = subprocess.Popen(on_core(core, *command), stdout=log, stderr=log, preexec_fn=die_with_parent)
        self.children.append(child)
        return child

    def casement(self, *arguments):
        run(self.options.casement, *arguments, "--config", str(STATE / "casement.yaml"))

    def redis(self, *words):
        return run("redis-cli", "-s", str(self.socket), *words).strip()

    def redis_count(self, command):
        """How often Redis carried out a command."""
        found = re.search(rf"cmdstat_{command}:calls=(\d+)", self.redis("INFO", "commandstats"))
        return int(found[1]) if found else 0

    def sign_in(self):
        """The cookie of a new session, as a request sends it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.gateway_port, timeout=5)
        connection.request("POST", "/direct_link", "token=" + signed(self.key, 0, int(time.time())),
                           {"Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        if answer.status != 303:
            sys.exit(f"bench: sign-in was refused: {answer.status} {answer.read().decode()}")
        return answer.headers["Set-Cookie"].split(";")[0]


def wrk(url, seconds, cookie=None, script=None):
    """Requests a second; every one of them has to be answered well."""
    command = ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s", "--timeout", "5s"]
    command += ["--header", f"Cookie: {cookie}"] if cookie else []
    command += ["--script", str(ROOT / "scripts" / "lib" / script)] if script else []
    answer = run(*on_core(OTHER_CORE, *command, url))
    errors = re.findall(r"Socket errors.*|Non-2xx.*", answer)
    if errors:
        sys.exit(f"bench: {url}: {'; '.join(errors)}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", answer)[1])


def openssl_verifications():
    """RSA-2048 verifications a second, by OpenSSL's own measurement on the server's core."""
    answer = run(*on_core(SERVER_CORE, "openssl", "speed", "-seconds", "1", "rsa2048"))
    return float(re.search(r"rsa 2048 bits.*\s([\d.]+)\s*$", answer, re.MULTILINE)[1])


def make_tokens(key, count):
    progress(f"signing {count} tokens")
    now, workers = int(time.time()), os.cpu_count()
    shares = [(key_bytes(key), number, -(-count // workers), now) for number in range(workers)]
    with multiprocessing.Pool(workers) as pool:
        tokens = [token for share in pool.starmap(sign_share, shares) for token in share]
    (STATE / "tokens").write_text("\n".join(tokens) + "\n")
    os.environ["BENCH_TOKENS"] = str(STATE / "tokens")


def sign_share(key, offset, count, now):
    key = serialization.load_pem_private_key(key, None)
    return [signed(key, offset + number, now) for number in range(count)]


def signed(key, number, now):
    claims = {"sub": f"acme:EC-{number % CUSTOMERS}", "jti": str(uuid.uuid4()), "iat": now, "name": "Ann Åkesson",
              "email": "ann@bluesky.example"}
    return jwt.encode(claims, key, algorithm="RS256")


def key_bytes(key):
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def report(figures, options):
    per_second = figures["per_second"]
    figures["ratios"] = {case: per_second[case] / per_second[peer] for case, (peer, _) in BARS.items()}
    missed = [case for case, (_, bar) in BARS.items() if figures["ratios"][case] < bar]
    missed += [case for case, seconds in figures["slowest_503"].items() if seconds > OUTAGE_BAR]
    figures["missed"] = missed
    if options.json:
        print(json.dumps(figures, indent=2))
    else:
        print_table(figures, options)
    sys.exit(1 if missed else 0)


def print_table(figures, options):
    titles = {
        "nginx": "nginx proxy_pass, 100 B", "proxied": "proxied GET with a session, 100 B",
        "public": "proxied GET of a public path, 100 B", "sign-ins": "sign-ins (RS256, POST)",
        "verifications": "openssl speed, RSA-2048 verify"}
    peers = {"proxied": "nginx", "public": "nginx", "sign-ins": "verifications"}
    print(f"\nMedians of {options.rounds} rounds of {options.seconds} s, {CONNECTIONS} connections; the server measured on one "
          "core, all else on another.\n")
    print(f"{'':37}{'a second':>9}{'lowest':>9}{'highest':>9}{'busy':>6}  ratio")
    for case, title in titles.items():
        lowest, highest = figures["spread"][case]
        busy = f"{figures['busy'][case]:6.0%}" if case in figures["busy"] else " " * 6
        line = f"{title:37}{figures['per_second'][case]:9.0f}{lowest:9.0f}{highest:9.0f}{busy}"
        if peer := peers.get(case):
            line += f"  {figures['per_second'][case] / figures['per_second'][peer]:.2f} of {peer}"
        if case in BARS:
            line += f", bar {BARS[case][1]}: {'missed' if case in figures['missed'] else 'reached'}"
        print(line)
    print(f"\nEach proxied request with a session made {figures['redis_calls_per_proxied_request']} round trips to Redis; "
          "the public path makes none.")
    for case, seconds in figures["slowest_503"].items():
        print(f"Redis {case}: the slowest of {OUTAGE_REQUESTS} refusals took {seconds * 1000:.0f} ms, bar "
              f"{OUTAGE_BAR * 1000:.0f}: {'missed' if case in figures['missed'] else 'reached'}")


def cpu_seconds(process):
    """Processor time of a process and its children, from /proc."""
    total = 0
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    for pid in [process.pid, *children]:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def on_core(core, *command):
    return ["taskset", "--cpu-list", str(core), *command]


def die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG, so that nothing outlives a killed run


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        sys.exit(f"bench: {' '.join(command)}: {done.stderr or done.stdout}")
    return done.stdout


def get(port, path):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return None


def wait_for(what, condition):
    for _ in range(100):
        try:
            if condition():
                return
        except SystemExit:
            pass  # redis-cli found nobody yet
        time.sleep(0.1)
    sys.exit(f"bench: {what} does not answer; see {STATE}")


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def progress(text):
    print(f"bench: {text}", file=sys.stderr)


if __name__ == "__main__":
    main()
