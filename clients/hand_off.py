"""The sign-in of somebody who answers on a device of the practice: begun by the practice, good for a few pages, ended
by a button, by quiet, by time or by being begun anew.

Nothing half-done is kept or shown in it: whoever gave the device knows the person's birth date and could go back to it,
so no question could tell the two apart. What was begun at home stays at home.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.backends import BaseBackend
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from accounts import clock
from accounts.access import note
from accounts.middleware import Middleware
from accounts.models import User
from accounts.roles import Role
from accounts.tablet import DEVICE, HAND_OFF, WORDS
from clients import actions
from clients.models import HandOff, Partner

TELL = "select set_config('app.hand_off', %s, true)"
BACKEND = "clients.hand_off.HandOffBackend"
# What can be opened before the person has said who they are.
BEFORE = frozenset({"on_the_tablet", "hand_it_back", "my_help", "leave", "csp_report"})


class HandOffBackend(BaseBackend):
    """Knows a person while a hand-off of theirs is open; they need not have joined, nor have an address.

    Nobody signs in by it: only `begin_here` makes such a sign-in.
    """

    def get_user(self, user_id: Any) -> User | None:
        if not HandOff.objects.open(clock.now()).filter(partner=user_id).exists():
            return None
        return User.objects.filter(pk=user_id, role=Role.PARTNER).first()


def begin_here(request: HttpRequest, made: HandOff, partner: Partner) -> HttpResponse:
    """Make this browser the person's: whoever gave it is signed out, and nothing of theirs stays in it."""
    note(request, "hand_off_began", partner=partner.pk)
    logout(request)
    login(request, partner.user, backend=BACKEND)
    request.session[HAND_OFF] = str(made.pk)
    request.session[DEVICE] = WORDS
    response = redirect("on_the_tablet")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def end_here(request: HttpRequest, ended: HandOff, how: str, at: datetime) -> HttpResponse:
    """Make this browser nobody's, and say to hand it back."""
    actions.end_hand_off(hand_off=ended, how=how, at=at)
    note(request, "hand_off_ended", partner=ended.partner_id)
    logout(request)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("handed_back")})
    return redirect("handed_back")


def of_this_browser(request: HttpRequest) -> HandOff | None:
    """The hand-off that this request comes from, if it is one."""
    found: HandOff | None = getattr(request, "hand_off", None)
    return found


class HandOffMiddleware(Middleware):
    """Holds a device in a partner's hands to its time and to the pages that are marked for it.

    It stands before `IdleMiddleware`, so that a quiet device says to be handed back instead of how to sign in.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.get(HAND_OFF)
        if key is None:
            return self.get_response(request)
        at = clock.now()
        found = HandOff.objects.get(pk=key)
        if how := _why_over(request, found, at):
            return end_here(request, found, how, at)
        request.hand_off = found  # type: ignore[attr-defined]  # read by `of_this_browser`
        with _told_to_database():
            response = self.get_response(request)
        if not request.user.is_authenticated:
            actions.end_hand_off(hand_off=found, how=HandOff.End.LEFT, at=at)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        found = of_this_browser(request)
        if found is None:
            return None
        if not getattr(view, "in_hand_off", False):
            raise Http404
        name = request.resolver_match.url_name if request.resolver_match else None
        return redirect("on_the_tablet") if found.confirmed_at is None and name not in BEFORE else None


def _why_over(request: HttpRequest, found: HandOff, at: datetime) -> str:
    seen = request.session.get("seen_at")
    if found.ended_at is not None:
        return found.how
    if at >= found.ends_at:
        return HandOff.End.OVER
    if not request.user.is_authenticated:
        return HandOff.End.LEFT
    quiet = timedelta(minutes=settings.IDLE_MINUTES[Role.PARTNER])
    return HandOff.End.QUIET if seen and at - datetime.fromisoformat(seen) > quiet else ""


@contextmanager
def _told_to_database() -> Iterator[None]:
    """For the length of this request `kap_handed_off()` is true: what was begun elsewhere is out of reach."""
    with connection.cursor() as cursor:
        cursor.execute(TELL, ["yes"])
    yield
    if not connection.needs_rollback:  # a rollback takes the setting back by itself
        with connection.cursor() as cursor:
            cursor.execute(TELL, [""])
