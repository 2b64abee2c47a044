"""Releases and requests for copies that users can reach, made by acting."""

from datetime import date

from accounts.actor import as_actor
from clients import actions
from clients.models import CopyAgreement, CopyRequest, Couple, Partner, Release, ReleaseAgreement
from documents import rules as files
from tests.cast import NOON, Cast
from tests.documents.files import PDF

TODAY = date(2026, 11, 17)
LAST = date(2026, 12, 31)
PAPER = files.Brought(files.take(PDF), "../../scan.pdf")


def release_of(cast: Cast, about: Partner | Couple, *, since: date = TODAY, until: date = LAST) -> Release:
    with as_actor(cast.therapist):
        return actions.add_release(
            about=about,
            recipient="Dr. Alan Park",
            reached_at="",
            purpose="Blood pressure",
            what="Readings",
            since=since,
            until=until,
            by=cast.therapist,
            at=NOON,
        )


def signed_release(release: Release, *people: Partner) -> None:
    for person in people:
        with as_actor(person.user):
            actions.sign_release(release=release, person=person, typed_name=person.legal_name, by=person.user, at=NOON)


def ended(release: Release, person: Partner) -> ReleaseAgreement:
    with as_actor(person.user):
        return actions.end_release(release=release, person=person, by=person.user, at=NOON)


def asked(cast: Cast, about: Partner | Couple, *, way: str = "copy") -> CopyRequest:
    """Written down by the therapist."""
    with as_actor(cast.therapist):
        return actions.ask_for_copy(about=about, way=way, by=cast.therapist, at=NOON)


def agreed(request: CopyRequest, *people: Partner) -> None:
    for person in people:
        with as_actor(person.user):
            actions.agree_to_copy(request=request, person=person, typed_name=person.legal_name, by=person.user, at=NOON)


def refused(request: CopyRequest, person: Partner) -> CopyAgreement:
    with as_actor(person.user):
        return actions.refuse_copy(request=request, person=person, by=person.user, at=NOON)
