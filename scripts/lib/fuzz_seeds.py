"""What each fuzzer starts from: a few inputs of our own, and the corpora where they are there."""

import base64
import json
from pathlib import Path

CORPORA = Path(__file__).resolve().parents[3] / "shared" / "corpora"
COOKIE = "7." + "A" * 43
CLAIMS = '"sub":"acme:4676:Eann","jti":"1","iat":1800000000'
OWN = {
    "RequestHead": [
        "GET /a?b HTTP/1.1\r\nHost: gateway.example\r\nCookie: a=1\r\n\r\n",
        "\r\nPOST http://gateway.example/ HTTP/1.1\r\nhost: [::1]:80\r\nContent-Length: 2\r\n\r\nok"
        + "OPTIONS * HTTP/1.0\r\nHost: a\r\nConnection: close, X-Casement-A\r\nX_Casement_A: 1\r\n\r\n",
        "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2;a=\"b\"\r\nok\r\n0\r\nT: 1\r\n\r\nGET / ",
    ],
    "ResponseHead": [
        "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\nSet-Cookie: a=1\r\n\r\n2\r\nok\r\n0\r\n\r\n"
        + "HTTP/1.1 304 Not Modified\r\n\r\n",
        "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\nuntil close",
    ],
    "ChunkedBody": [
        "5;ext=value;q=\"a;b\"\r\nhello\r\nA\r\n, chunked \r\n0\r\nX-Trailer: 1\r\n\r\nNEXT",
        "0\r\n\r\n",
        "fffffffffffffff\r\nx",
    ],
    "Token": [
        '{"alg":"EdDSA","kid":"1","typ":"JWT"}\n{"sub":"acme:EBS-1:Eann"}\nsignature',
        '{"alg":"RS256"}\n{"sub":"acme:4676"}\n',
        '{"alg":"none","crit":["b64"],"b64":false,"jwk":{},"jku":"","x5u":"","x5c":[]}\n{}\n',
    ],
    "Claims": [
        "{%s}" % CLAIMS,
        '{%s,"exp":1800000060.5,"nbf":1e9,"origin":"https://a.example","name":"\\u00c5","email":"a@b"}' % CLAIMS,
        '{"sub":"acme:EBS-1","jti":"1","exp":1800003600,"purpose":"sign_out","scope":"customer"}',
        '{%s,"aud":["app","https://gateway.example"],"iss":"https://issuer.example"}' % CLAIMS,
    ],
    "Origin": [
        "https://a.example, https://*.b.example:8443/,http://localhost:3000",
        "https://192.0.2.1:443,https://*.co.uk,https://*.localhost",
        "https://Bücher.example,https://xn--bcher-kva.example",
    ],
    "Cookie": [
        f"a=1; __Host-casement={COOKIE}; b=\"x\"",
        f"casement-direct={COOKIE}; a=\"x; __host-Casement=x; b=y\"; casement-console =1",
        "a; =b; ;; c = d ",
    ],
}  # fmt: skip


def of(target):
    """The target's seeds as bytes."""
    own = [text.encode() for text in OWN[target]]
    return own + (list(FROM_CORPORA[target]()) if CORPORA.exists() else [])


def requests():
    for case in framing():
        if case["kind"] != "response":
            yield b"".join(base64.b64decode(step["raw_b64"]) for step in case.get("steps", [case]))


def answers():
    return (base64.b64decode(case["raw_b64"]) for case in framing() if case["kind"] == "response")


def chunked_bodies():
    for message in (*requests(), *answers()):
        head, _, body = message.partition(b"\r\n\r\n")
        if b"chunked" in head.lower():
            yield body


def tokens():
    """The published examples as they are, and with their segments spelt out in lines."""
    for path in sorted((CORPORA / "jose_rfc").rglob("*.jwsc")):
        compact = path.read_bytes().strip()
        yield compact
        yield b"\n".join(base64.urlsafe_b64decode(part + b"==") for part in compact.split(b"."))


def claims():
    """Each JSON text as the whole of the claims and as one of them."""
    for path in sorted((CORPORA / "json_parsing").rglob("*.json")):
        text = path.read_bytes()
        yield text
        yield b'{%s,"name":%s}' % (CLAIMS.encode(), text)


def origins():
    for case in cases("urltestdata.json"):
        yield from (case[key].encode(errors="replace") for key in ("input", "origin") if case.get(key))
    for case in cases("toascii.json") + cases("IdnaTestV2.json"):
        yield b"https://" + case["input"].encode(errors="replace")


def cookies():
    return (line.encode(errors="replace") for case in cases("set_cookie.json") for line in case["received"])


def framing():
    return corpus("http_framing.json")["cases"]


def cases(name):
    """The cases of a file in which texts stand between them."""
    return [case for case in corpus(name) if isinstance(case, dict)]


def corpus(name):
    return json.loads((CORPORA / name).read_text())


FROM_CORPORA = {
    "RequestHead": requests,
    "ResponseHead": answers,
    "ChunkedBody": chunked_bodies,
    "Token": tokens,
    "Claims": claims,
    "Origin": origins,
    "Cookie": cookies,
}
