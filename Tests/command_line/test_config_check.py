"""`config check`."""

import pytest


def value(answer, key):
    """One key's value and whence it comes."""
    entry = next(entry for entry in answer["settings"] if entry["key"] == key)
    return entry["value"], entry["origin"], entry["place"]


def test_every_value_is_shown_with_its_origin(line):
    line.settings("gateway: {public_url: 'https://apps.example.com'}\n")
    answer = line.json("config", "check", environment={"CASEMENT_TOKEN_MAX_AGE": "5m"})
    assert (answer["valid"], answer["problems"], answer["warnings"]) == (True, [], [])
    assert value(answer, "gateway.public_url") == ("https://apps.example.com", "file", "casement.yaml:3")
    assert value(answer, "token.max_age") == ("5m", "environment", "CASEMENT_TOKEN_MAX_AGE")
    assert value(answer, "gateway.upstream") == ("http://127.0.0.1:8082", "default", None)
    words = line.run("config", "check")
    assert (words.status, words.err) == (0, "")
    assert "gateway.public_url = https://apps.example.com  (casement.yaml:3)" in words.out.splitlines()


def test_every_problem_is_named_with_its_line(line):
    line.settings("token:\n  leeway: soon\n  max_agee: 1s\n")
    done = line.run("config", "check", "--json")
    assert (done.status, done.json["valid"]) == (1, False)
    found = {problem["key"]: (problem["line"], problem["message"]) for problem in done.json["problems"]}
    assert found["token.leeway"] == (4, '"soon" is not a time: write it like 90s, 10m or 12h')
    assert found["token.max_agee"] == (5, "is not a setting; did you mean token.max_age?")
    words = line.run("config", "check")
    assert (words.status, words.out) == (1, "")
    assert "casement.yaml:4: token.leeway: " in words.err


def test_a_wrong_variable_is_named(line):
    done = line.run("config", "check", "--json", environment={"CASEMENT_LOG_LEVEL": "loud"})
    assert (done.status, done.json["problems"][0]["place"]) == (1, "CASEMENT_LOG_LEVEL")


def test_what_does_nothing_is_a_warning(line):
    done = line.run("config", "check", "--json", environment={"CASEMENT_GATEWAY_LISTN": "x"})
    assert (done.status, done.json["valid"]) == (0, True)
    assert done.json["warnings"] == [
        "CASEMENT_GATEWAY_LISTN is not a setting; did you mean CASEMENT_GATEWAY_LISTEN?",
    ]


def test_files_that_serve_needs_are_read(line):
    line.settings("gateway.tls: {certificate: nowhere.pem, key: nowhere.key}\n")
    done = line.run("config", "check", "--json")
    assert (done.status, done.json["valid"]) == (1, False)
    [problem] = done.json["problems"]
    assert (problem["key"], problem["line"]) == ("gateway.tls.certificate", 3)
    assert problem["message"] == 'the file "nowhere.pem" cannot be read'


def test_secrets_come_from_files_and_are_never_shown(line):
    (line.folder / "token").write_text("hush-hush\n")
    (line.folder / "redis").write_text("redis://ann:hush-hush@127.0.0.1:6379/2\n")
    (line.folder / "casement.yaml").write_text("admin.token_file: token\nredis.url_file: redis\n")
    done = line.run("config", "check", "--json")
    assert done.status == 0 and "hush" not in done.out + done.err
    assert value(done.json, "redis.url")[0] == "redis://127.0.0.1:6379/2"
    (line.folder / "casement.yaml").write_text("admin: {token_file: token, token: hush-hush}\n")
    both = line.run("config", "check", "--json")
    assert both.status == 1 and "hush" not in both.out + both.err
    assert both.json["problems"][0]["message"] == "is given beside admin.token; give one of them"
    (line.folder / "casement.yaml").write_text("redis.url_file: nowhere\n")
    assert "cannot be read" in line.run("config", "check").err


def test_a_file_that_is_not_there_is_misuse(line):
    assert line.misused("config", "check", config="nowhere.yaml") == "nowhere.yaml cannot be read."


def test_several_upstreams_take_the_place_of_one(line):
    line.settings("gateway: {upstreams: ['http://127.0.0.1:3000', 'http://127.0.0.1:3001']}\n")
    answer = line.json("config", "check")
    assert value(answer, "gateway.upstreams")[0] == "http://127.0.0.1:3000,http://127.0.0.1:3001"
    assert value(answer, "gateway.upstream") == ("none", "default", None)
    assert value(answer, "gateway.health_check.interval") == ("2s", "default", None)


@pytest.mark.parametrize(
    "settings, key, message",
    [
        (
            "upstreams: 'http://a,https://b'", "gateway.upstreams",
            "has http and https addresses; give all the same scheme",
        ),
        ("upstreams: 'http://a,http://a:80'", "gateway.upstreams", "names http://a:80 twice"),
        (
            "upstreams: http://a, upstream: http://b", "gateway.upstreams",
            "is given beside gateway.upstream; give one of them",
        ),
        ("upstream: none", "gateway.upstream", "names no address"),
    ],
)  # fmt: skip
def test_upstreams_that_do_not_go_together_are_refused(line, settings, key, message):
    line.settings("gateway: {" + settings + "}\n")
    done = line.run("config", "check", "--json")
    assert done.status == 1
    assert [(problem["key"], problem["message"]) for problem in done.json["problems"]] == [(key, message)]
