"""Opening hours, closed days, rooms and who is busy, each in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection

from accounts import clock
from accounts.hours import DAYS
from accounts.models import User
from accounts.roles import Role as UserRole
from sessions.models import ClosedDays, OpeningHours
from sessions.rules.hours import Closed, Hours, against

BUSY = "select therapist_id, room_id, starts_at, ends_at, busy_until from kap_busy_elsewhere(%s, %s)"

# So many changes are told; the rest stay in the database.
CHANGES = 12


@dataclass(frozen=True)
class Busy:
    """When a colleague is busy with somebody whom the reader does not see."""

    therapist: UUID
    room: UUID | None
    starts_at: datetime
    ends_at: datetime
    busy_until: datetime


def opening_hours() -> Hours:
    return Hours({one.weekday: (one.opens, one.closes) for one in OpeningHours.objects.all()})


def closed_days(first: date, last: date) -> list[ClosedDays]:
    """Holidays and absences that touch these days, the earliest first."""
    return list(ClosedDays.objects.between(first, last).select_related("therapist").order_by("starts_on", "made_at"))


def closed_for(rows: Iterable[ClosedDays], therapist: UUID | None) -> list[Closed]:
    """Those that concern this therapist; without one, those of the whole practice."""
    return [facts_of(row) for row in rows if row.therapist_id in {None, therapist}]


def facts_of(row: ClosedDays) -> Closed:
    return Closed(row.starts_on, row.ends_on, row.words, row.therapist.name if row.therapist else "")


def busy_elsewhere(since: datetime, until: datetime) -> list[Busy]:
    """What a therapist is told of her colleagues' appointments; the office sees those themselves and gets none."""
    with connection.cursor() as cursor:
        cursor.execute(BUSY, [since, until])
        return [Busy(*row) for row in cursor.fetchall()]


def therapists() -> list[User]:
    """Who holds sessions, by name."""
    return list(User.objects.filter(role=UserRole.THERAPIST, is_active=True).order_by("name"))


def speaks_against(start: datetime, minutes: int, therapist: User, at: datetime) -> list[str]:
    """What speaks against this therapist's appointment at this time, in sentences: hours, holidays, absences.

    Nothing of a time that has passed at `at`: it is refused, and nobody needs to be asked first.
    """
    if start <= at:
        return []
    zone = clock.practice_zone()
    day = start.astimezone(zone).date()
    closed = closed_for(closed_days(day, day), therapist.pk)
    return against(start, start + timedelta(minutes=minutes), zone, opening_hours(), closed)


@dataclass(frozen=True)
class Change:
    """One change of the hours or the rooms, in words."""

    at: datetime
    who: str
    words: str


def changes_of_hours() -> list[Change]:
    """What was changed last in hours and rooms, the newest first; for the therapist, whom the database lets read it."""
    rows = [(row, _words_of_hours(row)) for row in _last("OpeningHoursChange")]
    rows += [(row, _words_of_room(row)) for row in _last("TherapyRoomChange")]
    names = dict(User.objects.filter(pk__in={row.pgh_by for row, _ in rows}).values_list("pk", "name"))
    found = [Change(row.pgh_created_at, names.get(row.pgh_by, ""), words) for row, words in rows]
    return sorted(found, key=lambda one: one.at, reverse=True)[:CHANGES]


def _last(model: str) -> list[Any]:
    rows = apps.get_model("kap_sessions", model)._default_manager
    return list(rows.order_by("-pgh_created_at", "-pgh_id")[:CHANGES])


def _words_of_hours(row: Any) -> str:
    day = DAYS[row.weekday]
    return f"{day}: closed" if row.pgh_label == "delete" else f"{day}: {row.opens:%H:%M}-{row.closes:%H:%M}"


def _words_of_room(row: Any) -> str:
    return f"{row.name}: {'no longer used' if row.retired_at else 'added'}"
