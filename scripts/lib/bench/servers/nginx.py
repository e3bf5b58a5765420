"""nginx as a plain proxy: no check at all, the most that can be reached."""

from bench.machine import STATE, free_ports
from bench.servers.nginx_process import start_nginx
from bench.servers.server import Server

# As it should be for speed: bodies and answers of 64 KiB stay in memory, large ones pass as they come.
PROXY = """
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_buffer_size 16k;
        proxy_buffers 8 16k;
        proxy_max_temp_file_size 0;
        client_body_buffer_size 128k;
        client_max_body_size 0;
"""
UPSTREAM = """
    upstream application { server 127.0.0.1:%(application)d; keepalive 64; keepalive_requests 100000000; }
"""
RULES = UPSTREAM + """
    server {
        LISTEN
        %(tls)s
""" + PROXY + """
        location / { proxy_pass http://application; }
        location = /take_slowly { proxy_pass http://application; proxy_request_buffering off; }
    }
"""
# The client picks the cipher, and so the same with each server.
TLS = """
        ssl_certificate %s;
        ssl_certificate_key %s;
        ssl_protocols TLSv1.2 TLSv1.3;
"""


class Nginx(Server):
    """nginx with `proxy_pass`."""

    title = "nginx"

    def __init__(self, stage):
        [self.port] = free_ports(1)
        self.child = start_nginx(
            stage.start_server, STATE / f"nginx-{self.port}", self.port,
            RULES % {"application": stage.application.port, "tls": TLS % stage.certificate if self.tls else ""},
            listen="ssl http2" if self.tls else "")
        self.prove()


class NginxTLS(Nginx):
    """The same over TLS, HTTP/2 for who asks for it."""

    title = "nginx, TLS"
    tls = True
