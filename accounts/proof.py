"""Proving oneself again before something that weighs: signing, issuing, releasing, changing the practice.

A proof is the password, an app code or a passkey within `ACCOUNT_REAUTHENTICATION_TIMEOUT`; a sign-in that used its
second factor within that time counts. A partner's proof is the PIN or passkey that opens their papers.

What was sent waits meanwhile in the session, sealed, for ten minutes. After the proof the browser asks for the same
address again, and there it runs, once: the one who asks takes it out of the session under a lock.
"""

import secrets
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

import structlog
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY, is_reauthentication_required
from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from accounts import clock, papers
from accounts.policy import View
from accounts.roles import Role
from accounts.sealed import seal, unseal
from accounts.tablet import is_handed_off

log = structlog.get_logger()
KEPT = "kept_while_proving"
KEPT_FOR = timedelta(minutes=10)
KEPT_MAX = 65_536
NOT_KEPT = "What you sent could not wait meanwhile. Go back in your browser to find it as you typed it, then send it."


def proved(view: View) -> View:
    """Ask who it is before a POST of this view, unless that was shown lately. Stands below `@requires`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not lately(request):
            return _ask(request, view.__name__)
        if request.method == "GET" and (body := _take(request)) is not None:
            log.info("proof used", view=view.__name__, user=str(request.user.pk))
            _become_post(request, body)
        return view(request, *args, **kwargs)

    guarded.proved = True  # type: ignore[attr-defined]  # read by the URL walk
    return guarded


def lately(request: HttpRequest) -> bool:
    """Whether this person has shown lately who they are. On a device of the practice whoever gave it has, before them,
    and no page that opens there shows a paper."""
    if request.user.is_authenticated and request.user.role == Role.PARTNER:
        return papers.are_open(request) or is_handed_off(request)
    return not is_reauthentication_required(request, app="practice")


def _ask(request: HttpRequest, view: str) -> HttpResponseBase:
    log.info("proof asked", view=view, user=str(request.user.pk))
    body = request.POST.copy()
    body.pop("csrfmiddlewaretoken", None)
    text = body.urlencode()
    if request.FILES or len(text) > KEPT_MAX:
        messages.warning(request, NOT_KEPT)
        back = _page_before(request)
    else:
        back = request.get_full_path()
        request.session[KEPT] = {
            "path": back,
            "body": seal(text),
            "at": clock.now().isoformat(),
            "nonce": secrets.token_hex(8),
            "proved": False,
        }
    request.session[STATE_SESSION_KEY] = {"state": {}, "callback": "accounts.proof.go_on"}
    address = f"{_proof_page(request)}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def _proof_page(request: HttpRequest) -> str:
    if request.user.is_authenticated and request.user.role == Role.PARTNER:
        return reverse(papers.ASKS)
    methods = get_adapter().get_reauthentication_methods(request.user)
    return methods[0]["url"] if methods else reverse("account_reauthenticate")


def _page_before(request: HttpRequest) -> str:
    """The page whose form was sent: an address that only takes what is sent could not be opened."""
    before = urlsplit(request.headers.get("Referer", ""))
    return before.path if before.path and before.netloc == request.get_host() else reverse("home")


def go_on(request: HttpRequest, state: object = None) -> HttpResponse:
    """After a proof: back to where it was asked for. What waits for another page than that is dropped, so that
    nobody's proof carries what somebody else left behind. allauth calls this with the state that it kept."""
    url = get_next_redirect_url(request) or reverse("home")
    kept = request.session.pop(KEPT, None) or {"path": ""}
    if kept["path"] == url and _fresh(kept):
        request.session[KEPT] = kept | {"proved": True}
    elif kept["path"] == url:
        messages.warning(request, "That took longer than ten minutes, so nothing was done. Please send it again.")
        url = reverse("home")
    return redirect(url)


def waits(request: HttpRequest) -> bool:
    """Whether something that was sent waits for this proof, so that the page can say so."""
    kept = request.session.get(KEPT)
    return kept is not None and kept["path"] == request.GET.get("next") and _fresh(kept)


def _fresh(kept: dict[str, Any]) -> bool:
    return clock.now() - datetime.fromisoformat(kept["at"]) <= KEPT_FOR


def _take(request: HttpRequest) -> QueryDict | None:
    """What waits for this address and is proved, taken out of the session for good."""
    kept = request.session.get(KEPT)
    if not kept or not kept["proved"] or kept["path"] != request.get_full_path() or not lately(request):
        return None
    row = Session.objects.select_for_update().filter(session_key=request.session.session_key).first()
    stored = row.get_decoded().get(KEPT) if row else None
    del request.session[KEPT]
    if not stored or stored["nonce"] != kept["nonce"] or not _fresh(kept):
        return None  # another tab was quicker
    request.session.save()
    return QueryDict(unseal(kept["body"]))


def _become_post(request: HttpRequest, body: QueryDict) -> None:
    """Run as the request that was kept. Its token was checked when it came."""
    request.method = request.META["REQUEST_METHOD"] = "POST"
    request.POST = body  # type: ignore[assignment]  # the stubs know only what a browser sends
    vars(request)["_files"] = MultiValueDict()  # else Django looks for them in the body of the GET
