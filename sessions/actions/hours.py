"""When and where the practice sees people, as its own people set it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, connection, transaction

from accounts.collisions import constraint_of
from accounts.models import User
from sessions.actions.refusals import DaysTaken, RoomInUse, RoomNameTaken
from sessions.gather.hours import busy_elsewhere
from sessions.models import Appointment, ClosedDays, OpeningHours, TherapyRoom

# Further ahead nothing is booked.
FAR = timedelta(days=4 * 366)


def set_opening_hours(*, week: Sequence[tuple[time, time] | None]) -> None:
    """The hours of the week from now on, Monday first; a day without hours is closed, none at all sets none.

    Only what changes is written, so that the history tells of changes alone.
    """
    with transaction.atomic():
        known = {one.weekday: one for one in OpeningHours.objects.all()}
        for weekday in range(7):
            hours = week[weekday] if weekday < len(week) else None
            row = known.get(weekday)
            if hours is None:
                OpeningHours.objects.filter(weekday=weekday).delete()
            elif row is None or (row.opens, row.closes) != hours:
                opens, closes = hours
                OpeningHours.objects.update_or_create(weekday=weekday, defaults={"opens": opens, "closes": closes})


def close_days(
    *, therapist: User | None, words: str, starts_on: date, ends_on: date, by: User, at: datetime
) -> ClosedDays:
    """Days on which nobody is seen, or with a therapist, on which she is away. What is booked on them stays as it is.

    Raises DaysTaken where some of them are written down already.
    """
    closed = ClosedDays(therapist=therapist, words=words, starts_on=starts_on, ends_on=ends_on, made_at=at, made_by=by)
    try:
        with transaction.atomic():
            closed.save(force_insert=True)
    except IntegrityError as collision:
        if constraint_of(collision) in {"an_absence_is_said_once", "a_holiday_is_said_once"}:
            raise DaysTaken from collision
        raise
    return closed


def take_back_closed_days(*, closed: ClosedDays, at: datetime) -> None:
    """These days are open again; a second time changes nothing."""
    ClosedDays.objects.standing().filter(pk=closed.pk).update(withdrawn_at=at)


def add_room(*, name: str, by: User, at: datetime) -> TherapyRoom:
    """One more room to hold sessions in. Raises RoomNameTaken."""
    room = TherapyRoom(name=name, made_at=at, made_by=by)
    try:
        with transaction.atomic():
            room.save(force_insert=True)
    except IntegrityError as collision:
        if constraint_of(collision) == "rooms_have_names_of_their_own":
            raise RoomNameTaken from collision
        raise
    return room


def retire_room(*, room: TherapyRoom, at: datetime) -> None:
    """Nothing more is booked into this room. Raises RoomInUse while appointments to come are in it."""
    with transaction.atomic():
        lock_rooms()
        coming = Appointment.objects.to_come(at).filter(room=room).count()
        coming += sum(one.room == room.pk for one in busy_elsewhere(at, at + FAR))
        if coming:
            dates = "1 date to come is" if coming == 1 else f"{coming} dates to come are"
            raise RoomInUse(f"{dates} in {room}. Move them to another room first.")
        TherapyRoom.objects.in_use().filter(pk=room.pk).update(retired_at=at)


def lock_rooms() -> None:
    """Let whatever takes or retires a room wait for each other, until the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended('rooms', 0))")
