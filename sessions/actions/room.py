"""The session room: what can be recorded, by whom and when. Starting is gated; what happened is never refused."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeVar
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Sum

from accounts import clock
from accounts.models import User
from clients.models import Partner
from sessions.actions.booking import lock
from sessions.actions.refusals import (
    AlreadyLeft,
    BoosterFirst,
    FutureTime,
    HasDosed,
    ImpossibleReading,
    NeedsWords,
    NotComplete,
    NotKetamine,
    NotReady,
    NotToday,
    PersonBusy,
    RoleFixed,
    SessionOver,
)
from sessions.gather import known, of_the_day, parts_of
from sessions.gather.room import doses_of, leaving_people, other_of
from sessions.models import (
    Appointment,
    Attendance,
    DayCheck,
    Deviation,
    Dose,
    DosingStart,
    Leaving,
    LogEntry,
    Reading,
    Role,
    StepKind,
    TalkingDayReason,
    TherapySession,
)
from sessions.rules import blockers as kinds
from sessions.rules import gate, leaving, readings
from sessions.rules.blockers import Blocker
from sessions.rules.gate import Attendee, DayCheckFacts
from sessions.rules.readings import ReadingFacts

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class DoseOrder:
    """A dose that was taken: the amount in mg, the route, whether it was the first or a booster, and who gave it."""

    kind: str
    route: str
    mg: Decimal
    given_by: str


def open_room(*, appointment: Appointment, by: User, at: datetime) -> TherapySession:
    """Open the room of a ketamine session on its day; opening it again is the same room.

    Raises NotKetamine, NotToday or AppointmentEnded.
    """
    with transaction.atomic():
        appointment = lock(appointment)
        if appointment.step.kind != StepKind.KETAMINE or appointment.became_talking_at is not None:
            raise NotKetamine
        zone = clock.practice_zone()
        if appointment.starts_at.astimezone(zone).date() != at.astimezone(zone).date():
            raise NotToday
        therapy_session, _ = TherapySession.objects.get_or_create(
            appointment=appointment, defaults={"opened_at": at, "opened_by": by}
        )
        return therapy_session


def name_helper(*, therapy_session: TherapySession, name: str, qualification: str, by: User, at: datetime) -> None:
    """Name the second staff member of this session; no account is needed. Raises SessionOver."""
    with _going_on(therapy_session) as current:
        current.helper_name, current.helper_qualification = name, qualification
        current.save(update_fields=["helper_name", "helper_qualification"])


def set_roles(*, appointment: Appointment, roles: Mapping[Partner, Role], by: User, at: datetime) -> None:
    """Decide anew who takes the medicine, who supports, who is absent; the gate is judged for the new parts.

    Raises NotReady, RoleFixed once somebody whose part would change has started, PersonBusy or AppointmentEnded.
    """
    with transaction.atomic():
        appointment = lock(appointment)
        if appointment.became_talking_at is not None:
            raise RoleFixed("This is a talking day. Nobody takes the medicine.")
        attendances = list(appointment.attendances.select_related("person"))
        for one in attendances:
            new = roles.get(one.person, Role.ABSENT)
            if new != one.role and _has_begun(appointment, one.person):
                raise RoleFixed(f"{one.person.called} has started already. That part stays.")
            one.role = new
        day = at.astimezone(clock.practice_zone()).date()
        day = max(day, appointment.starts_at.astimezone(clock.practice_zone()).date())
        everybody = known(appointment.couple.partners(), at)
        blockers = gate.blockers_to_book(everybody.attendees(parts_of(attendances), appointment.pk), day)
        if blockers:
            raise NotReady(blockers)
        try:
            with transaction.atomic():
                Attendance.objects.bulk_update(attendances, ["role"])
        except IntegrityError as collision:
            raise PersonBusy("Somebody who would now take part has another appointment then.") from collision


def _has_begun(appointment: Appointment, person: Partner) -> bool:
    own = {"therapy_session": appointment.pk, "person": person}
    return DosingStart.objects.filter(**own).exists() or Dose.objects.filter(**own).exists()


def record_day_check(
    *,
    therapy_session: TherapySession,
    person: Partner,
    answers: DayCheckFacts,
    words: str = "",
    by: User,
    at: datetime,
    key: UUID | None = None,
) -> DayCheck:
    """Keep the answers of the day. A new check follows an old one, and the last counts. Raises SessionOver."""
    with _going_on(therapy_session):
        return _once(
            DayCheck.objects, DayCheck(**_about(therapy_session, person, by, at, key), **asdict(answers), words=words)
        )


def record_reading(
    *,
    therapy_session: TherapySession,
    person: Partner,
    reading: ReadingFacts,
    by: User,
    at: datetime,
    happened_at: datetime | None = None,
    key: UUID | None = None,
) -> Reading:
    """Keep a reading, alarming or not. Raises ImpossibleReading, FutureTime or SessionOver."""
    if slips := readings.impossible(reading):
        raise ImpossibleReading(slips)
    with _going_on(therapy_session):
        return _once(
            Reading.objects,
            Reading(
                **_about(therapy_session, person, by, at, key, happened_at),
                systolic=reading.systolic,
                diastolic=reading.diastolic,
                pulse=reading.pulse,
                saturation=reading.saturation,
            ),
        )


def log(
    *,
    therapy_session: TherapySession,
    person: Partner,
    kind: str,
    words: str = "",
    by: User,
    at: datetime,
    key: UUID | None = None,
) -> LogEntry:
    """Add a line to the log. Nothing is ever taken out of it. Raises SessionOver."""
    with _going_on(therapy_session):
        return _once(LogEntry.objects, LogEntry(**_about(therapy_session, person, by, at, key), kind=kind, words=words))


def blockers_now(appointment: Appointment, person: Partner, at: datetime, *, route: str = "") -> list[Blocker]:
    """What stands before this person's start at this moment: what the page shows and what `start_dosing` raises."""
    if appointment.became_talking_at is not None:
        return [Blocker(kinds.TALKING_DAY)]
    day = at.astimezone(clock.practice_zone()).date()
    return gate.blockers_to_start(
        person.pk,
        attendees_now(appointment, at),
        day,
        route=route,
        second_staff=settings.KAP["SECOND_STAFF"],
        helper=appointment.therapy_session.helper_name,
    )


