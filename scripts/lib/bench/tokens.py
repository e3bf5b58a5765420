"""The key of the partner whose users sign in, and its tokens."""

import multiprocessing
import os
import time
import uuid

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

VENDOR_ID = "acme"
CUSTOMERS = 20
# Longer than the run, for which the tokens are made at its start.
LIFETIME = 3600


class Signer:
    """An RSA-2048 key whose public half lies in a file."""

    def __init__(self, folder):
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.key = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        self.key_set = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
        self.public_key_file = folder / "key.pem"
        self.tokens, self.tokens_in_file = folder / "tokens", 0
        self.public_key_file.write_bytes(key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo))

    def token(self):
        """A token for one sign-in."""
        return sign_share(self.key, 0, 1)[0]

    def bearer_token(self):
        """A token that is sent with every request, for the servers that verify one each time."""
        now = int(time.time())
        claims = {"iss": VENDOR_ID, "sub": "EC-1", "iat": now, "exp": now + LIFETIME, "name": "Ann Åkesson"}
        return jwt.encode(claims, self.key, algorithm="RS256")

    def token_file(self, count):
        """A file of at least so many tokens, a line each, no two the same."""
        if count > self.tokens_in_file:
            workers = os.cpu_count()
            shares = [(self.key, number, -(-count // workers)) for number in range(workers)]
            with multiprocessing.Pool(workers) as pool:
                tokens = [token for share in pool.starmap(sign_share, shares) for token in share]
            self.tokens.write_text("\n".join(tokens) + "\n")
            self.tokens_in_file = len(tokens)
        return self.tokens


def sign_share(key, offset, count):
    key, now = serialization.load_pem_private_key(key, None), int(time.time())
    return [jwt.encode(claims(offset + number, now), key, algorithm="RS256") for number in range(count)]


def claims(number, now):
    return {"sub": f"{VENDOR_ID}:EC-{number % CUSTOMERS}", "jti": str(uuid.uuid4()), "iat": now, "name": "Ann Åkesson",
            "email": "ann@bluesky.example"}


def spoiled(text):
    """The same text with one character changed, past any header that it has."""
    at = len(text) - 20
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1:]
