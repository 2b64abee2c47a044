"""A couple's joint record: what both came to. What one came to, answered or was asked alone is no part of it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from clients.models import Couple, Partner
from documents.actions.packages import Table
from kap_practice.copies import tables
from kap_practice.copies.sessions import dose_rows, note_rows, reading_rows, with_both
from sessions.models import Attendance, Role, StepKind

Row = tuple[Any, ...]


def joint_record_of(couple: Couple, people: list[Partner], notes: list[UUID]) -> list[Table]:
    """Every list of a joint copy, in its order. `notes` are those that the therapist chose to put in."""
    held = with_both(couple)
    return [
        tables.PEOPLE.table(_people(couple)),
        tables.PLAN.table(_plan(couple)),
        tables.SESSIONS_OF_COUPLE.table(_sessions(couple)),
        tables.READINGS.table(reading_rows(people, held)),
        tables.DOSES.table(dose_rows(people, held)),
        tables.NOTES.table(note_rows(notes)),
    ]


def _people(couple: Couple) -> Iterator[Row]:
    for one in couple.memberships.select_related("partner").order_by("place", "since"):
        yield one.partner.legal_name, one.since, one.until


def _plan(couple: Couple) -> Iterator[Row]:
    """The steps of both. A private intake belongs to one of the two, so neither copy counts on it."""
    steps = couple.plan.exclude(kind=StepKind.INTAKE).filter(person=None).order_by("position")
    for number, step in enumerate(steps, start=1):
        yield number, str(step)


def _sessions(couple: Couple) -> Iterator[Row]:
    came = Attendance.objects.filter(appointment__in=with_both(couple).values("pk"), cancelled=False)
    rows = came.exclude(role=Role.ABSENT).select_related("appointment__step", "person")
    for one in rows.order_by("starts_at", "person__legal_first_name"):
        date = one.appointment
        kind = "Talking day" if date.became_talking_at else str(date.step)
        yield one.starts_at, one.ends_at, kind, date.get_place_display(), one.person.legal_name, one.get_role_display()
