"""A request too large to be anything of ours is answered before its body is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class BodySizeMiddleware:
    """Answer 413 by the length that a request announces; one without a length has no body for Django."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdecimal() and len(length) < 20 and int(length) <= settings.MAX_BODY_BYTES:
            return self.get_response(request)
        return render(request, "413.html", status=413)
