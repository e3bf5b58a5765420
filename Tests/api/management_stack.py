"""A gateway with its management API, and its callers: partners' systems, the application, and the operator."""

import contextlib
import itertools
import json
import shutil
import sqlite3
import subprocess
import tempfile
import time
import urllib.parse
import uuid

import jwt
from casement_stack import DEADLINE, Stack, exchange, openssl, wait_until

OPERATOR_TOKEN = "the-operators-token-0123456789abcdef"
numbers = itertools.count(1)


class ManagementStack(Stack):
    """Redis and the gateway alone, without an application behind; limits of rates are off unless given."""

    def __init__(self, directory, requests=0, bulk=0):
        super().__init__(directory)
        self.rates = {"requests": requests, "bulk": bulk}
        self.operator = Client(self.admin_port, OPERATOR_TOKEN)

    def more_settings(self):
        rates = "".join(f"admin.rate_limits.{name}: {limit}\n" for name, limit in self.rates.items())
        return f"admin.token: {OPERATOR_TOKEN}\n{rates}"

    def _fill_directory(self):
        pass

    def _start_servers(self):
        self.start_gateway()

    def start_gateway(self):
        """Starts the gateway and waits until it answers on both listeners."""
        super().start_gateway()
        wait_until("the management API", self.manages, self.directory / "gateway.log")

    def manages(self):
        """Whether the admin listener answers."""
        with contextlib.suppress(OSError):
            return exchange(self.admin_port, "GET", "/api/plans").status == 401
        return False

    def new_partner(self):
        """A partner that nobody else uses, with origins, a key and an API token."""
        return Partner(self, f"partner-{next(numbers)}")

    def new_plan(self, partner, task_limit=1000):
        """The number of a plan for that partner's customers."""
        named = ("--partner", partner.vendor_id, "--name", f"Plan {next(numbers)}")
        return self.casement("plan", "create", *named, "--task-limit", str(task_limit))["id"]

    def session_keys(self, customer):
        """The keys in Redis that belong to a customer."""
        command = ["redis-cli", "-s", self.directory / "redis.sock", "--raw", "keys", f"{{c{customer}}}:s:*"]
        return subprocess.run(command, capture_output=True, check=True, timeout=DEADLINE).stdout.split()

    def sql(self, statement, *values):
        """What a statement gives in the file of the directory, as another process would run it."""
        database = sqlite3.connect(self.directory / "directory.sqlite", timeout=DEADLINE)
        with contextlib.closing(database), database:
            return database.execute(statement, values).fetchall()


class Client:
    """Calls the management API with one token."""

    def __init__(self, port, token):
        self.port, self.token = port, token

    def request(self, method, path, body=None, query=None, **headers):
        """One call; the path goes out as it is, the header `If_Match` as If-Match."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent |= {"Authorization": f"Bearer {self.token}"} if self.token else {}
        if body is not None:
            sent.setdefault("Content-Type", "application/json")
            body = body if isinstance(body, (bytes, str)) else json.dumps(body)
        path = f"{path}?{urllib.parse.urlencode(query)}" if query else path
        return exchange(self.port, method, path, body.encode() if isinstance(body, str) else body, sent)

    def get(self, path, **query):
        """What is there."""
        return good(self.request("GET", path, query=query))

    def post(self, path, body, **query):
        """What came of it."""
        return good(self.request("POST", path, body, query=query))

    def put(self, path, body=None, **query):
        """What it is now."""
        return good(self.request("PUT", path, body, query=query))

    def delete(self, path, **query):
        """What came of it."""
        return good(self.request("DELETE", path, query=query))


class Partner(Client):
    """A partner's own system."""

    origins = "https://na1.company.com,https://eu1.company.com"

    def __init__(self, stack, vendor_id):
        self.stack, self.vendor_id = stack, vendor_id
        self.key, public = stack.directory / f"{vendor_id}.pem", stack.directory / f"{vendor_id}.pub.pem"
        make_key(self.key, public)
        self.public_key = public.read_text()
        stack.casement(
            "partner", "create", "--name", f"Partner {vendor_id}", "--vendor-id", vendor_id, "--origins", self.origins,
            "--key", public,
        )  # fmt: skip
        made = stack.casement("api-token", "create", "--partner", vendor_id, "--name", f"{vendor_id}'s CI")
        self.token_id = made["id"]
        super().__init__(stack.admin_port, made["token"])

    def create(self, **fields):
        """A new customer."""
        return self.post("/api/managed_users", {"name": f"Customer {next(numbers)}"} | fields)

    def sign_in(self, customer, key=None, **claims):
        """The answer to a direct link for a customer."""
        return self.stack.sign_in(self.signed(customer, key, **claims))

    def signed(self, customer, key=None, **claims):
        """A token for a customer, a number or `E` and an external id; perhaps a `:` and a member."""
        subject = f"{self.vendor_id}:{customer}"
        claims = {"sub": subject, "jti": str(uuid.uuid4()), "iat": int(time.time())} | claims
        return jwt.encode(claims, (key or self.key).read_text(), "EdDSA")


def good(answer):
    """The JSON of an answer that is a yes."""
    assert answer.status == 200, (answer.status, answer.body)
    return answer.json


def refused(answer, status, code):
    """The wrong fields of an answer that is this no, with everything that belongs to one."""
    error = answer.json
    assert (answer.status, error["code"]) == (status, code), (answer.status, answer.body)
    assert set(error) - {"fields"} == {"message", "code", "request_id"}
    assert error["message"] and answer.headers["x-request-id"] == [error["request_id"]]
    return error.get("fields", {})


def make_key(private, public):
    """Makes an Ed25519 key and the file of its public half."""
    openssl("genpkey", "-quiet", "-algorithm", "ED25519", "-out", private)
    openssl("pkey", "-in", private, "-pubout", "-out", public)


def person():
    """A new member's or customer manager's name and address."""
    number = next(numbers)
    return {"name": f"Person {number}", "email": f"person{number}@company.com"}


@contextlib.contextmanager
def running(**rates):
    """A stack in a directory that goes with it; short, as the path of a socket must be."""
    directory = tempfile.mkdtemp(prefix="casement-")
    try:
        with ManagementStack(directory, **rates) as stack:
            yield stack
    finally:
        shutil.rmtree(directory, ignore_errors=True)
