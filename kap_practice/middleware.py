"""The outermost of every request: the headers that each answer carries, and the one line that the log keeps of it."""

import time
from uuid import uuid4

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.middleware import Middleware

log = structlog.get_logger("kap.request")

# For answers that no inner middleware has spoken for: health, a refused host, an error on the way.
NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
NOT_USED = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "microphone", "payment", "usb")
HEADERS = {
    "Content-Security-Policy": NOTHING,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in NOT_USED),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Static files say otherwise themselves. Whatever else is silent may be about somebody.
    "Cache-Control": "no-store",
}


class HeadersMiddleware(Middleware):
    """Every answer carries the same guards, whichever layer made it."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if settings.SECURE_HSTS_SECONDS and request.is_secure():
            value = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
            response.headers.setdefault("Strict-Transport-Security", value)
        return response


class RequestLogMiddleware(Middleware):
    """One line a request: which view, how it ended, how long it took, who asked by key and role. No path, no query."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        with structlog.contextvars.bound_contextvars(request_id=uuid4().hex):
            response = self.get_response(request)
            match = request.resolver_match
            user = getattr(request, "_cached_user", None)  # asked for already, or not at all
            known = user if user is not None and user.is_authenticated else None
            log.info(
                "request",
                method=request.method if request.method in METHODS else "OTHER",
                view=(match.url_name or match.func.__name__) if match else "",
                status=response.status_code,
                milliseconds=round((time.monotonic() - began) * 1000),
                actor=str(known.pk) if known else "",
                role=known.role if known else "",
            )
        return response


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
