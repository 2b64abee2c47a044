"""How gunicorn serves the pages, under `make run` and on servers of your own alike: `gunicorn kap_practice.wsgi`."""

import os
import socket

from gunicorn.http import wsgi

from kap_practice import logs


def _loopback() -> list[str]:
    """`localhost` is 127.0.0.1 to some browsers and ::1 to others."""
    port = os.environ.get("PORT", "8000")
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return [f"127.0.0.1:{port}"]
    return [f"127.0.0.1:{port}", f"[::1]:{port}"]


bind = os.environ["BIND"].split(",") if os.environ.get("BIND") else _loopback()
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
preload_app = True
timeout = 30
graceful_timeout = 20
max_requests = 2000
max_requests_jitter = 200
control_socket_disable = True
# Requests have a line of the product's own; gunicorn's would hold addresses.
accesslog = None
logs.configure()
logconfig_dict = logs.configuration(as_json=os.environ.get("KAP_ENV") == "production")


class _Response(wsgi.Response):
    """An answer that does not name what serves it."""

    def default_headers(self) -> list[str]:
        return [header for header in super().default_headers() if not header.startswith("Server:")]


wsgi.Response = _Response
