"""How much memory a very large body takes on its way, when who should take it pauses."""

import contextlib
import time

from bench.machine import beside, fail, forget_peak, peak_resident, resident
from bench.measured import Measured
from bench.servers.application import BODY_1G, PAUSE, PAUSE_AFTER

PIECE = 256 * 1024


def download_growth(server):
    """Megabytes more that were resident at most while a client took 1 GiB, which paused on the way."""
    def take():
        with contextlib.closing(server.connect()) as connection:
            connection.request("GET", "/files/1g", headers=server.credentials())
            answer, taken, paused = connection.getresponse(), 0, False
            while piece := answer.read(PIECE):
                taken += len(piece)
                if taken >= PAUSE_AFTER and not paused:
                    time.sleep(PAUSE)
                    paused = True
        if (answer.status, taken) != (200, BODY_1G):
            fail(f"{server.title} passed {taken} of {BODY_1G} bytes on, with status {answer.status}")
    return peak_growth(server, take)


def upload_growth(server):
    """The same while a client sent 1 GiB, and the application paused on the way."""
    def send():
        fields = server.credentials() | {"Content-Length": str(BODY_1G)}
        piece = bytes(PIECE)
        body = (piece for _ in range(BODY_1G // PIECE))
        if (status := server.ask("POST", "/take_slowly", fields, body).status) != 200:
            fail(f"{server.title} answered {status} to a body of {BODY_1G} bytes")
    return peak_growth(server, send)


def peak_growth(server, transfer):
    before = resident(server.pid)
    forget_peak(server.pid)
    with beside():
        transfer()
    return Measured(peak_resident(server.pid) - before)
