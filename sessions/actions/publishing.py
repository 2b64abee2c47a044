"""Telling the two of a couple how their dates stand. An answer never comes here: only people who act do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from clients.models import Couple, Partner
from sessions.actions.refusals import AfterTheDate, AppointmentEnded, NotAgreed, OnlyForBoth, TooSoonAfterAnswer
from sessions.gather.publishing import last_answers, review_days
from sessions.models import Appointment, Attendance, Published, PublishedLine, Role, StepKind
from sessions.rules import publishing as rules

Kind = Published.Kind
State = Appointment.State


def tell(
    *, appointment: Appointment, by: User, at: datetime, before: datetime | None = None, at_once: bool = False
) -> None:
    """After an act: tell everybody in it how the appointment stands now. `before` is its earlier time, if it moved.

    What concerns a ketamine date waits for the practice's next review; anything else, and what is over, is shown at
    once. Call it in the transaction of the act.
    """
    since = at
    waits = appointment.step.kind == StepKind.KETAMINE and appointment.state != State.COMPLETED
    if waits and not at_once:
        starts = [appointment.starts_at, *([before] if before else [])]
        since = rules.shown_from(at, starts, review_days())
    _publish(appointment, _Moment(since, by, at))


def publish_date(
    *, appointment: Appointment, kind: str, since: datetime, confirmed: bool = False, by: User, at: datetime
) -> None:
    """The therapist decides what is shown of one date, and from when: as it stands, or that it is being prepared.

    Everybody in it is told at the same moment, and what was planned before is dropped. Raises AfterTheDate,
    AppointmentEnded for a date that does not stand, or TooSoonAfterAnswer unless `confirmed`.
    """
    with transaction.atomic():
        held = Appointment.objects.select_for_update(no_key=True, of=("self",)).select_related("step", "couple")
        appointment = held.get(pk=appointment.pk)
        if kind == Kind.DATE and appointment.state != State.BOOKED:
            raise AppointmentEnded
        since = max(since, at)
        if since >= appointment.starts_at:
            raise AfterTheDate
        _mind_answers(appointment.couple, since, confirmed=confirmed)
        _publish(appointment, _Moment(since, by, at), Kind(kind))


def plan_line(
    *,
    couple: Couple,
    people: Sequence[Partner],
    line: str,
    since: datetime,
    agreed_on: date | None = None,
    confirmed: bool = False,
    by: User,
    at: datetime,
) -> None:
    """Give one of the two, or both, a neutral sentence on their start page from `since` on; an empty `line` ends one.

    Raises NotAgreed when one is told alone without the day on which that was agreed, OnlyForBoth, or TooSoonAfterAnswer
    unless `confirmed`.
    """
    if line and len(people) == 1 and rules.LINES[line].for_both:
        raise OnlyForBoth
    if line and len(people) < len(couple.partners()) and agreed_on is None:
        raise NotAgreed
    with transaction.atomic():
        list(Partner.objects.select_for_update(no_key=True).filter(pk__in=[one.pk for one in people]).order_by("pk"))
        since = max(since, at)
        _mind_answers(couple, since, confirmed=confirmed)
        for person in people:
            PublishedLine.objects.create(
                person=person,
                turn=PublishedLine.objects.filter(person=person).count() + 1,
                line=line,
                agreed_on=agreed_on,
                visible_from=since,
                by=by,
                at=at,
            )


def _mind_answers(couple: Couple, since: datetime, *, confirmed: bool) -> None:
    safe_from = rules.too_soon(since, last_answers(couple))
    if safe_from is not None and not confirmed:
        raise TooSoonAfterAnswer(safe_from)


def _publish(appointment: Appointment, moment: "_Moment", kind: Kind | None = None) -> None:
    """A row for everybody there, and for who was there before. `kind` is what those there are shown instead."""
    rows: dict[UUID, list[Published]] = {}
    for row in Published.objects.filter(appointment=appointment).order_by("turn"):
        rows.setdefault(row.person_id, []).append(row)
    attendances = list(appointment.attendances.select_related("person").order_by("person"))
    alone = len(appointment.couple.partners()) > 1 and len([one for one in attendances if one.role != Role.ABSENT]) == 1
    for one in attendances:
        earlier = rows.get(one.person_id, [])
        if one.role == Role.ABSENT and not earlier:
            continue
        Published.objects.create(
            person=one.person,
            kind=kind if kind and one.role != Role.ABSENT else _kind_of(appointment, one),
            turn=len(earlier) + 1,
            appointment=appointment,
            version=_version(earlier, appointment.starts_at, moment.at),
            step_kind=appointment.step.kind,
            step_number=appointment.step.number,
            is_talking=appointment.became_talking_at is not None,
            starts_at=appointment.starts_at,
            ends_at=appointment.ends_at,
            place=appointment.place,
            role=one.role,
            alone=alone,
            visible_from=moment.visible_from,
            by=moment.by,
            at=moment.at,
        )


@dataclass(frozen=True)
class _Moment:
    """From when a telling is shown, and who decided that when."""

    visible_from: datetime
    by: User
    at: datetime


def _kind_of(appointment: Appointment, attendance: Attendance) -> Kind:
    if appointment.state == State.COMPLETED:
        return Kind.DONE
    stands = appointment.state == State.BOOKED and attendance.role != Role.ABSENT
    return Kind.DATE if stands else Kind.PREPARING


def _version(earlier: Sequence[Published], starts_at: datetime, at: datetime) -> int:
    """How many different times this person was told, this one included: a time that was never shown is none."""
    shown = [
        row
        for place, row in enumerate(earlier)
        if row.kind == Kind.DATE
        and row.visible_from <= at
        and not any(later.at < row.visible_from for later in earlier[place + 1 :])
    ]
    return shown[-1].version + (shown[-1].starts_at != starts_at) if shown else 1
