"""Opening hours, closed days, rooms and who is busy, each in one query."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from accounts.models import User
from accounts.roles import Role as UserRole
from sessions.models import ClosedDays, OpeningHours
from sessions.rules.hours import Closed, Hours

BUSY = "select therapist_id, room_id, starts_at, ends_at, busy_until from kap_busy_elsewhere(%s, %s)"


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