def attendees_now(appointment: Appointment, at: datetime) -> list[Attendee]:
    """Both people with today's answers and readings, as the gate judges them."""
    zone = clock.practice_zone()
    attendances = list(appointment.attendances.select_related("person"))
    attendees = known([one.person for one in attendances], at).attendees(parts_of(attendances), appointment.pk)
    return of_the_day(attendees, appointment, at.astimezone(zone).date(), zone)


def start_dosing(
    *, therapy_session: TherapySession, person: Partner, route: str, by: User, at: datetime
) -> DosingStart:
    """The gate is open for this person now: the medicine may be taken. A second click is the same start.

    Raises NotReady with every reason, or SessionOver. Nobody can override it.
    """
    with _going_on(therapy_session):
        own = {"therapy_session": therapy_session, "person": person}
        started = DosingStart.objects.filter(**own).first()
        if started is not None:
            return started
        appointment = _appointment_of(therapy_session)
        if blockers := blockers_now(appointment, person, at, route=route):
            raise NotReady(blockers)
        return DosingStart.objects.create(**own, at=at, recorded_at=at, by=by, route=route)


def record_dose(
    *,
    therapy_session: TherapySession,
    person: Partner,
    order: DoseOrder,
    by: User,
    at: datetime,
    happened_at: datetime | None = None,
    key: UUID | None = None,
) -> Dose:
    """Keep a dose that was taken. The gate never refuses it: off the gate a deviation with the reasons stands beside.

    Raises BoosterFirst or FutureTime, which are slips of the pen.
    """
    with transaction.atomic():
        appointment = _appointment_of(therapy_session, held=True)
        own = Dose.objects.filter(therapy_session=therapy_session, person=person)
        if order.kind == Dose.Kind.BOOSTER and not own.exists():
            raise BoosterFirst
        dose = Dose(**_about(therapy_session, person, by, at, key, happened_at), **asdict(order))
        if before := Dose.objects.filter(pk=dose.pk).first():
            return before
        blockers = _beside(appointment, person, order, at)
        dose.save(force_insert=True)
        if blockers:
            Deviation.objects.create(dose=dose, reasons=[one.record() for one in blockers])
        return dose


def _beside(appointment: Appointment, person: Partner, order: DoseOrder, at: datetime) -> list[Blocker]:
    own = {"therapy_session": appointment.pk, "person": person}
    so_far = Dose.objects.filter(**own, kind=order.kind).aggregate(mg=Sum("mg"))["mg"] or Decimal(0)
    found = []
    if appointment.became_talking_at is not None:
        found.append(Blocker(kinds.TALKING_DAY))
    if appointment.state != Appointment.State.BOOKED:
        found.append(Blocker(kinds.SESSION_OVER))
    return found + gate.blockers_beside_a_dose(
        person.pk,
        attendees_now(appointment, at),
        at.astimezone(clock.practice_zone()).date(),
        started=DosingStart.objects.filter(**own).exists(),
        route=order.route,
        mg_after=so_far + order.mg,
        is_booster=order.kind == Dose.Kind.BOOSTER,
    )


