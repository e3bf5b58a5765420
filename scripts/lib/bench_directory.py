"""Fills directories of SQLite, starts the gateway on them, and measures; scripts/bench --directory is the way in.

Two directories: one of 100,000 customers with 500,000 connections, whose list is asked for in every order with every
filter, searches and deep pages, by the API and in the console, and where customers are created; and one of 1,000,000 customers with 200,000 members,
which is loaded for sign-ins. The program makes the files and their tables; rows are put straight into the tables, whose
triggers do their work.
"""

import argparse
import contextlib
import http.client
import itertools
import json
import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

from bench.machine import OTHER_CORE, SERVER_CORE, die_with_parent, free_ports, on_core, progress, run

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / ".build" / "bench-directory"
OPERATOR_TOKEN = "the-operator-of-the-measurement"
PASSWORD = "a password of the measurement"
# Milliseconds at the 95th percentile; seconds and megabytes.
BARS = {"list": 50, "console": 100, "console kilobytes": 100, "create": 20, "load seconds": 10, "load megabytes": 500}
CREATIONS = 400
APPS = ["salesforce", "slack", "jira", "sap", "zoom", "box", "netsuite", "workday", "hubspot", "stripe", "rare"]
WORDS = ["Blue", "Green", "North", "Acme", "Sky", "Field", "River", "Stone", "Cloud", "Data", "Solar", "Ärzte", "日本"]
DAY = 86400


def main():
    options = parse_options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if os.cpu_count() < 2:
        sys.exit("bench: two cores are needed")
    shutil.rmtree(STATE, ignore_errors=True)
    STATE.mkdir(parents=True)
    try:
        figures = measure_requests(options) | measure_loading(options)
    finally:
        if not options.keep:
            shutil.rmtree(STATE, ignore_errors=True)
    report(figures, options)


def parse_options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--casement", required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--loaded-customers", type=int, default=1_000_000)
    parser.add_argument("--keep", action="store_true")
    return parser.parse_args()


def measure_requests(options):
    """Milliseconds of lists and creations, with everything in one partner's hands."""
    place = Place(options, "list")
    place.fill(options.customers, members=0, connections=5)
    place.add_people()
    with place.redis(), place.serving() as server:
        progress("asking for lists")
        client = Client(server.admin_port)
        lists = {title: client.times(query, options.repeats) for title, query in list_cases(options.customers)}
        pages = measure_console(server, options)
        progress("creating customers")
        return {"lists": lists, "console": pages, "create": Client(server.admin_port).creation_times()}


def measure_console(server, options):
    """Milliseconds of the same lists as the console's pages, and the kilobytes of the heaviest with what it loads."""
    progress("asking for pages of the console")
    admin, operator = Visitor(server.admin_port, "admin"), Visitor(server.admin_port, "operator")
    pages = {}
    for title, query in list_cases(options.customers):
        if "/usage" in query:
            continue
        visitor = operator if "vendor_id" in query else admin
        query = {name: value for name, value in query.items() if name != "vendor_id"}
        if "page" in query:
            query["page"] *= 4  # A page of the console has a quarter of the rows.
        pages[title] = visitor.times(query, options.repeats)
    heaviest = max(admin.heaviest, operator.heaviest) + admin.assets()
    return {"pages": pages, "kilobytes": round(heaviest / 1000, 1)}


def list_cases(customers):
    """What is asked for: every order with every filter, alone and with a search; searches and deep pages alone."""
    orders = [{"sort": sort, "order": order} for sort in ("name", "joined", "tasks", "connections")
              for order in ("asc", "desc")]
    filters = {
        "": {}, "plan": {"plan": 2}, "active": {"status": "active"}, "in trial": {"status": "in_trial"},
        "app": {"app": "salesforce"}, "rare app": {"app": "rare"},
        "last month": {"joined_from": day(30)}, "a year": {"joined_from": day(700), "joined_to": day(335)},
        "everything": {"plan": 1, "status": "active", "app": "slack", "joined_from": day(700)},
    }
    searches = {"": None, "common word": "blue", "three letters": "sky", "one letter": "b", "two letters": "gr",
                "external id": "id-00042", "no such": "nothing", "two words": "blue sky 4", "not ASCII": "ärz"}
    for order, (what, only) in itertools.product(orders, filters.items()):
        for term in (None, "sky"):
            title = f"{order['sort']} {order['order']}" + (f", {what}" if what else "") + (", search" if term else "")
            yield title, order | only | ({"search": term} if term else {})
    for order, (what, term) in itertools.product((orders[0], orders[5]), searches.items()):
        if term:
            yield f"{order['sort']} {order['order']}, {what}", order | {"search": term}
    for order in orders:
        for page in (customers // 200, customers // 100):
            yield f"{order['sort']} {order['order']}, page {page:,}", order | {"page": page}
        yield f"{order['sort']} {order['order']}, all partners", order | {"vendor_id": ""}
    yield "usage, first page", {"/usage": ""}


def day(back):
    """The day so many days ago."""
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() - back * DAY))


