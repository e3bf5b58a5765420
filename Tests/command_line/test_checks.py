"""`token check` and `origin check`."""

import json

import pytest

SIGN = ("token", "sign", "--key", "acme.pem", "--partner", "acme", "--customer", "EBS-1")
ASK = ("origin", "check", "--partner", "acme", "--customer", "EBS-1")


def test_a_token_is_told_check_by_check(acme):
    token = acme.json(*SIGN, "--origin", "https://na1.company.com")["token"]
    done = acme.run("token", "check", token)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert "passed\tsignature" in lines and "not_reached\treplay" in lines
    assert lines[-1] == "accepted: Blue Sky, origin https://na1.company.com"
    assert acme.json("token", "check", "--token", token) == acme.json("token", "check", data=token + "\n")


def test_the_failed_check_is_named(acme):
    token = acme.json(*SIGN, "--origin", "https://elsewhere.example")["token"]
    done = acme.run("token", "check", token, "--json")
    steps = {step["check"]: step["outcome"] for step in done.json["steps"]}
    assert (done.status, done.json["accepted"], done.json["code"]) == (1, False, "origin_not_allowed")
    assert [check for check, outcome in steps.items() if outcome == "failed"] == ["origin_allowed"]
    words = acme.run("token", "check", token)
    assert words.status == 1 and "failed\torigin_allowed" in words.out
    assert words.err.startswith("origin_not_allowed: ")


@pytest.mark.parametrize(
    "more, code",
    [
        (("--expires-in", "-100"), "token_expired"),
        (("--audience", "https://elsewhere.example"), "claim_invalid"),
        (("--purpose", "sign_out"), "claim_invalid"),
        (("--member", "7"), "member_not_found"),
        (("--algorithm", "PS256"), "algorithm_not_allowed"),
        (("--jti", ""), "claim_invalid"),
        (("--origin", "nonsense"), "origin_malformed"),
    ],
)
def test_refusals_of_tokens(acme, more, code):
    token = acme.json(*SIGN, *more)["token"]
    assert acme.run("token", "check", token, "--json").json["code"] == code


def test_no_token_is_a_refusal_too(acme):
    assert acme.refused("token", "check", data="") == "token_missing"
    assert acme.refused("token", "check", "a.b.c") == "token_malformed"
    assert acme.misused("token", "check", "a.b.c", "--token", "a.b.c")


def test_what_cannot_sign_is_refused(acme):
    assert acme.refused(*SIGN, "--algorithm", "ES256") == "key_invalid"
    assert acme.misused(*SIGN, "--algorithm", "HS256")
    public = [word if word != "acme.pem" else "acme.pub.pem" for word in SIGN]
    assert acme.refused(*public) == "key_invalid"


@pytest.mark.parametrize(
    "origin, code, rule",
    [
        ("https://eu1.company.com", None, "exact"),
        ("https://EU1.company.com:443/", None, "exact"),
        ("https://company.com", None, "exact"),
        (None, None, "first_entry"),
        ("", None, "first_entry"),
        ("https://eu2.company.com", "origin_not_allowed", "no_match"),
        ("https://eu1.company.com/x", "origin_malformed", "malformed"),
    ],
)
def test_an_origin_is_explained(acme, origin, code, rule):
    done = acme.run(*ASK, *(() if origin is None else ("--origin", origin)), "--json")
    assert done.status == (1 if code else 0)
    assert (done.json["accepted"], done.json.get("code"), done.json["rule"]) == (code is None, code, rule)
    assert [entry["list"] for entry in done.json["effective"]] == ["customer", "customer", "partner"]
    assert ("frame_ancestors" in done.json) == (code is None)


def test_an_origin_is_explained_to_people(acme):
    done = acme.run(*ASK, "--origin", "https://eu2.company.com")
    assert done.status == 1
    assert "rule no_match" in done.out and "https://na1.company.com" in done.out
    assert done.err.startswith("origin_not_allowed: ")


def test_unknown_parties_have_the_codes_of_sign_ins(acme):
    assert acme.refused("origin", "check", "--partner", "nobody", "--customer", "1") == "vendor_not_found"
    assert acme.refused("origin", "check", "--partner", "acme", "--customer", "99") == "customer_not_found"


BATCH = [
    {"customer": 1, "origin": "https://na1.company.com"},
    {"customer": "EBS-1", "origin": "https://x.example", "expect": "origin_not_allowed"},
    {"partner": "nobody", "customer": "1", "expect": "vendor_not_found"},
    {"customer": "2", "expect": "customer_not_found"},
]


def written(form):
    return json.dumps(BATCH, indent=1) if form == "array" else "\n".join(map(json.dumps, BATCH)) + "\n"


@pytest.mark.parametrize("form", ["array", "lines"])
@pytest.mark.parametrize("way", ["file", "standard input"])
def test_a_batch_is_answered_one_by_one(acme, form, way):
    (acme.folder / "batch.json").write_text(written(form))
    file, data = ("-", written(form)) if way == "standard input" else ("batch.json", None)
    answers = acme.json("origin", "check", "--partner", "acme", "--batch", file, data=data)
    verdicts = [(answer["partner"], answer["customer"], answer.get("code", "accepted")) for answer in answers]
    assert verdicts == [
        ("acme", "1", "accepted"), ("acme", "EBS-1", "origin_not_allowed"), ("nobody", "1", "vendor_not_found"),
        ("acme", "2", "customer_not_found"),
    ]  # fmt: skip


def test_a_batch_with_a_surprise_is_a_no(acme):
    batch = json.dumps([*BATCH, {"customer": "1", "origin": "https://x.example"}])
    done = acme.run("origin", "check", "--partner", "acme", "--batch", "-", data=batch)
    assert (done.status, done.err) == (1, "1 of 5 not as expected\n")
    assert done.out.splitlines()[-1] == "NOT AS EXPECTED\t1\thttps://x.example\torigin_not_allowed"


@pytest.mark.parametrize("batch", ["{", "[1]", '[{"origin": "https://a.example"}]', '[{"customer": 1.5}]', "hello"])
def test_a_batch_that_cannot_be_read_is_misuse(acme, batch):
    assert acme.misused("origin", "check", "--partner", "acme", "--batch", "-", data=batch)