def record_leaving(
    *,
    therapy_session: TherapySession,
    person: Partner,
    answers: leaving.LeavingFacts,
    words: str = "",
    by: User,
    at: datetime,
) -> Leaving:
    """This person is ready to leave, asked alone. Before the stay is over, or with a "not yet", it asks for words.

    Raises NeedsWords with the concerns, AlreadyLeft or SessionOver.
    """
    with _going_on(therapy_session):
        own = {"therapy_session": therapy_session, "person": person}
        if Leaving.objects.filter(**own).exists():
            raise AlreadyLeft(f"{person.called} has left. The record stands; add what is missing to the note.")
        concerns = leaving_concerns(therapy_session, person, answers, at)
        if concerns and not words.strip():
            raise NeedsWords(concerns)
        return Leaving.objects.create(
            **own,
            at=at,
            recorded_at=at,
            by=by,
            **answers.answers,
            leaves_with=answers.leaves_with,
            words=words,
        )


def leaving_concerns(
    therapy_session: TherapySession, person: Partner, answers: leaving.LeavingFacts, at: datetime
) -> list[str]:
    """What asks for words before this person leaves now."""
    return leaving.concerns(
        answers,
        doses_of(therapy_session, person),
        at,
        settings.KAP["STAY_MINUTES"],
        other_of(therapy_session, person),
    )


def convert_to_talking(*, appointment: Appointment, words: str, by: User, at: datetime) -> Appointment:
    """Make a ketamine day a talking day, whatever the cause: one neutral mark for all, the true reason in the record.

    No dose is counted, and the step stays to be done. Raises HasDosed once a dose was recorded, or AppointmentEnded.
    """
    with transaction.atomic():
        appointment = lock(appointment)
        if appointment.step.kind != StepKind.KETAMINE:
            raise NotKetamine
        if appointment.became_talking_at is not None:
            return appointment
        if Dose.objects.filter(therapy_session=appointment.pk).exists():
            raise HasDosed
        appointment.became_talking_at, appointment.became_talking_by = at, by
        appointment.save(update_fields=["became_talking_at", "became_talking_by"])
        appointment.attendances.exclude(role=Role.ABSENT).update(role=Role.PRESENT)
        TalkingDayReason.objects.create(appointment=appointment, words=words, at=at, by=by)
        return appointment


def complete_session(*, therapy_session: TherapySession, by: User, at: datetime) -> None:
    """The session is over, and everybody who took a dose has left. Raises NotComplete with what is missing."""
    with _going_on(therapy_session) as current:
        if missing := leaving.missing_to_complete(leaving_people(therapy_session)):
            raise NotComplete(" ".join(missing))
        current.completed_at, current.completed_by = at, by
        current.save(update_fields=["completed_at", "completed_by"])
        appointment = current.appointment
        appointment.state, appointment.ended_at, appointment.ended_by = Appointment.State.COMPLETED, at, by
        appointment.save(update_fields=["state", "ended_at", "ended_by"])


def review_deviation(*, deviation: Deviation, words: str, by: User, at: datetime) -> None:
    """A clinician has looked at a dose outside the gate, and says what follows from it. The first review stands."""
    Deviation.objects.filter(pk=deviation.pk, reviewed_at=None).update(reviewed_at=at, reviewed_by=by, words=words)


def _appointment_of(therapy_session: TherapySession, *, held: bool = False) -> Appointment:
    rows = Appointment.objects.select_related("step", "couple", "therapist", "therapy_session")
    if held:
        rows = rows.select_for_update(no_key=True, of=("self",))
    return rows.get(pk=therapy_session.pk)


@contextmanager
def _going_on(therapy_session: TherapySession) -> Iterator[TherapySession]:
    """The session as it is now, its appointment held until the end. Raises SessionOver once that has ended."""
    with transaction.atomic():
        appointment = _appointment_of(therapy_session, held=True)
        if appointment.state != Appointment.State.BOOKED:
            raise SessionOver
        yield appointment.therapy_session


def _about(  # noqa: PLR0917 - the order of every line's own fields
    therapy_session: TherapySession,
    person: Partner,
    by: User,
    at: datetime,
    key: UUID | None,
    happened_at: datetime | None = None,
) -> dict[str, object]:
    """What every line of the room says: of whom, when it happened, when and by whom it was written down."""
    if happened_at is not None and happened_at > at:
        raise FutureTime
    return {
        "id": key or uuid4(),
        "therapy_session": therapy_session,
        "person": person,
        "at": happened_at or at,
        "recorded_at": at,
        "by": by,
    }


def _once(rows: models.Manager[Row], row: Row) -> Row:
    """Keep a row under the key that came with its form, so that a double click is one line."""
    before = rows.filter(pk=row.pk).first()
    if before is None:
        row.save(force_insert=True)
    return before or row
