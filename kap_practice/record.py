"""The record of who opened what: the last thing that a request writes, or the request has failed.

A line is added for every page about people that was shown, for every refusal to somebody who is signed in, and for what
happens at the doors. It says which page, about whom and how it went, never what stood there.
"""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from accounts import clock
from accounts.access import Entry, Outcome, noted, write, write_at_the_door
from accounts.middleware import Middleware
from accounts.models import User
from accounts.policies_of_others import THIRD_PARTY
from accounts.policy import Permission
from accounts.roles import Role
from kap_practice.about import ABOUT_NOBODY, about, layer_of

SHOWN = frozenset({200, 206, 422})
REFUSED = frozenset({403, 404})
# Forms that are sent again and again while one page stays open; the opening of that page has its line.
SENT_OFTEN = frozenset({Permission.RUN_ROOM, Permission.WRITE_NOTES, Permission.USE_PORTAL})
# These answer alike whether or not there is such an account.
ASKS_FOR_MAIL = frozenset({"account_request_login_code", "account_reset_password"})
# Whoever is still a stranger after typing a code has typed a wrong one, though the answer may lead on.
CODES = frozenset({"account_confirm_login_code", "mfa_authenticate", "mfa_login_webauthn"})
# What a stranger can bring to its end.
DONE_BY_STRANGERS = frozenset({"account_reset_password_from_key"})
# Our own pages of the door, besides those that allauth draws: their acts are written too.
DOORS_OF_OURS = frozenset(
    {
        "my_pin",
        "my_sign_ins",
        "reset_pin",
        "change_address",
        "use_address",
        "end_partner_sign_ins",
        "end_colleague_sign_ins",
    }
)


class RecordMiddleware(Middleware):
    """Stands directly within the actor's transaction, so that the page and its line are kept together or not at all."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = somebody(request)
        response = self.get_response(request)
        if response.status_code < 500:
            keep(request, response, before, somebody(request))
        return response


def keep(request: HttpRequest, response: HttpResponse, before: User | None, after: User | None) -> None:
    """Write what this request has done. `before` and `after` are who was signed in as it came and as it went."""
    at, match = clock.now(), request.resolver_match
    if before != after:
        if before is not None:
            write_at_the_door([Entry("signed_out", partner=own(before)), *noted(request)], by=before, at=at)
        if after is not None:
            write_at_the_door([Entry("signed_in", partner=own(after))], by=after, at=at)
    elif match is not None or noted(request):
        own_line = lines(request, response, match, after) if match is not None else ()
        write([*own_line, *noted(request)], by=after, at=at)


def lines(request: HttpRequest, response: HttpResponse, match: ResolverMatch, user: User | None) -> Iterator[Entry]:
    """The line of this request, if it has one."""
    name, policy = match.url_name or "", getattr(match.func, "policy", None)
    if user is not None and response.status_code in REFUSED:
        whom = about(policy, match.kwargs, user)
        layer = layer_of(policy, name, match.kwargs, user)
        yield Entry(name, whom.partner, whom.couple, layer, Outcome.REFUSED)
    elif name in THIRD_PARTY or (request.method == "POST" and name in DOORS_OF_OURS):
        yield from at_the_door(request, response, match, user)
    elif user is not None and shows_people(request, response, match):
        whom = about(policy, match.kwargs, user)
        yield Entry(name, whom.partner, whom.couple, layer_of(policy, name, match.kwargs, user), Outcome.OPENED)


def shows_people(request: HttpRequest, response: HttpResponse, match: ResolverMatch) -> bool:
    """Whether this answer is a page about people. What a page asks for by itself was opened with that page."""
    policy = getattr(match.func, "policy", None)
    if not isinstance(policy, Permission) or policy in ABOUT_NOBODY or getattr(match.func, "polled", False):
        return False
    return response.status_code in SHOWN and (request.method != "POST" or policy not in SENT_OFTEN)


def at_the_door(
    request: HttpRequest, response: HttpResponse, match: ResolverMatch, user: User | None
) -> Iterator[Entry]:
    """A sign-in, a code or a proof that did not work; a change of how somebody signs in."""
    name, whom = match.url_name or "", own(user) or match.kwargs.get("partner_id")
    if request.method != "POST" or name in ASKS_FOR_MAIL:
        return
    if response.status_code == 422 or (user is None and name in CODES):
        yield Entry(name, partner=whom, outcome=Outcome.FAILED)
    elif response.status_code < 400 and (user is not None or name in DONE_BY_STRANGERS):
        yield Entry(name, partner=whom)


def somebody(request: HttpRequest) -> User | None:
    return request.user if request.user.is_authenticated else None


def own(user: User | None) -> UUID | None:
    """What a partner does at the door is about that partner; what practice people do there is the practice's."""
    return user.pk if user is not None and user.role == Role.PARTNER else None
