"""A partner's own papers open once in a sign-in, with a PIN or a passkey: whoever reads the mail reads no papers.

Nothing else of the portal waits for this. Questions, dates, urgent help and taking a consent back are always open.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.roles import Role

View = Callable[..., HttpResponseBase]
OPENED = "papers_opened"
ASKS = "my_pin"  # the page that asks; it stands with its people, in `clients`


def are_open(request: HttpRequest) -> bool:
    """Whether this sign-in has shown the PIN or a passkey. Practice people have shown their second factor anyway."""
    user = request.user
    if not user.is_authenticated:
        return False
    if user.role != Role.PARTNER or request.session.get(OPENED) == str(user.pk):
        return True
    return any(record.get("type") == "webauthn" for record in get_authentication_records(request, user))


def open_them(request: HttpRequest) -> None:
    """Remember for the length of this sign-in that the right PIN was typed."""
    request.session[OPENED] = str(request.user.pk)


def ask(request: HttpRequest) -> HttpResponseBase:
    """Lead to the PIN, and from there back to where the person was."""
    return redirect(f"{reverse(ASKS)}?{urlencode({'next': request.get_full_path()})}")


def own_papers(view: View) -> View:
    """Ask a partner for the PIN or a passkey before this view opens. Stands below `@requires`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if are_open(request) else ask(request)

    return guarded
