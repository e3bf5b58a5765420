"""Compact JWS made by openssl alone: nothing here but base64 and the order of bytes is ours."""

import base64
import json
import tempfile
import time
import uuid

from casement_stack import openssl

DIGEST = {"RS256": "-sha256", "RS384": "-sha384", "RS512": "-sha512", "PS256": "-sha256", "ES256": "-sha256"}
COORDINATE = {"ES256": 32}


def claims(vendor, **more):
    """What a partner's token commonly carries."""
    return {"sub": f"{vendor}:EC-1", "jti": str(uuid.uuid4()), "iat": int(time.time())} | more


def signed_by_openssl(algorithm, key, payload):
    """The token that openssl signs with the key in this file."""
    head = encode(json.dumps({"alg": algorithm, "typ": "JWT"}).encode())
    message = f"{head}.{encode(json.dumps(payload).encode())}"
    return f"{message}.{encode(signature(algorithm, key, message.encode()))}"


def signature(algorithm, key, message):
    """openssl's signature in the form of RFC 7518."""
    if algorithm == "EdDSA":
        with tempfile.NamedTemporaryFile() as file:
            file.write(message)
            file.flush()
            return openssl("pkeyutl", "-sign", "-rawin", "-inkey", key, "-in", file.name)
    options = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"] if algorithm[0] == "P" else []
    made = openssl("dgst", DIGEST[algorithm], "-sign", key, *options, data=message)
    return raw(made, COORDINATE[algorithm]) if algorithm[0] == "E" else made


def raw(der, length):
    """r and s side by side, out of the SEQUENCE of two INTEGERs that openssl writes."""
    assert der[0] == 0x30 and der[1] == len(der) - 2
    numbers, rest = [], der[2:]
    while rest:
        assert rest[0] == 0x02
        numbers.append(int.from_bytes(rest[2 : 2 + rest[1]], "big"))
        rest = rest[2 + rest[1] :]
    return b"".join(number.to_bytes(length, "big") for number in numbers)


def encode(data):
    """base64url without padding (RFC 7515 section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
