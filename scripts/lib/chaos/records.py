"""Live sessions by the hundred thousand: copies of one that signed in, each under an id and a cookie of its own."""

import base64
import hashlib
import itertools

import redis

BATCH = 500
COPY = """
local prefix, index, flat, life, ends, line = ARGV[1], KEYS[1], redis.call('HGETALL', ARGV[2]), ARGV[3], ARGV[4], ARGV[5]
local at
for i = 1, #flat, 2 do if flat[i] == 'id' then at = i + 1 end end
for i = 6, #ARGV do
  local hash, id = ARGV[i], string.sub(ARGV[i], 1, 22)
  flat[at] = id
  redis.call('HSET', prefix .. hash, unpack(flat))
  redis.call('EXPIRE', prefix .. hash, life)
  redis.call('ZADD', index, ends, id .. ' ' .. hash .. line)
end
"""


class Records:
    """What a Redis holds of sessions."""

    def __init__(self, server):
        self.redis = redis.Redis(unix_socket_path=str(server.socket))
        self.copy = self.redis.register_script(COPY)
        self.numbers = itertools.count()

    def multiply(self, cookie, count):
        """Copies the session of a cookie so many times; the cookies of the copies."""
        name, value = cookie.split("=")
        customer = value.split(".")[0]
        prefix, index = f"{{c{customer}}}:s:", f"{{c{customer}}}:i"
        original = text(hashlib.sha256(bits_of(value.split(".")[1])).digest())
        [(entry, ends)] = [(entry, ends) for entry, ends in self.redis.zrange(index, 0, -1, withscores=True)
                           if entry.decode().split()[1] == original]
        rest = " " + " ".join(entry.decode().split()[2:])
        fixed = [prefix, prefix + original, self.redis.ttl(prefix + original), int(ends), rest]
        secrets = [hashlib.sha256(b"%d" % number).digest() for number in itertools.islice(self.numbers, count)]
        for at in range(0, count, BATCH):
            hashes = [text(hashlib.sha256(secret).digest()) for secret in secrets[at:at + BATCH]]
            self.copy(keys=[index], args=fixed + hashes)
        return [f"{name}={customer}.{text(secret)}" for secret in secrets]

    def memory(self):
        """Bytes in use."""
        return self.redis.info("memory")["used_memory"]


def text(some_bytes):
    return base64.urlsafe_b64encode(some_bytes).decode().rstrip("=")


def bits_of(some_text):
    return base64.urlsafe_b64decode(some_text + "=")
