"""Who may do what: the one table, read by `@requires`, by every `visible_to` and by the help page for staff."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

import structlog
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.roles import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

log = structlog.get_logger()
View = Callable[..., HttpResponseBase]


class SignedInRequest(HttpRequest):
    """A request behind `@requires` or `@signed_in`: its user is one of ours."""

    user: "User"


class Permission(StrEnum):
    """One thing that a person can be allowed to do; the value is its English for the help page."""

    SEE_TODAY = "See the day's agenda and what needs them"
    SEE_COUPLES = "See couples and how to reach them"
    ADD_COUPLES = "Add couples and invite their partners"
    BOOK = "Book, move and cancel appointments"
    READ_HEALTH = "Read health answers"
    READ_PRIVATE = "Read private answers and record private checks"
    MEASURE = "Enter scores and results"
    DECIDE = "Decide whether a partner goes on"
    CLEAR = "Clear a partner for ketamine, ask or decline"
    OPEN_IN_EMERGENCY = "Read somebody's health record for an hour in an emergency"
    KEEP_CLEARANCES = "Record a prescriber's clearance from paper, read it a second time, and suspend one"
    KEEP_MEDICINE = "Keep prescriptions, and count the medicine"
    PUBLISH = "Plan what each partner sees, and when"
    RUN_ROOM = "Run the session room"
    WRITE_NOTES = "Write and sign notes"
    SEE_MONEY = "See charges, payments and superbills"
    TAKE_PAYMENTS = "Record payments"
    ISSUE_SUPERBILLS = "Issue superbills"
    SET_UP_PRACTICE = "Change the practice's details, fees and people"
    HOLD_LICENCE = "Keep the own license and NPI up to date"
    USE_PORTAL = "Answer questions, sign and read own documents"
    READ_SUPERBILL = "Download a superbill"
    SET_DIAGNOSIS = "Set the diagnosis that a superbill states"
    SEE_MESSAGES = "See which messages were sent, and try again"
    READ_RECORD = "See who opened what, and what was changed"
    HAND_OVER = "Give a device of the practice to a partner, to answer on it alone"
    HELP_SIGN_IN = "Help a partner who cannot sign in or open their papers"
    END_SIGN_INS = "Sign a partner out everywhere"
    END_CARE = "End a couple's care, record a separation, go on with one person"
    KEEP_RECORDS = "See how long records are kept, hold them, and order a purge"
    RELEASE_RECORDS = "Give copies of records, and keep releases of information"
    EXPORT_MONEY = "Export charges and payments"
    READ_CONSENT = "Open the copy of a signed agreement"
    KEEP_CONSENTS = "Keep agreements signed on paper, and write down that one was taken back"
    HAVE_FEED = "Have the own dates in a calendar program"


P, T, S, R, C = Permission, Role.THERAPIST, Role.STAFF, Role.PRESCRIBER, Role.PARTNER
GRANTS: dict[Permission, frozenset[Role]] = {
    P.SEE_TODAY: frozenset({T, S}),
    P.SEE_COUPLES: frozenset({T, S}),
    P.ADD_COUPLES: frozenset({T, S}),
    P.BOOK: frozenset({T, S}),
    P.READ_HEALTH: frozenset({T, R}),
    P.READ_PRIVATE: frozenset({T}),
    P.MEASURE: frozenset({T, R}),
    P.DECIDE: frozenset({T}),
    P.CLEAR: frozenset({R}),
    P.OPEN_IN_EMERGENCY: frozenset({R}),
    P.KEEP_CLEARANCES: frozenset({T, R}),
    P.KEEP_MEDICINE: frozenset({T, R}),
    P.PUBLISH: frozenset({T}),
    P.RUN_ROOM: frozenset({T}),
    P.WRITE_NOTES: frozenset({T}),
    P.SEE_MONEY: frozenset({T, S}),
    P.TAKE_PAYMENTS: frozenset({T, S}),
    P.ISSUE_SUPERBILLS: frozenset({T, S}),
    P.SET_UP_PRACTICE: frozenset({T}),
    P.HOLD_LICENCE: frozenset({T, R}),
    P.USE_PORTAL: frozenset({C}),
    P.READ_SUPERBILL: frozenset({T, S, C}),
    P.SET_DIAGNOSIS: frozenset({T}),
    P.SEE_MESSAGES: frozenset({T, S}),
    P.READ_RECORD: frozenset({T}),
    P.HAND_OVER: frozenset({T, S}),
    P.HELP_SIGN_IN: frozenset({T, S}),
    P.END_SIGN_INS: frozenset({T}),
    P.END_CARE: frozenset({T}),
    P.KEEP_RECORDS: frozenset({T}),
    P.RELEASE_RECORDS: frozenset({T}),
    P.EXPORT_MONEY: frozenset({T, S}),
    P.READ_CONSENT: frozenset({T, C}),
    P.KEEP_CONSENTS: frozenset({T}),
    P.HAVE_FEED: frozenset({T, S, C}),
}
# Whoever lacks one of these is told that the page does not exist, not that it is closed to them.
HIDDEN = frozenset(
    {
        *(P.END_CARE, P.KEEP_RECORDS, P.RELEASE_RECORDS, P.READ_RECORD, P.READ_CONSENT, P.KEEP_CONSENTS),
        *(
            P.READ_HEALTH,
            P.READ_PRIVATE,
            P.MEASURE,
            P.DECIDE,
            P.CLEAR,
            P.OPEN_IN_EMERGENCY,
            P.KEEP_CLEARANCES,
            P.KEEP_MEDICINE,
            P.PUBLISH,
            P.RUN_ROOM,
            P.WRITE_NOTES,
        ),
    }
)


ROLE_DESCRIPTIONS: dict[Role, str] = {
    T: "The therapist sees every couple in her care whole: answers, private answers, notes, sessions and money.",
    S: "Office staff see who is in care, the calendar, codes and money. They never see an answer or a note.",
    R: "The prescriber sees the health answers of partners referred to them, and clears, asks or declines.",
    C: "A partner sees their own tasks, consents, dates and statements, and nothing that the other partner said.",
}


def may(user: "User | AnonymousUser", permission: Permission) -> bool:
    """Whether this person's role grants the permission; rows are a separate question, see `visible_to`."""
    return user.is_authenticated and user.role in GRANTS[permission]


