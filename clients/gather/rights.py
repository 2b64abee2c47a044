"""Copies of records, releases and what was told under them, as pages ask about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.clock import day_of
from accounts.models import User
from clients.models import (
    Agreement,
    CopyAgreement,
    CopyRequest,
    Disclosure,
    Partner,
    Release,
    ReleaseAgreement,
)
from clients.rules.rights import SOON, Said, Standing, copy_text, release_text, standing
from documents.models import Package


def said_of(about: CopyRequest | Release) -> list[Said]:
    """What each of those concerned has said, in the couple's order, as far as the database shows it to whoever asks."""
    latest = latest_by_person(about)
    return [Said(person.called, _agrees(latest.get(person.pk))) for person in about.people()]


def latest_by_person(about: CopyRequest | Release) -> dict[UUID, Agreement]:
    """The agreement of each person that counts: the last one."""
    rows: Iterable[Agreement] = about.agreements.select_related("person", "by").order_by("at")
    return {row.person_id: row for row in rows}


def _agrees(agreement: Agreement | None) -> bool | None:
    return None if agreement is None else agreement.agrees


@dataclass(frozen=True)
class ReleaseRow:
    """A release as the therapist's list shows it."""

    release: Release
    whose: str
    standing: Standing


# Words and chip of each standing of a release.
STANDINGS = {
    Standing.WAITING: ("Waits for a signature", "waiting"),
    Standing.ENDED: ("Taken back", "locked"),
    Standing.EARLY: ("Signed, not begun", "sent"),
    Standing.OVER: ("Ran out", "due"),
    Standing.HOLDS: ("Holds", "clear"),
}


def release_rows(releases: Iterable[Release], day: date) -> list[ReleaseRow]:
    return [
        ReleaseRow(
            release,
            " & ".join(one.called for one in release.people()),
            standing(said_of(release), release.since, release.until, day),
        )
        for release in releases
    ]


def in_force(partner: Partner, day: date) -> list[Release]:
    """The releases of this person's own record under which something may be told on that day."""
    rows = Release.objects.filter(person=partner, since__lte=day, until__gte=day).order_by("recipient")
    return [row.release for row in release_rows(rows, day) if row.standing == Standing.HOLDS]


def ending_soon(user: User, day: date) -> list[ReleaseRow]:
    """Releases in force that end within two weeks."""
    near = Release.objects.visible_to(user).filter(since__lte=day, until__gte=day, until__lte=day + SOON)
    rows = release_rows(near.order_by("until"), day)
    return [row for row in rows if row.standing == Standing.HOLDS]


@dataclass(frozen=True)
class EachSaid:
    """What one of those concerned said last, for the therapist."""

    person: Partner
    last: Agreement | None

    @property
    def words(self) -> str:
        if self.last is None:
            return "Not yet"
        how = str(self.last.get_way_display()).lower()
        return f"{'Agreed' if self.last.agrees else 'Said no'} {how}"

    @property
    def chip(self) -> str:
        return "waiting" if self.last is None else "signed" if self.last.agrees else "locked"


def each_said(about: CopyRequest | Release) -> list[EachSaid]:
    latest = latest_by_person(about)
    return [EachSaid(person, latest.get(person.pk)) for person in about.people()]


@dataclass(frozen=True)
class CopyRow:
    """A request for a copy as the therapist's list shows it."""

    request: CopyRequest
    whose: str
    words: str
    chip: str


def copy_state(request: CopyRequest, day: date) -> tuple[str, str]:
    """Words and chip of a request, for the therapist."""
    if request.closed_at:
        return ("Given", "done") if request.given_how else ("Closed", "locked")
    if request.given_how:
        return "Given", "done"
    if request.issued_at:
        return "Made, to be looked through", "progress"
    waiting = any(not one.agrees for one in said_of(request))
    if day > request.due_on:
        return "Overdue", "hold"
    return ("Waits for a signature", "waiting") if waiting else ("Ready to be made", "due")


def copy_rows(requests: Iterable[CopyRequest], day: date) -> list[CopyRow]:
    return [
        CopyRow(request, " & ".join(one.called for one in request.people()), *copy_state(request, day))
        for request in requests
    ]


