"""Proving oneself again before something that weighs: signing, issuing, releasing, changing the practice."""

from functools import wraps
from typing import Any

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponseBase

from accounts.policy import View


def proved(view: View) -> View:
    """Ask who it is before a POST of this view, unless that was shown lately (`ACCOUNT_REAUTHENTICATION_TIMEOUT`).

    Stands below `@requires`. What was sent waits meanwhile and goes on afterwards, so nothing typed is lost.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and is_reauthentication_required(request, app="practice"):
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    guarded.proved = True  # type: ignore[attr-defined]  # read by the URL walk
    return guarded
