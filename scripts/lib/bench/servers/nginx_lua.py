"""nginx that reads a session from Redis for every request, in Lua: what a team builds that has nginx and Redis."""

import uuid

from bench.machine import STATE, free_ports
from bench.servers.nginx import PROXY, UPSTREAM
from bench.servers.nginx_process import LUA, start_nginx
from bench.servers.server import Server
from bench.tokens import VENDOR_ID, spoiled

RULES = UPSTREAM + """
    lua_package_path "/usr/share/lua/5.1/?.lua;;";
    init_by_lua_block { redis = require "nginx.redis" }
    server {
        LISTEN
""" + PROXY + """
        location / {
            access_by_lua_block {
                local cookie = ngx.var.cookie_session
                if not cookie then return ngx.exit(401) end
                local store = redis:new()
                store:set_timeout(500)
                if not store:connect("unix:%(redis)s") then return ngx.exit(503) end
                local found = store:hmget("session:" .. cookie, "partner", "customer", "origin")
                if not found then return ngx.exit(503) end
                store:set_keepalive(60000, 64)
                if found[1] == ngx.null then return ngx.exit(401) end
                ngx.req.set_header("X-Partner", found[1])
                ngx.req.set_header("X-Customer", found[2])
                ngx.ctx.origin = found[3]
            }
            proxy_pass http://application;
            header_filter_by_lua_block {
                if ngx.ctx.origin then
                    ngx.header["Content-Security-Policy"] = "frame-ancestors 'self' " .. ngx.ctx.origin
                end
            }
        }
    }
"""


class NginxLua(Server):
    """nginx with a session of Redis per request."""

    title = "nginx + Lua + Redis"

    def __init__(self, stage):
        self.redis = stage.redis
        [self.port] = free_ports(1)
        self.child = start_nginx(
            stage.start_server, STATE / f"nginx-lua-{self.port}", self.port,
            RULES % {"application": stage.application.port, "redis": stage.redis.socket}, modules=LUA)
        self.prove()

    def credentials(self):
        session = f"{uuid.uuid4()}-{uuid.uuid4()}"
        self.redis.ask("HSET", f"session:{session}", "partner", VENDOR_ID, "customer", "1", "origin",
                       "https://na1.company.com")
        return {"Cookie": f"session={session}"}

    def wrong_credentials(self):
        return {"Cookie": spoiled(self.credentials()["Cookie"])}
