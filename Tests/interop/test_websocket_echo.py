"""Echo cases as in Autobahn's test suite, between a client and a server that others wrote, with and without TLS."""

import pytest
from casement_stack import DEADLINE, running_stack
from socket_stack import SocketStack, SocketTLSStack, ended
from test_outages import signed_in

# Around every length at which a frame's head changes, and one that no single read takes.
SIZES = [0, 1, 125, 126, 127, 128, 65535, 65536, 1 << 20]
# All that an endpoint may send (RFC 6455 7.4).
CODES = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999]
TEXT = "κόσμε Grüße 🪟"


@pytest.fixture(scope="module", params=[SocketStack, SocketTLSStack], ids=["plain", "tls"])
def stack(request):
    with running_stack(request.param) as running:
        running.session = signed_in(running)
        yield running


def echoed(connection, message, **more):
    connection.send(message, **more)
    return connection.recv(timeout=DEADLINE)


@pytest.mark.parametrize("compression", [None, "deflate"])
@pytest.mark.parametrize("unit", ["x", b"\x00"], ids=["text", "binary"])
def test_every_length_comes_back(stack, compression, unit):
    with stack.open(stack.session, compression=compression) as connection:
        for size in SIZES:
            message = unit * size
            for _ in range(2):
                assert echoed(connection, message) == message, size
    assert stack.close_of(connection) == (1000, "")


def test_large_messages_come_back(stack):
    with stack.open(stack.session, compression=None) as connection:
        message = bytes(range(256)) * 20_000
        assert echoed(connection, message) == message


def test_compression_is_agreed_between_the_ends(stack):
    stack.seen.clear()
    with stack.open(stack.session, compression="deflate") as connection:
        (request,) = stack.seen
        assert "permessage-deflate" in request.headers["Sec-WebSocket-Extensions"]
        assert connection.response.headers["Sec-WebSocket-Extensions"].startswith("permessage-deflate")
        assert echoed(connection, TEXT * 10_000) == TEXT * 10_000
    with stack.open(stack.session, compression=None) as connection:
        assert "Sec-WebSocket-Extensions" not in connection.response.headers


@pytest.mark.parametrize("compression", [None, "deflate"])
def test_fragments(stack, compression):
    with stack.open(stack.session, compression=compression) as connection:
        assert echoed(connection, ["frag", "ment", "", "ed" * 50_000]) == "fragment" + "ed" * 50_000
        assert echoed(connection, [b"\x00", b"", b"\xff" * 65536]) == b"\x00" + b"\xff" * 65536
        connection.send("stream")
        assert "".join(connection.recv_streaming()) == "".join(map(str, range(1000)))


def test_characters_split_over_frames(stack):
    with stack.open(stack.session, compression=None) as connection:
        encoded = TEXT.encode()
        assert echoed(connection, [bytes([byte]) for byte in encoded], text=True) == TEXT


def test_pings_between_fragments_and_of_every_length(stack):
    with stack.open(stack.session) as connection:
        for size in (0, 1, 124, 125):
            assert connection.ping(b"p" * size).wait(DEADLINE), size
        connection.pong(b"nobody asked")

        def fragments():
            for number in range(5):
                assert connection.ping(str(number)).wait(DEADLINE)
                yield str(number)

        assert echoed(connection, fragments()) == "01234"


@pytest.mark.parametrize("code", CODES)
def test_close_codes_pass_both_ways(stack, code):
    with stack.open(stack.session) as connection:
        connection.close(code, "enough")
    assert stack.close_of(connection) == (code, "enough")
    with stack.open(stack.session) as connection:
        connection.send(f"close {code}")
        assert ended(connection) == (code, "told to")
