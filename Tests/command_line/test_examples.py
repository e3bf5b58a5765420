"""The examples of the documentation, word for word, and how every command ends."""

import shlex

import pytest

EXAMPLES = """
partner create --name Acme --vendor-id acme --origins https://company.com --key acme.pub.pem --json
customer create --partner acme --name "Blue Sky" --external-id BS-1 --origins https://na1.company.com,https://eu1.company.com --json
member create --partner acme --customer {id} --name "Ann" --email ann@example.com --role analyst --json
token sign --key acme.pem --partner acme --customer {id} --origin https://na1.company.com
origin check --partner acme --customer EBS-1 --origin https://eu1.company.com --json
""".strip().splitlines()


def test_examples_work_without_a_settings_file(line):
    line.make_key("acme")
    partner, customer, member, token, origin = EXAMPLES
    run = lambda text, **names: line.run(*shlex.split(text.format(**names)), config=None)  # noqa: E731
    made = run(partner)
    assert (made.status, made.err) == (0, "")
    assert (made.json["vendor_id"], made.json["origin_url"]) == ("acme", "https://company.com")
    blue = run(customer).json
    assert blue["origin_url"] == "https://na1.company.com,https://eu1.company.com"
    assert (blue["external_id"], blue["origin_mode"], blue["notification_email"]) == ("BS-1", "append", None)
    ann = run(member, id=blue["id"]).json
    assert (ann["name"], ann["email"], ann["role_name"]) == ("Ann", "ann@example.com", "Analyst")
    signed = run(token, id=blue["id"])
    assert signed.status == 0 and signed.out.count(".") == 2 and signed.out.count("\n") == 1
    checked = run(origin)
    assert checked.status == 0
    assert {name: checked.json[name] for name in ("accepted", "origin", "list", "rule")} == {
        "accepted": True, "origin": "https://eu1.company.com", "list": "customer", "rule": "exact",
    }  # fmt: skip
    assert run(f"token check {signed.out}").status == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("partner", "create", "--name", "A"),
        ("partner", "create", "--name", "A", "--vendor-id", "a b"),
        ("partner", "list", "--nonsense"),
        ("partner", "create", "--name", "A", "--vendor-id", "a", "--key", "missing.pem"),
        ("customer", "list", "--partner"),
        ("customer", "show", "--partner", "acme", "--customer", "x"),
        ("origin", "check", "--partner", "acme"),
        ("origin", "check", "--batch", "missing.json"),
        ("session", "list", "--partner", "acme", "--member", "1"),
        ("nonsense",),
        ("partner",),
        (),
    ],
)
def test_misuse_is_2_and_says_so_in_json(line, arguments):
    assert line.misused(*arguments, config=None if len(arguments) < 2 else "casement.yaml")


def test_misuse_without_json_leaves_standard_output_alone(line):
    done = line.run("partner", "create", "--name", "A")
    assert (done.status, done.out) == (2, "")
    assert "--vendor-id" in done.err


def test_help_is_a_yes(line):
    for arguments in [("--help",), ("partner", "--help"), ("help", "partner", "create")]:
        done = line.run(*arguments, config=None)
        assert (done.status, done.err) == (0, "")
        assert "USAGE: casement" in done.out


def test_options_stand_anywhere_after_the_command(acme):
    there = acme.run("partner", "show", "--json", "--config", "casement.yaml", "--partner", "acme", config=None)
    assert there.json == acme.json("partner", "show", "--partner", "acme")


def test_settings_that_cannot_be_read_are_misuse(line):
    assert "nowhere.yaml" in line.misused("partner", "list", config="nowhere.yaml")
    line.settings("gateway.listn: x\n")
    assert line.misused("partner", "list") == (
        "casement.yaml:3: gateway.listn: is not a setting; did you mean gateway.listen?"
    )


def test_an_unknown_variable_is_one_warning(line):
    done = line.run("partner", "list", "--json", environment={"CASEMENT_NONSENSE": "1"})
    assert (done.status, done.json) == (0, [])
    assert done.err == "warning: CASEMENT_NONSENSE is not a setting\n"


def test_a_directory_that_cannot_be_opened_is_named(line):
    (line.folder / "directory.sqlite").write_text("This is no database, but it is long enough to look like one." * 99)
    done = line.run("partner", "list", "--json")
    assert done.status == 1
    assert done.json["code"] == "directory_unavailable"
    assert "directory.sqlite" in done.json["message"]
