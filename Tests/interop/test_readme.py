"""The README's examples are programs: each is run as it stands.

A fenced block's info string says what it is:
- `<language> sign`: reads acme.pem in its working directory and prints a token for partner acme and its customer BS-1;
- `sh walk`: the main job with curl alone, on the ports of scripts/run, which are replaced here by those of the stack;
- `sh manage`: the management API with curl, on the settings and ports of scripts/run, likewise;
- `yaml settings`: a settings file.
"""

import json
import re
import shutil
import subprocess
import sys
import textwrap

import pytest
from casement_stack import ROOT, bin_dir

RUNNERS = {"python": ([sys.executable], "py"), "js": (["node"], "mjs")}


def blocks(kind):
    """Language and text of every block of a kind."""
    found = re.findall(rf"^ *```(\w+) {kind}\n(.*?)^ *```", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    return [(language, textwrap.dedent(text)) for language, text in found]


def run(stack, *command):
    done = subprocess.run(command, cwd=stack.directory, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_both_languages_are_there():
    assert [language for language, _ in blocks("sign")] == list(RUNNERS)


@pytest.mark.parametrize("language, program", blocks("sign"), ids=[language for language, _ in blocks("sign")])
def test_the_example_signs_in(stack, language, program):
    command, ending = RUNNERS[language]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    file = stack.directory / f"example.{ending}"
    file.write_text(program)
    answer = stack.sign_in(run(stack, *command, file).strip())
    assert answer.status == 303, answer
    assert answer.cookie()


def test_the_walk_leads_from_token_to_401(stack):
    [(_, walk)] = blocks("walk")
    ports = {"8080": stack.gateway_port, "8083": stack.partner_port}
    assert all(f":{port}\n" in walk for port in ports)
    walk = re.sub(r"(?<=:)(8080|8083)$", lambda port: str(ports[port[0]]), walk, flags=re.MULTILINE)
    output = run(stack, "bash", "-euc", walk)
    page = stack.origin("na1")
    assert re.findall(r"^HTTP/1.1 (\d+)", output, re.MULTILINE) == ["303", "200", "204", "401"]
    assert re.findall(r'"code":"(\w+)"', output) == ["token_replayed", "session_expired"]
    assert "location: /whoami.json" in output.lower()
    assert f"content-security-policy: frame-ancestors 'self' {page}" in output.lower()
    assert output.count(f'"origin":"{page}"') == 2
    assert "ann@bluesky.example" in output


def test_a_customer_is_managed_from_creation_to_deletion(stack):
    [(_, manage)] = blocks("manage")
    for written, here in {
        ".build/release/casement": bin_dir().resolve() / "casement", ".build/run/casement.yaml": "casement.yaml",
        "127.0.0.1:8081": f"127.0.0.1:{stack.admin_port}", ":8083": f":{stack.partner_port}",
    }.items():  # fmt: skip
        assert written in manage
        manage = manage.replace(written, str(here))
    created, changed, member, found, deleted = json_values(run(stack, "bash", "-euc", manage))
    assert (created["external_id"], created["status"], created["origin_url"]) == ("RR-3", "in_trial", "")
    assert changed | {"updated_at": "", "origin_url": ""} == created | {"updated_at": ""}
    assert changed["origin_url"] == stack.origin("na1")
    assert (member["name"], member["role_name"]) == ("Rae Ito", "Analyst")
    assert (found["total"], found["result"]) == (1, [changed])
    assert deleted == {"success": True}


def json_values(text):
    """JSON values one after the other."""
    values, decoder = [], json.JSONDecoder()
    while text := text.lstrip():
        value, end = decoder.raw_decode(text)
        values.append(value)
        text = text[end:]
    return values


def test_the_settings_are_good(stack):
    [(_, settings)] = blocks("settings")
    file = stack.directory / "readme.yaml"
    file.write_text(settings)
    checked = stack.casement("config", "check", config=file)
    assert (checked["valid"], checked["warnings"], checked["problems"]) == (True, [], [])
    values = {entry["key"]: json.dumps(entry["value"]) for entry in checked["settings"] if entry["origin"] == "file"}
    assert len(values) == 7


def test_every_refusal_code_is_named():
    source = (ROOT / "Sources" / "Domain" / "Refusal.swift").read_text()
    codes = set(re.findall(r'case \w+ = "(\w+)"', source))
    assert codes <= set(re.findall(r"`(\w+)`", (ROOT / "README.md").read_text()))


def test_every_target_is_on_the_map():
    targets = {folder.name for folder in (ROOT / "Sources").iterdir() if folder.is_dir()}
    assert targets <= set(re.findall(r"`(\w+)`", (ROOT / "README.md").read_text()))
