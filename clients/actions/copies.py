"""Asking for a copy of a record, agreeing to it, and closing the request. `kap_practice.copies` makes it."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts import clock
from accounts.links import link_to
from accounts.models import Practice, User
from accounts.roles import Role
from clients.actions.agreements import a_no, by_typed_name, on_paper
from clients.gather.rights import latest_by_person
from clients.models import CopyAgreement, CopyRequest, Couple, Partner
from clients.rules import rights as rules
from documents.rules import Brought
from outbox.actions import put

SUBJECT = "Something new for you at {office}"
BODY = """Hello {name},

There is something new for you at {office}. Sign in to read it:

{link}

{office}
"""


class AskedAlready(Exception):
    """There is an open request for this record already."""


class TooLate(Exception):
    """The request is closed, or its copy is made: there is nothing left to agree to."""


class NotTheirs(Exception):
    """Only those whose record it is can agree to a copy of it."""


def ask_for_copy(*, about: Partner | Couple, way: str, by: User, at: datetime) -> CopyRequest:
    """Ask for a record, with the date by which the law wants it. Raises AskedAlready.

    Asked for by the therapist, those concerned are told that there is something to read. Asked for by one of a couple,
    nobody is: when the other hears of it is the therapist's to choose, see `remind_of_copy`.
    """
    by_therapist = by.role == Role.THERAPIST
    request = CopyRequest(
        person=about if isinstance(about, Partner) else None,
        couple=about if isinstance(about, Couple) else None,
        way=way,
        asked_at=at,
        asked_by=by if by_therapist or isinstance(about, Partner) else None,
        due_on=rules.due_on(way, clock.day_of(at), copy_terms()),
    )
    try:
        with transaction.atomic():
            request.save(force_insert=True)
    except IntegrityError as refusal:
        raise AskedAlready from refusal
    if by_therapist:
        remind_of_copy(request=request, by=by, at=at)
    return request


def remind_of_copy(*, request: CopyRequest, by: User, at: datetime) -> list[Partner]:
    """Tell those who have not agreed, by a neutral mail, at most once a day each. Answers whom."""
    agreed = {key for key, last in latest_by_person(request).items() if last.agrees}
    waiting = [person for person in request.people() if person.pk not in agreed and person.user.is_active]
    for person in waiting:
        tell(person, f"copy:{request.pk}:{person.pk}:{clock.day_of(at)}", at)
    return waiting


def copy_terms() -> rules.CopyTerms:
    return rules.CopyTerms(
        inspect_working_days=settings.KAP["INSPECT_WORKING_DAYS"],
        copy_days=settings.KAP["COPY_DAYS"],
        federal_copy_days=settings.KAP["FEDERAL_COPY_DAYS"],
    )


def agree_to_copy(*, request: CopyRequest, person: Partner, typed_name: str, by: User, at: datetime) -> CopyAgreement:
    """Agree in the portal, for oneself alone. Raises NotTheirOwn, UnderEffect, NameDiffers, NotTheirs, TooLate."""
    text = rules.copy_text(joint=request.is_joint)
    return _say(request, by_typed_name(person=person, text=text, typed_name=typed_name, by=by, at=at))


def keep_signed_copy_request(
    *, request: CopyRequest, person: Partner, paper: Brought, by: User, at: datetime
) -> CopyAgreement:
    """Keep a sheet that this person signed. Raises NotTheirs, TooLate, UnderEffect, `documents.actions.TooMany`."""
    _check(request, person)
    return _say(request, on_paper(person=person, paper=paper, by=by, at=at))


def refuse_copy(*, request: CopyRequest, person: Partner, by: User, at: datetime) -> CopyAgreement:
    """Say no, or take a yes back, until the copy is made. Nobody but the therapist learns it. Raises as above."""
    return _say(request, a_no(person=person, by=by, at=at))


def close_copy_request(*, request: CopyRequest, by: User, at: datetime) -> None:
    """End a request: done, or not to be done. Closing twice is closing once."""
    CopyRequest.objects.filter(pk=request.pk, closed_at=None).update(closed_at=at, closed_by=by)


def tell(person: Partner, key: str, at: datetime) -> None:
    """One neutral line by mail: there is something to read."""
    office = Practice.objects.values_list("short_name", flat=True).first() or "the office"
    put(
        key=key,
        kind="notice",
        person=person.user,
        address=person.user.address,
        subject=SUBJECT.format(office=office),
        body=BODY.format(name=person.called, office=office, link=link_to("home")),
        due_at=at,
        at=at,
    )


def _say(request: CopyRequest, said: dict[str, object]) -> CopyAgreement:
    agreement = CopyAgreement(request=request, **said)
    _check(request, agreement.person)
    agreement.save(force_insert=True)
    return agreement


def _check(request: CopyRequest, person: Partner) -> None:
    if person not in request.people():
        raise NotTheirs
    if request.closed_at or request.issued_at:
        raise TooLate
