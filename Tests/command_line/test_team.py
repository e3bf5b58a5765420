"""Who may sign in to the console."""

import pytest

PASSWORD = "three small words"


def operator(*more):
    return ("team", "create", "--operator", "--name", "Olga", "--email", "olga@casement.example", *more)


def manager(*more):
    return ("team", "create", "--partner", "acme", "--name", "Cleo", "--email", "cleo@acme.example", *more)


def test_teams_are_made_listed_and_deleted(acme):
    olga = acme.json(*operator(), data=f"{PASSWORD}\n")
    assert (olga["vendor_id"], olga["role_name"], olga["name"]) == (None, "operator", "Olga")
    cleo = acme.json(*manager("--role", "customer_manager"), data=PASSWORD)
    assert (cleo["vendor_id"], cleo["role_name"], cleo["email"]) == ("acme", "customer_manager", "cleo@acme.example")
    assert acme.json("team", "list", "--operator") == [olga]
    assert acme.json("team", "list", "--partner", "acme") == [cleo]
    whom = ("--email", "CLEO@acme.example")
    assert acme.json("team", "delete", *whom) == {"id": cleo["id"], "deleted": True}
    assert acme.refused("team", "delete", *whom) == "team_user_not_found"
    assert acme.refused("team", "delete", "--email", olga["email"]) == "last_operator"


def test_the_password_is_kept_as_a_hash_alone(acme):
    acme.json(*operator(), data=f"{PASSWORD}\n")
    kept = b"".join(file.read_bytes() for file in acme.folder.glob("directory.sqlite*"))
    assert PASSWORD.encode() not in kept
    assert b"scrypt$" in kept
    assert PASSWORD not in acme.run("team", "list", "--operator", "--json").out


def test_another_password_warns_when_sessions_cannot_be_ended(acme):
    acme.json(*operator(), data=PASSWORD)
    change = ("team", "password", "--email", "olga@casement.example", "--json")
    done = acme.run(*change, data="four other small words\n")
    assert (done.status, done.json["name"]) == (0, "Olga")
    assert done.err.startswith("warning: Redis does not answer")
    assert acme.run(*change, data="short\n").json["code"] == "field_invalid"


@pytest.mark.parametrize("password", ["", "short", "x" * 1025])
def test_passwords_have_a_rule(acme, password):
    assert acme.refused(*operator(), data=f"{password}\n") == "field_invalid"
    assert acme.json("team", "list", "--operator") == []


def test_what_is_taken_or_missing_has_a_code(acme):
    acme.json(*operator(), data=PASSWORD)
    assert acme.refused(*operator(), data=PASSWORD) == "email_taken"
    nobody = ("--partner", "nobody", "--role", "admin", "--name", "N", "--email", "n@example.com")
    assert acme.refused("team", "create", *nobody, data=PASSWORD) == "vendor_not_found"
    assert acme.refused("team", "password", "--email", "n@example.com", data=PASSWORD) == "team_user_not_found"


def test_a_role_belongs_to_a_partners_team(acme):
    assert "--role" in acme.misused(*manager(), data=PASSWORD)
    assert "--role" in acme.misused(*operator("--role", "admin"), data=PASSWORD)
    assert acme.misused(*manager("--role", "operator"), data=PASSWORD)
    assert acme.misused(*manager("--role", "admin", "--operator"), data=PASSWORD)
    assert "standard input" in acme.misused(*operator(), data="")
