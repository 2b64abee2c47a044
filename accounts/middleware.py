"""The doors of every request: who acts, for how long, with how many factors, and that each view says who may enter."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse

from accounts import actions, clock
from accounts.actor import act_as, as_actor
from accounts.policies_of_others import BEFORE_SECOND_FACTOR, THIRD_PARTY
from accounts.roles import Role
from accounts.rules import device_words
from accounts.tablet import DEVICE

GetResponse = Callable[[HttpRequest], HttpResponse]
ASKED_BY_PEOPLE = frozenset({"GET", "POST"})  # HEAD and OPTIONS are sent by programs


class Middleware:
    """Lets every request through; each kind below adds what it guards."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class ActorMiddleware(Middleware):
    """Run the request in one transaction in which the database knows who acts.

    It stands above the views' own ATOMIC_REQUESTS, because that transaction begins too late for a middleware to speak
    in it; a response of 500 or more undoes everything. No page is kept by a browser, and signing out clears its cache.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with as_actor(role="door"), clock.in_practice_zone():
            was_signed_in = request.user.is_authenticated  # read as the door: nobody is known before this
            act_as(request.user, role="door")
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        response.headers["Cache-Control"] = "no-store"
        if was_signed_in and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = '"cache"'
        return response


class IdleMiddleware(Middleware):
    """End a sign-in after quiet minutes (by role) and after `ABSOLUTE_HOURS` in any case.

    Nothing that a request says can prevent it, and a view that pages call by themselves (`policy.polled`) does not
    count as a sign of life. A request that came too late is answered by the sign-in page, which leads back.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            at = clock.now()
            began = _moment(request.session.setdefault("began_at", at.isoformat()))
            seen = _moment(request.session.setdefault("seen_at", at.isoformat()))
            minutes = settings.IDLE_MINUTES[request.user.role]
            if at - seen > timedelta(minutes=minutes):
                return _sign_out(request, f"You were signed out after {minutes} quiet minutes.")
            if at - began > timedelta(hours=settings.ABSOLUTE_HOURS):
                return _sign_out(request, f"A sign-in ends after {settings.ABSOLUTE_HOURS} hours.")
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.user.is_authenticated and request.method in ASKED_BY_PEOPLE and not getattr(view, "polled", False):
            at = clock.now()
            request.session["seen_at"] = at.isoformat()
            _list_sign_in(request, at)
        return None


def _list_sign_in(request: HttpRequest, at: datetime) -> None:
    """Keep this sign-in in its person's own list; once a minute is often enough."""
    kept, key = request.session.get("sign_in") or {}, request.session.session_key or ""
    if not kept:
        device = request.session.get(DEVICE) or device_words(request.headers.get("User-Agent", ""))
        made = actions.list_sign_in(person=request.user, session_key=key, device=device, at=at)  # type: ignore[arg-type]  # signed in
        request.session["sign_in"] = {"id": str(made.pk), "key": key, "at": at.isoformat()}
    elif kept["key"] != key or at - _moment(kept["at"]) >= timedelta(minutes=1):
        actions.see_sign_in(sign_in=UUID(kept["id"]), session_key=key, at=at)
        request.session["sign_in"] = kept | {"key": key, "at": at.isoformat()}


def _moment(text: str) -> datetime:
    """A time that we ourselves wrote into the session."""
    return datetime.fromisoformat(text)


def _sign_out(request: HttpRequest, why: str) -> HttpResponse:
    door = "account_request_login_code" if request.user.role == Role.PARTNER else "account_login"  # type: ignore[union-attr]  # signed in
    logout(request)
    messages.info(request, f"{why} Nothing you saved is lost.")
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse(door)})
    back = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
    return redirect(reverse(door) + back)


SECOND_FACTORS = (
    (Authenticator.Type.TOTP, "mfa_reauthenticate"),
    (Authenticator.Type.WEBAUTHN, "mfa_reauthenticate_webauthn"),
)


class SecondFactorMiddleware(Middleware):
    """Practice people reach nothing but the ways to a second factor until this sign-in has used one."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or user.role == Role.PARTNER or getattr(view, "policy", "") == "public":
            return None
        name = request.resolver_match.url_name if request.resolver_match else None
        used = {record.get("method") for record in get_authentication_records(request, user)}
        if name in BEFORE_SECOND_FACTOR or "mfa" in used:
            return None
        for kind, page in SECOND_FACTORS:
            if is_mfa_enabled(user, [kind]):
                return redirect(f"{reverse(page)}?{urlencode({'next': reverse('home')})}")
        return redirect("mfa_activate_totp")


class PolicyMiddleware(Middleware):
    """A view that declares no policy is closed to everybody: forgetting fails shut.

    No page of the product is asked for by another method than these: a view that would take a PUT for a look, or for a
    form that was sent, is not asked.
    """

    METHODS = ("GET", "HEAD", "POST")

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        name = request.resolver_match.url_name if request.resolver_match else None
        if getattr(view, "policy", None) is None and name not in THIRD_PARTY:
            raise Http404
        return None if request.method in self.METHODS else HttpResponseNotAllowed(self.METHODS)
