"""The application behind every server: nginx, beside the load."""

from bench.machine import STATE, free_ports, wait_for
from bench.servers.nginx_process import LUA, start_nginx
from bench.servers.server import Server

PAGE_BYTES = 100
BODY_64K = 64 * 1024
BODY_1G = 1 << 30
# After how many bytes of a large upload the application pauses, and for how many seconds.
PAUSE_AFTER, PAUSE = 256 << 20, 1

RULES = """
    open_file_cache max=10 inactive=1h;
    client_body_buffer_size 128k;
    client_max_body_size 0;
    server {
        LISTEN
        default_type text/plain;
        location / { return 200 "%(page)s"; }
        location /files/ { root %(folder)s; }
        location = /take { content_by_lua_block { ngx.req.read_body() ngx.say("taken") } }
        location = /take_slowly {
            content_by_lua_block {
                local client, left, paused = ngx.req.socket(), tonumber(ngx.var.content_length), false
                while left > 0 do
                    local piece = assert(client:receive(math.min(left, 65536)))
                    left = left - #piece
                    if not paused and ngx.var.content_length - left >= %(pause_after)d then
                        ngx.sleep(%(pause)d)
                        paused = true
                    end
                end
                ngx.say("taken")
            }
        }
    }
"""


class Application(Server):
    """Answers 100 bytes, or `/files/64k` and `/files/1g`; takes bodies at `/take`, large ones at `/take_slowly`."""

    title = "the application"

    def __init__(self, stage):
        files = STATE / "files"
        files.mkdir()
        (files / "64k").write_bytes(b"x" * BODY_64K)
        with (files / "1g").open("wb") as file:
            file.truncate(BODY_1G)
        [self.port] = free_ports(1)
        self.child = start_nginx(stage.start_beside, STATE / "application", self.port, RULES % {
            "page": "x" * (PAGE_BYTES - 1) + "\\n", "folder": STATE, "pause_after": PAUSE_AFTER, "pause": PAUSE}, modules=LUA)
        wait_for(self.title, self.answers)