def by_role(
    user: "User | AnonymousUser",
    *,
    therapist: Q | None = None,
    staff: Q | None = None,
    prescriber: Q | None = None,
    partner: Q | None = None,
) -> Q:
    """The rows that a role may see. An empty `Q()` is every row, a role left out sees none."""
    rows = {Role.THERAPIST: therapist, Role.STAFF: staff, Role.PRESCRIBER: prescriber, Role.PARTNER: partner}
    seen = rows[Role(user.role)] if user.is_authenticated else None
    return Q(pk__in=[]) if seen is None else seen


def requires(permission: Permission) -> Callable[[View], View]:
    """Declare the one permission of a view. Strangers go to the sign-in page.

    A partner is never told that a practice page exists (404), nor is anyone told of a hidden one; the practice's own
    people get 403 with a sentence for the rest.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                door = "account_request_login_code" if Role.PARTNER in GRANTS[permission] else "account_login"
                return redirect_to_login(request.get_full_path(), login_url=door)
            if not may(request.user, permission):
                log.warning("refused", permission=permission.name, user=str(request.user.pk), view=view.__name__)
                if request.user.role == Role.PARTNER or permission in HIDDEN:
                    raise Http404
                raise PermissionDenied(permission.value)
            return view(cast("SignedInRequest", request), *args, **kwargs)

        guarded.policy = permission  # type: ignore[attr-defined]  # read by the URL walk
        return guarded

    return decorate


def signed_in(view: View) -> View:
    """Declare a view open to everybody who has signed in, whatever their role."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(cast("SignedInRequest", request), *args, **kwargs)

    guarded.policy = "signed in"  # type: ignore[attr-defined]  # read by the URL walk
    return guarded


def polled(view: View) -> View:
    """Mark a view that a page calls by itself: being asked for is no sign that anybody is there."""
    view.polled = True  # type: ignore[attr-defined]  # read by IdleMiddleware
    return view


def public(view: View) -> View:
    """Declare a view open to the world."""
    view.policy = "public"  # type: ignore[attr-defined]  # read by the URL walk
    return view