def measure_loading(options):
    """Seconds and megabytes that many customers cost at the start, beside those of a start with none."""
    place = Place(options, "load")
    with place.serving() as server:
        empty = server.started_in, server.megabytes()
    place.fill(options.loaded_customers, members=options.loaded_customers // 5, connections=0)
    with place.serving() as server:
        return {"load": {"seconds": server.started_in, "megabytes": server.megabytes(), "empty": empty}}


class Place:
    """A folder with settings, a directory and the address of a Redis, which only the console needs: no customer signs in."""

    def __init__(self, options, name):
        self.casement, self.folder = options.casement, STATE / name
        self.folder.mkdir()
        self.gateway_port, self.admin_port = free_ports(2)
        self.settings = self.folder / "casement.yaml"
        self.settings.write_text(
            f"gateway:\n  listen: 127.0.0.1:{self.gateway_port}\n  workers: 1\n  upstream: http://127.0.0.1:9\n"
            f"admin:\n  listen: 127.0.0.1:{self.admin_port}\n  token: {OPERATOR_TOKEN}\n"
            "  rate_limits.requests: 0\n  rate_limits.bulk: 0\n"
            f"directory:\n  path: {self.folder}/directory.sqlite\nredis:\n  url: unix://{self.folder}/redis.sock\n")
        run(self.casement, "partner", "create", "--name", "Acme", "--vendor-id", "acme", "--origins",
            "https://company.com", "--config", str(self.settings))
        for name, limit in (("Team", "100000"), ("Company", "1000000")):
            run(self.casement, "plan", "create", "--name", name, "--task-limit", limit, "--config", str(self.settings))

    def fill(self, customers, members, connections):
        """Adds rows; the tables' triggers see every one."""
        progress(f"filling a directory with {customers:,} customers, {members:,} members, "
                 f"{customers * connections:,} connections")
        database = sqlite3.connect(self.folder / "directory.sqlite", isolation_level=None)
        with contextlib.closing(database):
            database.execute("PRAGMA synchronous = OFF")
            database.execute("PRAGMA cache_size = -400000")
            database.execute("BEGIN")
            database.executemany(insertion("customer", CUSTOMER_COLUMNS), customer_rows(customers))
            database.executemany(insertion("member", MEMBER_COLUMNS), member_rows(members, customers))
            database.executemany(insertion("connection", CONNECTION_COLUMNS), connection_rows(customers, connections))
            database.execute("COMMIT")
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            counted = database.execute(
                "SELECT p.customer_count, p.connection_count, (SELECT sum(connection_count) FROM customer),"
                " (SELECT count(*) FROM customer_search WHERE customer_search MATCH '\"cust\"') FROM partner p").fetchone()
            if counted != (customers, customers * connections, customers * connections, customers):
                sys.exit(f"bench: the triggers counted {counted}")

    def add_people(self):
        """Somebody of the partner's team, and an operator, for the console."""
        for email, team in (("admin", ["--partner", "acme", "--role", "admin"]), ("operator", ["--operator"])):
            subprocess.run(
                [self.casement, "team", "create", *team, "--name", email, "--email", f"{email}@company.com", "--config",
                 str(self.settings)], input=PASSWORD, text=True, check=True, stdout=subprocess.DEVNULL)

    @contextlib.contextmanager
    def redis(self):
        """A Redis of its own, until it is left."""
        path = self.folder / "redis.sock"
        child = subprocess.Popen(
            on_core(OTHER_CORE, "redis-server", "--port", "0", "--unixsocket", str(path), "--dir", str(self.folder),
                    "--save", ""), stdout=subprocess.DEVNULL, preexec_fn=die_with_parent)
        try:
            while not path.exists():
                time.sleep(0.01)
            yield
        finally:
            child.terminate()
            child.wait(timeout=60)

    @contextlib.contextmanager
    def serving(self):
        """The gateway on its core, from its start until it is left."""
        with (self.folder / "gateway.log").open("a") as log:
            began = time.monotonic()
            child = subprocess.Popen(
                on_core(SERVER_CORE, self.casement, "serve", "--config", str(self.settings)), stdout=log, stderr=log,
                preexec_fn=die_with_parent)
        try:
            yield Server(child, self, began)
        finally:
            child.terminate()
            child.wait(timeout=60)


class Server:
    """A gateway that listens, and how long that took."""

    def __init__(self, child, place, began):
        self.pid, self.admin_port = child.pid, place.admin_port
        while not all(listens(port) for port in (place.gateway_port, place.admin_port)):
            if child.poll() is not None or time.monotonic() - began > 300:
                sys.exit(f"bench: the gateway does not start; see {place.folder}/gateway.log")
            time.sleep(0.005)
        self.started_in = time.monotonic() - began

    def megabytes(self):
        """The most memory that was resident until now."""
        [peak] = [line for line in Path(f"/proc/{self.pid}/status").read_text().splitlines() if line.startswith("VmHWM")]
        return int(peak.split()[1]) / 1024


class Client:
    """One connection to the API, from the other core."""

    def __init__(self, port):
        os.sched_setaffinity(0, {OTHER_CORE})
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Authorization": f"Bearer {OPERATOR_TOKEN}", "Content-Type": "application/json"}

    def call(self, method, path, body=None):
        """Milliseconds until the answer, which must be a yes, is there."""
        began = time.perf_counter()
        self.connection.request(method, path, body, self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        took = (time.perf_counter() - began) * 1000
        if answer.status != 200:
            sys.exit(f"bench: {method} {path}: {answer.status} {text.decode()}")
        return took

    def times(self, query, repeats):
        """The 50th and 95th percentile of a list, the first time not counted."""
        path = "/api/managed_users" + ("/usage" if "/usage" in query else "")
        query = {name: value for name, value in ({"vendor_id": "acme"} | query).items() if value != ""}
        path += "?" + urllib.parse.urlencode(query)
        return percentiles([self.call("GET", path) for _ in range(repeats + 1)][1:])

    def creation_times(self):
        """The same for creations, each of which is on the disk and in force when it is answered."""
        def body(number):
            return json.dumps({"vendor_id": "acme", "name": f"New Customer {number}", "external_id": f"new-{number}",
                               "origin_url": "https://na1.company.com", "notification_email": "it@company.com"})
        return percentiles([self.call("POST", "/api/managed_users", body(number)) for number in range(CREATIONS)][20:])


class Visitor:
    """Somebody signed in to the console, on one connection, from the other core."""

    def __init__(self, port, name):
        os.sched_setaffinity(0, {OTHER_CORE})
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies, self.heaviest = {}, 0
        _, page = self.call("GET", "/admin_console/sign_in", 200)
        token = re.search(r'name="form_token" value="([^"]+)"', page.decode())[1]
        form = {"email": f"{name}@company.com", "password": PASSWORD, "form_token": token}
        self.call("POST", "/admin_console/sign_in", 303, urllib.parse.urlencode(form))

    def call(self, method, path, status, body=None):
        """Milliseconds until the answer is there, and its bytes."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        took = (time.perf_counter() - began) * 1000
        if answer.status != status:
            sys.exit(f"bench: {method} {path}: {answer.status} {content.decode()}")
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value
        return took, content

    def times(self, query, repeats):
        """The 50th and 95th percentile of a page, the first time not counted."""
        self.connection.close()  # While the other one asked, the server may have ended it; the next request opens it anew.
        path = "/admin_console/customers?" + urllib.parse.urlencode(query)
        answers = [self.call("GET", path, 200) for _ in range(repeats + 1)][1:]
        self.heaviest = max(self.heaviest, *(len(content) for _, content in answers))
        return percentiles([took for took, _ in answers])

    def assets(self):
        """The bytes of what every page loads."""
        self.connection.close()
        names = ("console.css", "console.js", "icon.svg")
        return sum(len(self.call("GET", f"/admin_console/{name}", 200)[1]) for name in names)


CUSTOMER_COLUMNS = ("id", "partner_id", "external_id", "name", "origins", "origin_mode", "outer_ancestors", "plan_id",
                    "status", "trial_ends_at", "task_month", "task_count", "created_at", "updated_at")
MEMBER_COLUMNS = ("customer_id", "external_id", "name", "email", "role", "created_at", "updated_at")
CONNECTION_COLUMNS = ("customer_id", "id", "name", "provider", "authorization_status", "created_at", "updated_at")


def customer_rows(count):
    """Differ in all that lists sort, filter and search by; the same at every run but for the day of today."""
    chance, now = random.Random(1), int(time.time())
    month = time.gmtime(now).tm_year * 12 + time.gmtime(now).tm_mon - 1
    for number in range(1, count + 1):
        name = f"{chance.choice(WORDS)} {chance.choice(WORDS)} {number} Customer"
        status = chance.choices(["active", "in_trial", "expired_subscription"], [8, 1, 1])[0]
        ends = now + 20 * DAY if status == "in_trial" else None
        origins = f"https://na1.c{number}.example,https://eu1.c{number}.example" if number % 10 == 0 else ""
        joined = now - chance.randrange(1000 * DAY)
        yield (number, 1, f"id-{number:05}", name, origins, "append", "", chance.randint(1, 3), status, ends,
               month - chance.randrange(2), chance.randrange(100_000), joined, joined)


def member_rows(count, customers):
    """Each in another customer."""
    for number in range(count):
        yield (number * (customers // count) + 1, f"m-{number}", f"Member {number}", f"m{number}@company.com",
               ("admin", "analyst", "operator")[number % 3], 1_700_000_000, 1_700_000_000)


def connection_rows(customers, each):
    """Most apps are common, one is rare."""
    chance = random.Random(2)
    weights = [*range(10, 0, -1), 0.01]
    for customer, number in itertools.product(range(1, customers + 1), range(each)):
        yield (customer, str(number), f"Connection {number}", chance.choices(APPS, weights)[0], "success",
               1_700_000_000, 1_700_000_000)


def insertion(table, columns):
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def percentiles(times):
    cuts = statistics.quantiles(times, n=20, method="inclusive")
    return {"p50": round(cuts[9], 2), "p95": round(cuts[18], 2)}


def listens(port):
    with socket.socket() as attempt:
        return attempt.connect_ex(("127.0.0.1", port)) == 0


def report(figures, options):
    slowest = by_time(figures["lists"])
    pages = figures["console"]["pages"]
    reached = {
        "list": figures["lists"][slowest[0]]["p95"], "console": pages[by_time(pages)[0]]["p95"],
        "console kilobytes": figures["console"]["kilobytes"], "create": figures["create"]["p95"],
        "load seconds": figures["load"]["seconds"], "load megabytes": figures["load"]["megabytes"],
    }
    figures |= {"reached": reached, "missed": [case for case, bar in BARS.items() if reached[case] > bar]}
    if options.json:
        print(json.dumps(figures, indent=2, ensure_ascii=False))
    else:
        print_table(figures, slowest, options)
    sys.exit(1 if figures["missed"] else 0)


def by_time(lists):
    """The titles, the slowest first."""
    return sorted(lists, key=lambda title: -lists[title]["p95"])


def print_table(figures, slowest, options):
    lists, load = figures["lists"], figures["load"]
    print(f"\nOf {options.customers:,} customers with {options.customers * 5:,} connections, in milliseconds; the server on "
          f"one core, one client on another, each list {options.repeats} times.\n")
    print(f"{'':48}{'p50':>8}{'p95':>8}{'bar':>6}")
    simple = [title for title in lists if title.count(",") == 0 or title.startswith(("name asc, ", "usage"))]
    for title in simple:
        print(f"{title:48}{lists[title]['p50']:8.1f}{lists[title]['p95']:8.1f}{BARS['list']:6}")
    print(f"\nThe slowest of all {len(lists)} lists:\n")
    for title in slowest[:15]:
        print(f"{title:48}{lists[title]['p50']:8.1f}{lists[title]['p95']:8.1f}{BARS['list']:6}")
    pages = figures["console"]["pages"]
    print(f"\nThe slowest of {len(pages)} pages of the console, of which the heaviest has {figures['console']['kilobytes']} kB "
          f"with all that it loads\n(bar {BARS['console kilobytes']}):\n")
    for title in by_time(pages)[:15]:
        print(f"{title:48}{pages[title]['p50']:8.1f}{pages[title]['p95']:8.1f}{BARS['console']:6}")
    create = figures["create"]
    print(f"\n{'create a customer':48}{create['p50']:8.1f}{create['p95']:8.1f}{BARS['create']:6}")
    print(f"\n{options.loaded_customers:,} customers with {options.loaded_customers // 5:,} members were loaded, and the "
          f"gateway listened,\nafter {load['seconds']:.1f} s (bar {BARS['load seconds']}) with at most "
          f"{load['megabytes']:.0f} MB (bar {BARS['load megabytes']}); with none after {load['empty'][0]:.1f} s and "
          f"{load['empty'][1]:.0f} MB.")
    print("\nMissed: " + (", ".join(figures["missed"]) or "nothing"))


if __name__ == "__main__":
    main()
