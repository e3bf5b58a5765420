"""The document that the API serves: valid, and true in whatever schemathesis makes of it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from casement_stack import ENVIRONMENT, ROOT
from management_stack import Client
from openapi_spec_validator import validate

CONFIG = Path(__file__).parent / "schemathesis.toml"
# Generous: it is over in a minute or two on two slow cores.
LIMIT = 400


@pytest.fixture(scope="module")
def served(managed):
    """The document, to anybody who asks."""
    return Client(managed.admin_port, None).request("GET", "/api/openapi.yaml")


def test_the_document_is_served_as_it_is_kept(served):
    assert served.status == 200
    assert served.headers["content-type"] == ["application/yaml"]
    assert served.body == (ROOT / "Sources" / "Management" / "openapi.yaml").read_text()
    validate(yaml.safe_load(served.body))


@pytest.mark.parametrize("whose", ["operator", "partner"])
def test_whatever_is_sent_the_document_says_what_comes_back(managed, partner, tmp_path, whose):
    token = managed.operator.token if whose == "operator" else partner.token
    # The examples name these.
    partner.create(external_id="AM10:XV303")
    program = shutil.which("schemathesis", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    done = subprocess.run(
        [program, "--config-file", CONFIG, "run", f"http://127.0.0.1:{managed.admin_port}/api/openapi.yaml"],
        capture_output=True, text=True, timeout=LIMIT, cwd=tmp_path,
        env=ENVIRONMENT | {"VENDOR_ID": partner.vendor_id, "API_TOKEN": token},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2000:]
