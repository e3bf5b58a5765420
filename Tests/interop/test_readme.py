"""The README's signing examples are programs: each is run as it stands, and what it prints signs in.

An example is a fenced block whose info string is `<language> sign`. It reads acme.pem in its working directory and prints
a token for partner acme and its customer with the external id BS-1.
"""

import re
import shutil
import subprocess
import sys

import pytest
from casement_stack import ROOT

RUNNERS = {"python": ([sys.executable], "py"), "js": (["node"], "mjs"), "javascript": (["node"], "mjs")}


def examples():
    readme = ROOT / "README.md"
    text = readme.read_text() if readme.exists() else ""
    return re.findall(r"^```(\w+) sign\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.mark.skipif(not examples(), reason="the README has no block marked `sign`")
@pytest.mark.parametrize("language, program", examples(), ids=[language for language, _ in examples()])
def test_the_readmes_example_signs_in(stack, language, program):
    command, ending = RUNNERS[language]
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    file = stack.directory / f"example.{ending}"
    file.write_text(program)
    done = subprocess.run([*command, file], cwd=stack.directory, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    answer = stack.sign_in(done.stdout.strip())
    assert answer.status == 303, answer
    assert answer.cookie()
