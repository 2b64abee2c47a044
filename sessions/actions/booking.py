"""Appointments: book, move, cancel, complete. The gate speaks first, the database last."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts import clock
from accounts.collisions import constraint_of
from accounts.models import User
from accounts.roles import Role as UserRole
from clients.models import CareTeam, Couple, Partner
from sessions.actions.hours import lock_rooms
from sessions.actions.publishing import tell
from sessions.actions.refusals import (
    AppointmentEnded,
    CareEnded,
    HasDosed,
    NoTherapist,
    NotReady,
    OnlyInRoom,
    PastTime,
    PersonBusy,
    RoomBusy,
    StepTaken,
    TherapistBusy,
    TooEarly,
)
from sessions.gather import known
from sessions.gather.clashes import Clash, clashes, in_the_way
from sessions.models import Appointment, Attendance, Dose, PlanStep, Role, StepKind, TherapyRoom
from sessions.rules.gate import blockers_to_book
from sessions.rules.times import Block, BlockLengths


def block_of(kind: str) -> Block:
    """How long an appointment of this kind is: the practice's settings."""
    kap = settings.KAP
    return BlockLengths(kap["KETAMINE_MINUTES"], kap["BUFFER_MINUTES"], kap["TALKING_MINUTES"]).of(kind)


def default_roles(step: PlanStep, partners: Iterable[Partner]) -> dict[Partner, Role]:
    """Who takes part in a talking step: the person of a private intake, otherwise both."""
    return {one: Role.PRESENT for one in partners if step.person_id in {None, one.pk}}


def book(
    *,
    couple: Couple,
    step: PlanStep,
    starts_at: datetime,
    place: str = Appointment.Place.OFFICE,
    room: TherapyRoom | None = None,
    roles: Mapping[Partner, Role] | None = None,
    therapist: User | None = None,
    by: User,
    at: datetime,
) -> Appointment:
    """Give a step of the plan a time. Who is not named in `roles` is absent; a talking step needs none. Without a
    `room` the first that is free is taken.

    Raises NotReady with the blockers of a ketamine session, PastTime, TherapistBusy, RoomBusy, PersonBusy, StepTaken,
    CareEnded or NoTherapist.
    """
    with transaction.atomic():
        couple = Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)
        if couple.closed_at is not None:
            raise CareEnded
        if starts_at <= at:
            raise PastTime
        partners = couple.partners()
        if roles is None or step.kind != StepKind.KETAMINE:
            roles = default_roles(step, partners)
        therapist = therapist or therapist_of(couple, by)
        _lock_people(therapist, partners)
        if step.kind == StepKind.KETAMINE:
            _require_gate(partners, roles, at)
        block = block_of(step.kind)
        appointment = Appointment(
            couple=couple,
            step=step,
            therapist=therapist,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=block.minutes),
            busy_until=starts_at + timedelta(minutes=block.minutes + block.buffer),
            place=Appointment.Place.OFFICE if step.kind == StepKind.KETAMINE else place,
            booked_at=at,
            booked_by=by,
        )
        appointment.room = _room_for(appointment, room)
        with _free_time(appointment, partners):
            appointment.save(force_insert=True)
            Attendance.objects.bulk_create(_attendances(appointment, step, partners, roles))
        tell(appointment=appointment, by=by, at=at)
    return appointment


def _attendances(
    appointment: Appointment, step: PlanStep, partners: Iterable[Partner], roles: Mapping[Partner, Role]
) -> Iterator[Attendance]:
    """A row for everybody there; in a ketamine session also for who is absent, since parts may change."""
    for person in partners:
        role = roles.get(person, Role.ABSENT)
        if role != Role.ABSENT or step.kind == StepKind.KETAMINE:
            yield Attendance(
                appointment=appointment,
                person=person,
                role=role,
                starts_at=appointment.starts_at,
                ends_at=appointment.ends_at,
            )


def move(
    *, appointment: Appointment, starts_at: datetime, room: TherapyRoom | None = None, by: User, at: datetime
) -> Appointment:
    """Give an appointment another time; the gate is judged anew. Its version goes up, so an old time is never mailed.
    It stays in its room unless another is named.

    Raises what `book` raises, and AppointmentEnded.
    """
    with transaction.atomic():
        appointment = lock(appointment)
        if hasattr(appointment, "therapy_session"):
            raise AppointmentEnded("The room is open for this session. Complete it, or make it a talking day.")
        if starts_at <= at:
            raise PastTime
        attendances = list(appointment.attendances.select_related("person"))
        partners = appointment.couple.partners()
        _lock_people(appointment.therapist, partners)
        roles = {one.person: Role(one.role) for one in attendances}
        if appointment.step.kind == StepKind.KETAMINE and appointment.became_talking_at is None:
            _require_gate(partners, roles, at, appointment.pk)
        before = appointment.starts_at
        shift = starts_at - before
        for name in ("starts_at", "ends_at", "busy_until"):
            setattr(appointment, name, getattr(appointment, name) + shift)
        appointment.room = _room_for(appointment, room)
        appointment.version += 1
        for one in attendances:
            one.starts_at, one.ends_at = appointment.starts_at, appointment.ends_at
        with _free_time(appointment, [one.person for one in attendances if one.role != Role.ABSENT]):
            appointment.save(update_fields=["starts_at", "ends_at", "busy_until", "room", "version"])
            for one in attendances:
                one.save(update_fields=["starts_at", "ends_at"])
        tell(appointment=appointment, by=by, at=at, before=before)
    return appointment


