"""The demo's whole directory, as scripts/run fills it, with a console to sign in to."""

import json
import subprocess
import time

from casement_stack import DEADLINE, ENVIRONMENT, Stack, bin_dir, exchange

PASSWORD = "a horse and four staples"
ADMIN = "ada@acme.example"
MANAGER = "cleo@acme.example"
OPERATOR = "olga@casement.example"


class ConsoleStack(Stack):
    """Four partners, sixty customers, and people of every role."""

    @property
    def console(self):
        """Where the console is."""
        return f"http://127.0.0.1:{self.admin_port}/admin_console"

    def customer(self, external_id):
        """The number of one of acme's customers."""
        return self.casement("customer", "show", "--partner", "acme", "--customer", f"E{external_id}")["id"]

    def report_jobs(self, customer, succeeded, failed, tasks):
        """What the application reports of one of acme's customers, just now."""
        token = self.casement("api-token", "create", "--operator", "--name", "reports")["token"]
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        statuses = ["succeeded"] * succeeded + ["failed"] * failed
        jobs = [
            {"report_id": f"{now}-{number}", "managed_user_id": self.customer(customer), "status": status,
             "tasks": tasks, "finished_at": now}
            for number, status in enumerate(statuses)
        ]  # fmt: skip
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        answer = exchange(self.admin_port, "POST", "/api/reports/jobs", json.dumps({"jobs": jobs}), headers)
        assert answer.status == 200, answer

    def sign_member_in(self, customer, origin):
        """A session of a customer's owner, pinned; its cookie."""
        token = self.casement(
            "token", "sign", "--key", self.directory / "acme.pem", "--partner", "acme", "--customer", f"E{customer}",
            "--origin", self.origin(origin),
        )["token"]  # fmt: skip
        answer = self.sign_in(token, self.origin(origin))
        assert answer.status == 303, answer
        return answer.cookie()

    def _fill_directory(self):
        subprocess.run(
            [
                bin_dir() / "casement-demo-data", "--directory", self.directory / "directory.sqlite",
                "--origins", ",".join(map(self.origin, ("na1", "eu1"))), "--key", self.directory / "acme.pub.pem",
            ],
            input=PASSWORD, text=True, check=True, capture_output=True, timeout=DEADLINE, env=ENVIRONMENT,
        )  # fmt: skip
