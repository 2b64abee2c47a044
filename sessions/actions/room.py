"""The session room: opening it, who is there in which part, and what is asked, read and written down."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.collisions import constraint_of
from accounts.models import User
from clients.models import Partner
from sessions.actions.booking import lock
from sessions.actions.lines import about, going_on, once
from sessions.actions.publishing import tell
from sessions.actions.refusals import (
    HasDosed,
    ImpossibleReading,
    NotKetamine,
    NotReady,
    NotToday,
    PersonBusy,
    RoleFixed,
)
from sessions.gather import known, parts_of
from sessions.models import (
    Appointment,
    Attendance,
    DayCheck,
    Dose,
    DosingStart,
    LogEntry,
    Reading,
    Role,
    StepKind,
    TalkingDayReason,
    TherapySession,
)
from sessions.rules import gate, readings
from sessions.rules.gate import DayCheckFacts
from sessions.rules.readings import ReadingFacts


def open_room(*, appointment: Appointment, by: User, at: datetime) -> TherapySession:
    """Open the room of a ketamine session on its day; opening it again is the same room.

    Raises NotKetamine, NotToday or AppointmentEnded.
    """
    with transaction.atomic():
        appointment = lock(appointment)
        if appointment.step.kind != StepKind.KETAMINE or appointment.became_talking_at is not None:
            raise NotKetamine
        if clock.day_of(appointment.starts_at) != clock.day_of(at):
            raise NotToday
        therapy_session, _ = TherapySession.objects.get_or_create(
            appointment=appointment, defaults={"opened_at": at, "opened_by": by}
        )
        return therapy_session


def name_helper(*, therapy_session: TherapySession, name: str, qualification: str, by: User, at: datetime) -> None:
    """Name the second staff member of this session; no account is needed. Raises SessionOver."""
    with going_on(therapy_session) as current:
        current.helper_name, current.helper_qualification = name, qualification
        current.save(update_fields=["helper_name", "helper_qualification"])


def name_medical_person(*, therapy_session: TherapySession, name: str, licence: str, by: User, at: datetime) -> None:
    """Write down the licensed medical person who is there, or with nothing in either that nobody is any more.

    Raises SessionOver.
    """
    with going_on(therapy_session) as current:
        current.medical_name, current.medical_licence = name, licence
        current.save(update_fields=["medical_name", "medical_licence"])


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
        everybody = known(appointment.couple.partners(), at)
        attendees = everybody.attendees(parts_of(attendances), appointment.pk)
        blockers = gate.blockers_to_book(attendees, clock.day_of(at))
        if blockers:
            raise NotReady(blockers)
        try:
            with transaction.atomic():
                Attendance.objects.bulk_update(attendances, ["role"])
        except IntegrityError as collision:
            if constraint_of(collision) != "person_is_free":
                raise
            raise PersonBusy("Somebody who would now take part has another appointment then.") from collision
        tell(appointment=appointment, by=by, at=at)


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
    with going_on(therapy_session):
        return once(
            DayCheck.objects, DayCheck(**about(therapy_session, person, by, at, key), **asdict(answers), words=words)
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
    with going_on(therapy_session):
        return once(
            Reading.objects,
            Reading(
                **about(therapy_session, person, by, at, key, happened_at),
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
    with going_on(therapy_session):
        return once(LogEntry.objects, LogEntry(**about(therapy_session, person, by, at, key), kind=kind, words=words))


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
        tell(appointment=appointment, by=by, at=at)
        return appointment
