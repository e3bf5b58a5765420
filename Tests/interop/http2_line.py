"""An HTTP/2 connection as raw as its frames: what no client would send can be sent, and every frame that comes is seen."""

import socket
import ssl

from casement_stack import DEADLINE, trusting
from hpack import Decoder, Encoder
from hyperframe.frame import (
    ContinuationFrame, DataFrame, Frame, GoAwayFrame, HeadersFrame, PingFrame, RstStreamFrame, SettingsFrame,
)  # fmt: skip

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
FRAME_LIMIT = 16_384
PROTOCOL_ERROR, ENHANCE_YOUR_CALM = 0x1, 0xB


class Line:
    """One connection; what comes is kept by stream, with heads as lists of names and values."""

    def __init__(self, stack, settings=None):
        plain = socket.create_connection(("127.0.0.1", stack.gateway_port), DEADLINE)
        context = trusting(stack.directory / "front.pem", ["http/1.1", "h2"])
        self.tls = context.wrap_socket(plain, server_hostname="localhost")
        assert self.tls.selected_alpn_protocol() == "h2"
        self.authority = f"localhost:{stack.gateway_port}"
        self.encoder, self.decoder = Encoder(), Decoder()
        self.unread = b""
        self.heads, self.bodies, self.ended, self.resets, self.goaways = {}, {}, set(), {}, []
        self.settings, self.pongs = {}, 0
        self.tls.sendall(PREFACE)
        self.send(SettingsFrame(0, settings=settings or {}))

    def close(self):
        self.tls.close()

    def send(self, *frames):
        """Frames as they are; a gateway that has gone is seen by reading."""
        try:
            self.tls.sendall(b"".join(frame.serialize() for frame in frames))
        except OSError:
            pass

    def head(self, stream, *fields, method="GET", path="/", cookie=None, ends=True, without=()):
        """The frames of a request's head; `fields` follow the usual ones."""
        control = [(":method", method), (":scheme", "https"), (":authority", self.authority), (":path", path)]
        cookies = [("cookie", f"__Host-casement={cookie}")] if cookie else []
        return self.raw_head(stream, [f for f in control if f[0] not in without] + cookies + list(fields), ends)

    def raw_head(self, stream, fields, ends=True):
        """Exactly these fields, in as many frames as they need."""
        block = self.encoder.encode(fields, huffman=False)
        parts = [block[start : start + FRAME_LIMIT] for start in range(0, len(block), FRAME_LIMIT)]
        frames = [HeadersFrame(stream, data=parts[0], flags=["END_STREAM"] if ends else [])]
        frames += [ContinuationFrame(stream, data=part) for part in parts[1:]]
        frames[-1].flags.add("END_HEADERS")
        return frames

    def data(self, stream, data, ends=False):
        """DATA."""
        return DataFrame(stream, data=data, flags=["END_STREAM"] if ends else [])

    def ask(self, stream, *fields, **more):
        """A whole request and its status."""
        self.send(*self.head(stream, *fields, **more))
        self.read_until(lambda: stream in self.ended or stream in self.resets)
        return self.status(stream)

    def status(self, stream):
        """What the answer's last head says; None without one."""
        heads = self.heads.get(stream)
        return int(dict(heads[-1])[":status"]) if heads else None

    def read_until(self, is_so):
        """Takes frames until it is so; False when the connection ends first."""
        while not is_so():
            frame = self.next_frame()
            if frame is None:
                return False
            self.take(frame)
        return True

    def read_to_end(self):
        """Takes all that comes until the gateway ends the connection."""
        self.read_until(lambda: False)

    def next_frame(self):
        header = self.read(9)
        if header is None:
            return None
        frame, length = Frame.parse_frame_header(memoryview(header))
        body = self.read(length)
        if body is None:
            return None
        frame.parse_body(memoryview(body))
        return frame

    def read(self, count):
        try:
            while len(self.unread) < count:
                part = self.tls.recv(65536)
                if not part:
                    return None
                self.unread += part
        except (ConnectionError, ssl.SSLEOFError):
            return None
        taken, self.unread = self.unread[:count], self.unread[count:]
        return taken

    def take(self, frame):
        stream = frame.stream_id
        if isinstance(frame, SettingsFrame) and "ACK" not in frame.flags:
            self.settings |= frame.settings
            self.send(SettingsFrame(0, flags=["ACK"]))
        elif isinstance(frame, PingFrame):
            self.pongs += "ACK" in frame.flags
            if "ACK" not in frame.flags:
                self.send(PingFrame(0, opaque_data=frame.opaque_data, flags=["ACK"]))
        elif isinstance(frame, HeadersFrame):
            self.heads.setdefault(stream, []).append(self.decoder.decode(frame.data))
        elif isinstance(frame, DataFrame):
            self.bodies[stream] = self.bodies.get(stream, b"") + frame.data
        elif isinstance(frame, RstStreamFrame):
            self.resets[stream] = frame.error_code
        elif isinstance(frame, GoAwayFrame):
            self.goaways.append(frame.error_code)
        if "END_STREAM" in frame.flags:
            self.ended.add(stream)
