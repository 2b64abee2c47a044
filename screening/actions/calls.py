"""“I would rather talk”: the person asks, the therapist logs each try and says what ended it."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from accounts.models import User
from clients.gather import how_to_reach
from clients.models import Partner
from screening.actions.refusals import CannotClose, NobodyAsked, VoicemailNotAllowed, once
from screening.models import CallClosing, CallRequest, CallTry, PrivateCheck
from screening.rules import calls

NOBODY_ASKED = "Nobody waits for a call here. It may have been ended in another tab."


def ask_for_call(*, partner: Partner, wish: calls.Wish, by: User, at: datetime, key: UUID | None = None) -> None:
    """Ask for a talk, sealed for the therapist. Raises AlreadyReceived for a second click."""
    with once("screening_callrequest_pkey"):
        CallRequest.objects.ask(key or uuid4(), partner.pk, wish.as_text(), at)


def log_call(
    *, partner: Partner, outcome: str, words: str = "", by: User, at: datetime, key: UUID | None = None
) -> CallTry:
    """Write down one try to reach somebody who asked.

    Raises NobodyAsked, VoicemailNotAllowed, and AlreadyReceived for a second click.
    """
    with once("screening_calltry_pkey"):
        newest = _open(partner, by)[0]
        wish = calls.wish_from(newest.body)
        by_choice = how_to_reach(partner, by, at).choices.voicemail
        if outcome == CallTry.Outcome.VOICEMAIL and not calls.voicemail_allowed(wish, by_choice=by_choice):
            raise VoicemailNotAllowed([f"{partner.called} wants no voicemail."])
        return CallTry.objects.create(
            pk=key or uuid4(), request=newest, partner=partner, outcome=outcome, words=words, at=at, by=by
        )


def close_call(*, partner: Partner, outcome: str, words: str = "", by: User, at: datetime) -> None:
    """Say what ended it: every open asking of this person ends together. Raises NobodyAsked, CannotClose."""
    with transaction.atomic():
        waiting = _open(partner, by)
        checks = PrivateCheck.objects.filter(partner=partner, by=by, at__gte=waiting[0].asked_at)
        check = checks.order_by("-at").first() if outcome == CallClosing.Outcome.CHECKED else None
        if reasons := calls.reasons_not_to_close(outcome, checked_since=check is not None):
            raise CannotClose(reasons)
        for request in waiting:
            CallClosing.objects.create(
                request=request, partner=partner, outcome=outcome, private_check=check, words=words, at=at, by=by
            )


def _open(partner: Partner, by: User) -> list[CallRequest]:
    """What this person asked for and nobody ended yet, the newest first; the person is locked meanwhile."""
    Partner.objects.select_for_update(no_key=True).only("pk").get(pk=partner.pk)
    found = list(CallRequest.objects.visible_to(by).open().filter(partner=partner).order_by("-asked_at"))
    if not found:
        raise NobodyAsked([NOBODY_ASKED])
    return found
