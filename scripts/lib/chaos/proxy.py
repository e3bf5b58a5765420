"""Passes bytes between a gateway and Redis; what stands in standard input holds, closes or restores subscribed connections.

    python3 -m chaos.proxy LISTEN TARGET

Both are Unix sockets. Each order is answered with itself once it is carried out.
"""

import asyncio
import contextlib
import os
import sys

# Signs of life after which a line counts as restored.
SIGNS = 4


class Proxy:
    def __init__(self, target):
        self.target, self.lines, self.refuses = target, set(), False
        self.passing, self.restored, self.signs = asyncio.Event(), asyncio.Event(), 0
        self.passing.set()

    async def serve(self, reader, writer):
        upstream_reader, upstream_writer = await asyncio.open_unix_connection(self.target)
        passed = Passed(self, writer, upstream_writer)
        await asyncio.gather(passed.out(reader), passed.back(upstream_reader))
        self.lines.discard(passed)

    async def carry_out(self, order):
        if order == "hold":
            self.passing.clear()
        elif order == "close":
            self.refuses = True
            await asyncio.gather(*(line.closed() for line in tuple(self.lines)))
        else:
            self.refuses, self.signs = False, 0
            self.restored.clear()
            self.passing.set()
            await self.restored.wait()

    def has_sign(self):
        self.signs += 1
        if self.signs >= SIGNS and not self.refuses and self.passing.is_set():
            self.restored.set()


class Passed:
    """One connection and its other half."""

    def __init__(self, proxy, client, server):
        self.proxy, self.client, self.server, self.is_line = proxy, client, server, False

    async def out(self, reader):
        while piece := await self.read(reader):
            if b"SUBSCRIBE" in piece:
                self.is_line = True
                self.proxy.lines.add(self)
                if self.proxy.refuses:
                    break
            await self.write(self.server, piece)
        self.close()

    async def back(self, reader):
        while piece := await self.read(reader):
            await self.write(self.client, piece)
            if self.is_line:
                self.proxy.has_sign()
        self.close()

    async def read(self, reader):
        with contextlib.suppress(OSError):
            return await reader.read(65536)

    async def write(self, writer, piece):
        if self.is_line:
            await self.proxy.passing.wait()
        with contextlib.suppress(OSError):
            writer.write(piece)
            await writer.drain()

    def close(self):
        self.client.close()
        self.server.close()

    async def closed(self):
        self.close()
        with contextlib.suppress(OSError):
            await self.client.wait_closed()


async def main(listen, target):
    proxy = Proxy(target)
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    await asyncio.start_unix_server(proxy.serve, listen)
    print("ready", flush=True)
    while order := (await orders.readline()).decode().strip():
        await proxy.carry_out(order)
        print(order, flush=True)
    os._exit(0)  # connections may be held for ever


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
