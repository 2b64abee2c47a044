from datetime import date, datetime

from django.db import transaction

from accounts import clock
from accounts.models import User
from clients.actions.agreements import a_no, by_typed_name, on_paper
from clients.gather.rights import said_of, text_of_release
from clients.models import Couple, Disclosure, Partner, Release, ReleaseAgreement
from clients.rules import rights as rules
from documents.rules import Brought


class NotReleased(Exception):
    """No release lets this be told today; `reasons` is the list that the page shows."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class NotConcerned(Exception):
    """Only those whose record it is can agree to a release, or end it."""


class DatesRefused(Exception):
    """The days of a release make no sense, or reach too far; the message says which."""


def add_release(
    *,
    about: Partner | Couple,
    recipient: str,
    reached_at: str,
    purpose: str,
    what: str,
    since: date,
    until: date,
    by: User,
    at: datetime,
) -> Release:
    """Write down who may be told what. It begins to hold once everybody whose record it is has agreed.

    Raises DatesRefused.
    """
    if trouble := rules.release_dates_trouble(since, until):
        raise DatesRefused(trouble)
    release = Release(
        person=about if isinstance(about, Partner) else None,
        couple=about if isinstance(about, Couple) else None,
        recipient=recipient,
        reached_at=reached_at,
        purpose=rules.sentence(purpose),
        what=rules.sentence(what),
        since=since,
        until=until,
        made_at=at,
        made_by=by,
    )
    release.save(force_insert=True)
    return release


def sign_release(*, release: Release, person: Partner, typed_name: str, by: User, at: datetime) -> ReleaseAgreement:
    """Agree in the portal, for oneself alone. Raises NotTheirOwn, UnderEffect, NameDiffers, NotConcerned."""
    said = by_typed_name(person=person, text=text_of_release(release), typed_name=typed_name, by=by, at=at)
    return _say(release, said)


def keep_signed_release(
    *, release: Release, person: Partner, paper: Brought, by: User, at: datetime
) -> ReleaseAgreement:
    """Keep a sheet that this person signed. Raises NotConcerned, UnderEffect, `documents.actions.TooMany`."""
    _concerned(release, person)
    return _say(release, on_paper(person=person, paper=paper, by=by, at=at))


def end_release(*, release: Release, person: Partner, by: User, at: datetime) -> ReleaseAgreement:
    """Take an agreement back: by the person, or by the therapist on that person's word. It ends at once.

    Raises NotConcerned.
    """
    return _say(release, a_no(person=person, by=by, at=at))


def disclose(*, release: Release, what: str, on: date, by: User, at: datetime) -> list[Disclosure]:
    """Write down that the recipient was told something: a row for each person whose record it is.

    Raises NotReleased when the release does not hold on that day.
    """
    with transaction.atomic():
        people = release.people()
        list(Partner.objects.filter(pk__in=[one.pk for one in people]).order_by("pk").select_for_update(of=("self",)))
        day = min(on, clock.day_of(at))
        if reasons := rules.release_blockers(said_of(release), release.since, release.until, day):
            raise NotReleased(reasons)
        made = [
            Disclosure(
                release=release,
                person=person,
                recipient=release.recipient,
                purpose=release.purpose,
                what=rules.sentence(what),
                on=on,
                at=at,
                by=by,
            )
            for person in people
        ]
        for row in made:
            row.save(force_insert=True)
    return made


def _say(release: Release, said: dict[str, object]) -> ReleaseAgreement:
    agreement = ReleaseAgreement(release=release, **said)
    _concerned(release, agreement.person)
    agreement.save(force_insert=True)
    return agreement


def _concerned(release: Release, person: Partner) -> None:
    if person not in release.people():
        raise NotConcerned