def cancel(*, appointment: Appointment, by: User, at: datetime, at_once: bool = False) -> None:
    """Free the time. Nobody is named as the cause, and the step can be booked again.

    `at_once` where both have been told already why their dates come off: no review is waited for.

    Raises AppointmentEnded, or HasDosed once a dose was recorded.
    """
    with transaction.atomic():
        appointment = lock(appointment)
        if Dose.objects.filter(therapy_session=appointment.pk).exists():
            raise HasDosed
        _end(appointment, Appointment.State.CANCELLED, by, at)
        appointment.attendances.update(cancelled=True)
        tell(appointment=appointment, by=by, at=at, at_once=at_once)


def complete(*, appointment: Appointment, by: User, at: datetime) -> None:
    """A talking session took place. Raises AppointmentEnded, TooEarly, or OnlyInRoom for a ketamine session."""
    with transaction.atomic():
        appointment = lock(appointment)
        if appointment.step.kind == StepKind.KETAMINE and appointment.became_talking_at is None:
            raise OnlyInRoom
        if at < appointment.starts_at:
            raise TooEarly
        _end(appointment, Appointment.State.COMPLETED, by, at)
        tell(appointment=appointment, by=by, at=at)


def _end(appointment: Appointment, state: str, by: User, at: datetime) -> None:
    appointment.state, appointment.ended_at, appointment.ended_by = state, at, by
    appointment.save(update_fields=["state", "ended_at", "ended_by"])


def lock(appointment: Appointment) -> Appointment:
    """The appointment as it is now, held until the end of the transaction. Raises AppointmentEnded if it is over."""
    found = Appointment.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "step", "couple", "therapist"
    )
    appointment = found.get(pk=appointment.pk)
    if appointment.state != Appointment.State.BOOKED:
        raise AppointmentEnded
    return appointment


def therapist_of(couple: Couple, by: User) -> User:
    """Who holds this couple's sessions: whoever books, if on the care team, else its first therapist.

    Raises NoTherapist.
    """
    team = CareTeam.objects.filter(couple=couple, user__role=UserRole.THERAPIST).select_related("user")
    therapists = [member.user for member in team.order_by("since")]
    if not therapists:
        raise NoTherapist
    return by if by in therapists else therapists[0]


def _lock_people(therapist: User, partners: Iterable[Partner]) -> None:
    """Bookings of the same people wait for each other: two exclusion constraints met at once would deadlock."""
    ids = sorted([therapist.pk, *(one.pk for one in partners)])
    list(User.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def _require_gate(
    partners: list[Partner], roles: Mapping[Partner, Role], at: datetime, appointment_id: UUID | None = None
) -> None:
    """As things stand now. A clearance that ends before the date is a warning on the page, and a stop on that day."""
    parts = {one.pk: str(roles.get(one, Role.ABSENT)) for one in partners}
    blockers = blockers_to_book(known(partners, at).attendees(parts, appointment_id), clock.day_of(at))
    if blockers:
        raise NotReady(blockers)


@contextmanager
def _free_time(appointment: Appointment, people: Sequence[Partner]) -> Iterator[None]:
    """A savepoint in which the database may refuse; its refusal by constraint becomes ours by name."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as collision:
        name, found = constraint_of(collision), _clashes(appointment)
        if name == "therapist_is_free":
            way = in_the_way(one for one in found if one.therapist == appointment.therapist_id)
            raise TherapistBusy(f"{appointment.therapist.name} is busy then. Choose another time.{way}") from collision
        if name == "room_is_free":
            way = in_the_way(one for one in found if one.room == appointment.room_id)
            raise RoomBusy(f"{appointment.room} is taken then. Choose another room or time.{way}") from collision
        if name == "a_step_is_booked_once":
            raise StepTaken from collision
        if name == "person_is_free":
            raise PersonBusy(_busy(appointment, people, found)) from collision
        raise


def _room_for(appointment: Appointment, wanted: TherapyRoom | None) -> TherapyRoom | None:
    """The room asked for, else the one it has, else the first that is free; none by video, or while there are none.

    Bookings of rooms wait for each other, like those of people. Raises RoomBusy where every room is taken.
    """
    rooms = list(TherapyRoom.objects.in_use())
    if appointment.place != Appointment.Place.OFFICE or not rooms:
        return None
    lock_rooms()
    if wanted or appointment.room in rooms:
        return wanted or appointment.room
    found = _clashes(appointment)
    taken = {one.room for one in found}
    free = next((room for room in rooms if room.pk not in taken), None)
    if free is None:
        way = in_the_way(one for one in found if one.room)
        raise RoomBusy(f"{'Every room' if rooms[1:] else rooms[0]} is taken then. Choose another time.{way}")
    return free


def _clashes(appointment: Appointment) -> list[Clash]:
    return clashes(appointment.starts_at, appointment.busy_until, besides=appointment.pk)


def _busy(appointment: Appointment, people: Sequence[Partner], found: Sequence[Clash]) -> str:
    """Who of these is busy then, and with what, as far as whoever books sees it."""
    ids = {one.pk for one in people}
    overlapping = (
        Attendance.objects.filter(
            person__in=ids, starts_at__lt=appointment.ends_at, ends_at__gt=appointment.starts_at, cancelled=False
        )
        .exclude(role=Role.ABSENT)
        .exclude(appointment=appointment.pk)
        .select_related("person")
    )
    names = sorted({one.person.called for one in overlapping})
    way = in_the_way(one for one in found if one.people & ids)
    return f"{' and '.join(names)} {'is' if len(names) == 1 else 'are'} busy then. Choose another time.{way}"
