"""Starts nginx, which is the application, a server under measurement, or both with Lua."""

import os

MODULES = "/usr/lib/nginx/modules"
LUA = f"load_module {MODULES}/ndk_http_module.so; load_module {MODULES}/ngx_http_lua_module.so;"


def start_nginx(start, place, port, http, listen="", modules=""):
    """One worker with these rules in `http`; no access log, connections kept alive throughout."""
    place.mkdir()
    paths = "".join(f"{kind}_temp_path {place}/{kind};\n" for kind in
                    ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (place / "nginx.conf").write_text(f"""
{modules}
worker_processes 1;
{"user root;" if os.geteuid() == 0 else ""}
daemon off;
pid {place}/pid;
error_log {place}/error.log;
events {{ worker_connections 16000; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 100000000;
    keepalive_timeout 10m;
    {paths}
    {http.replace("LISTEN", f"listen 127.0.0.1:{port} {listen} backlog=4096;")}
}}
""")
    return start("nginx", "-p", str(place), "-e", str(place / "error.log"), "-c", str(place / "nginx.conf"))