def copies_due(user: User, day: date) -> list[CopyRow]:
    """Requests that are not done, the earliest day first."""
    rows = CopyRequest.objects.visible_to(user).open().filter(given_how="").select_related("person", "couple")
    return copy_rows(rows.order_by("due_on"), day)


def told_about(partner: Partner) -> list[Disclosure]:
    """Who outside was told what of this person's record, newest first."""
    return list(Disclosure.objects.filter(person=partner).order_by("-on", "-at"))


@dataclass(frozen=True)
class OwnCopy:
    """A record that this person may ask for, and where that stands. `state` depends on nothing that another said:
    to_ask, to_sign, said_no, preparing, ready, given, over."""

    key: UUID
    title: str
    joint: bool
    state: str
    text: str
    said_at: datetime | None = None
    due_on: date | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class OwnRelease:
    """A release as one of those concerned sees it: what it says, and what they themselves said."""

    release: Release
    text: str
    own: Agreement | None
    over: bool

    @property
    def agreed(self) -> bool:
        return self.own is not None and self.own.agrees


@dataclass(frozen=True)
class OwnRecord:
    """All that a partner's page about their record shows."""

    copies: list[OwnCopy]
    releases: list[OwnRelease]
    told: list[Disclosure]


def own_record(partner: Partner, user: User, at: datetime) -> OwnRecord:
    """What a partner reads of the handling of their own record, and of the joint one only their own part."""
    day = day_of(at)
    requests = list(CopyRequest.objects.visible_to(user).select_related("package").order_by("asked_at"))
    said = {one.request_id: one for one in CopyAgreement.objects.filter(person=partner).order_by("at")}
    memberships = partner.memberships.order_by("since")  # the couple's own row is closed to those who have parted
    copies = [_own_copies("Your own record", partner.pk, [r for r in requests if r.person_id], said, at)]
    for membership in memberships:
        title = "Your joint record" if len(memberships) == 1 else f"Your joint record from {membership.since:%B %Y}"
        of_couple = [one for one in requests if one.couple_id == membership.couple_id]
        copies.append(_own_copies(title, membership.couple_id, of_couple, said, at, joint=True))
    answered = {row.release_id: row for row in ReleaseAgreement.objects.filter(person=partner).order_by("at")}
    releases = [
        OwnRelease(one, text_of_release(one), answered.get(one.pk), day > one.until)
        for one in Release.objects.visible_to(user).order_by("-until", "-made_at")
    ]
    return OwnRecord([one for group in copies for one in group], releases, told_about(partner))


def _own_copies(
    title: str,
    key: UUID,
    requests: list[CopyRequest],
    said: dict[UUID, CopyAgreement],
    at: datetime,
    *,
    joint: bool = False,
) -> list[OwnCopy]:
    """Past ones that are still of use, the open one, or the way to ask for one."""
    found = [_own_copy(title, one, said.get(one.pk), at) for one in requests]
    shown = [one for one in found if one.state != "over"]
    still_open = any(one.closed_at is None for one in requests)
    return shown if still_open else [*shown, OwnCopy(key, title, joint, "to_ask", copy_text(joint=joint))]


def _own_copy(title: str, request: CopyRequest, own: CopyAgreement | None, at: datetime) -> OwnCopy:
    joint, package = request.is_joint, request.package
    state = "preparing"
    if package is not None and package.shared_at and package.until > at and package.state == Package.State.READY:
        state = "ready"
    elif request.given_how == "hand" and request.closed_at is None:
        state = "given"
    elif request.closed_at or request.given_how:
        state = "over"
    elif own is None and not request.issued_at:
        state = "to_sign"
    elif own is not None and not own.agrees:
        state = "said_no"
    return OwnCopy(
        key=request.pk,
        title=title,
        joint=joint,
        state=state,
        text=copy_text(joint=joint),
        said_at=own.at if own else None,
        due_on=None if joint else request.due_on,
        until=package.until if package is not None and state == "ready" else None,
    )


def text_of_release(release: Release) -> str:
    """What is signed, in full."""
    return release_text(
        joint=release.is_joint,
        recipient=release.recipient,
        what=release.what,
        purpose=release.purpose,
        since=release.since,
        until=release.until,
    )
