"""What ends soon for the people of one therapist, for her start page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from accounts import clock
from accounts.models import User
from clients.models import Partner
from sessions.gather.gate import known
from sessions.models import Appointment, Attendance, Role
from sessions.rules.ahead import Course, Limits, Task, tasks_ahead


@dataclass(frozen=True)
class AheadOf:
    """One thing to renew for one person."""

    partner: Partner
    task: Task


def coming_ends(user: User, at: datetime) -> list[AheadOf]:
    """By name, in a fixed number of queries for any number of couples."""
    in_care = Partner.objects.visible_to(user).filter(memberships__until=None, memberships__couple__closed_at=None)
    people = sorted(in_care.distinct().select_related("user"), key=lambda one: one.called.casefold())
    facts, dates, today = known(people, at), _dates(people, at), clock.day_of(at)
    kap = settings.KAP
    limits = Limits(kap["AHEAD_DAYS"], kap["AHEAD_SESSIONS"], kap["ANSWER_DAYS"])
    attendees = facts.attendees({one.pk: Role.DOSING for one in people})
    return [
        AheadOf(partner, task)
        for partner, one in zip(people, attendees, strict=True)
        for task in tasks_ahead(Course(one.facts, one.sessions_used, dates.get(partner.pk, ())), today, limits)
    ]


def _dates(people: Iterable[Partner], at: datetime) -> dict[UUID, tuple[date, ...]]:
    """On which days each of them is to take the medicine: one query."""
    rows = Attendance.objects.filter(
        person__in=people,
        role=Role.DOSING,
        appointment__in=Appointment.objects.to_come(at).filter(became_talking_at=None),
    )
    found: dict[UUID, tuple[date, ...]] = {}
    for person, starts_at in rows.order_by("starts_at").values_list("person", "starts_at"):
        found[person] = (*found.get(person, ()), clock.day_of(starts_at))
    return found
