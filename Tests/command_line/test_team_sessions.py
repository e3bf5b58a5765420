"""Another password ends the sessions that somebody has in the console."""

import re
import subprocess

from casement_stack import DEADLINE, ENVIRONMENT, bin_dir, exchange

WHOM = ("--email", "olga@casement.example")
CUSTOMERS = "/admin_console/customers"


def team(stack, *arguments, password):
    """Runs `casement team` with the password as its standard input."""
    command = [bin_dir() / "casement", "team", *arguments, "--config", stack.directory / "casement.yaml"]
    done = subprocess.run(command, input=password, capture_output=True, text=True, timeout=DEADLINE, env=ENVIRONMENT)
    assert (done.returncode, done.stderr) == (0, ""), done


def sign_in(stack, password):
    """Fills in the console's form; gives the answer and its cookies."""
    shown = exchange(stack.admin_port, "GET", "/admin_console/sign_in", headers={"Accept": "text/html"})
    [token] = re.findall(r'name="form_token" value="([^"]*)"', shown.body)
    form = f"form_token={token}&email=olga%40casement.example&password={password}"
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies(shown)}
    answer = exchange(stack.admin_port, "POST", "/admin_console/sign_in", form, headers)
    return answer.status, cookies(answer)


def cookies(answer):
    return "; ".join(line.split(";")[0] for line in answer.headers.get("set-cookie", []) if "=;" not in line)


def customers(stack, cookie):
    return exchange(stack.admin_port, "GET", CUSTOMERS, headers={"Cookie": cookie, "Accept": "text/html"}).status


def test_a_session_ends_with_the_password_it_began_with(stack):
    team(stack, "create", "--operator", "--name", "Olga", *WHOM, password="three-small-words\n")
    status, cookie = sign_in(stack, "three-small-words")
    assert (status, customers(stack, cookie)) == (303, 200)
    team(stack, "password", *WHOM, password="four-other-small-words\n")
    assert customers(stack, cookie) == 303
    assert sign_in(stack, "three-small-words")[0] == 422
    status, cookie = sign_in(stack, "four-other-small-words")
    assert (status, customers(stack, cookie)) == (303, 200)
