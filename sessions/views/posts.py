"""Views that only act. Signing in again leads back with a GET, which then shows the page that the act belongs to."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect

from accounts.policy import SignedInRequest

View = Callable[..., HttpResponse]


def post_or_page(name: str) -> Callable[[View], View]:
    """Run the view for a POST; send anything else to the page `name` of the same appointment."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: SignedInRequest, appointment_id: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                return redirect(name, appointment_id)
            return view(request, appointment_id, *args, **kwargs)

        return guarded

    return decorate
