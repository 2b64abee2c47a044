"""What one person went through with the medicine: doses, readings, reactions, leaving; for whoever clears the next."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from accounts import clock
from accounts.models import User
from clients.models import Partner
from sessions.gather.gate import reading_facts
from sessions.gather.room import dose_words, reading_words
from sessions.models import Dose, Reading
from sessions.rules.leaving import left_words
from sessions.rules.log import LABELS
from sessions.rules.readings import ReadingFacts

COURSE = "select therapy_session_id, at, kind from kap_course_of(%s)"
# The kinds of what happened that are no reactions: somebody left, and what was not yet so when they did.
LEFT, NOT_YET = "left", "not_"


@dataclass
class Course:
    """One session of one person, by the clock."""

    partner: Partner
    on: datetime
    doses: list[Dose] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    reactions: list[tuple[datetime, str]] = field(default_factory=list)
    left_at: datetime | None = None
    not_yet: list[str] = field(default_factory=list)

    @property
    def dose_lines(self) -> list[tuple[datetime, str]]:
        return [(row.at, dose_words(row)) for row in self.doses]

    @property
    def reading_lines(self) -> list[tuple[datetime, str]]:
        return [(row.at, reading_words(row)) for row in self.readings]

    @property
    def left_words(self) -> str:
        """When and how this person left."""
        at = f"{self.left_at.astimezone(clock.practice_zone()):%H:%M}" if self.left_at else ""
        return left_words(at, self.not_yet)

    @property
    def peak(self) -> str:
        """The highest pressure and pulse and the lowest saturation, each by itself."""
        if not self.readings:
            return "No readings"
        upper, lower = max(one.systolic for one in self.readings), max(one.diastolic for one in self.readings)
        saturations = [one.saturation for one in self.readings if one.saturation is not None]
        lowest = f", oxygen {min(saturations)}\u00a0% at its lowest" if saturations else ""
        return f"{upper}/{lower}, pulse {max(one.pulse for one in self.readings)}{lowest}"


def course_of(partner: Partner, user: User) -> list[Course]:
    """Every session in which this person took a dose, the newest first, in three queries."""
    own = {"person": partner}
    found: dict[UUID, Course] = {}
    for dose in Dose.objects.visible_to(user).filter(**own).order_by("at", "recorded_at"):
        found.setdefault(dose.therapy_session_id, Course(partner, dose.at)).doses.append(dose)
    rows = Reading.objects.visible_to(user).filter(**own, therapy_session__in=found)
    for reading in rows.order_by("at", "recorded_at"):
        found[reading.therapy_session_id].readings.append(reading)
    for session, at, kind in _happened(partner.pk):
        if session in found:
            _add(found[session], at, kind)
    return sorted(found.values(), key=lambda one: one.on, reverse=True)


def _happened(partner: UUID) -> Iterable[tuple[UUID, datetime, str]]:
    """Reactions by their kind, and how the person left; never a word that was typed, nor whom they left with."""
    with connection.cursor() as cursor:
        cursor.execute(COURSE, [partner])
        return list(cursor.fetchall())


def _add(course: Course, at: datetime, kind: str) -> None:
    if kind == LEFT:
        course.left_at = at
    elif kind.startswith(NOT_YET):
        course.not_yet.append(kind.removeprefix(NOT_YET))
    else:
        course.reactions.append((at, LABELS.get(kind, kind)))


def readings_in_order(courses: Iterable[Course]) -> list[ReadingFacts]:
    """All readings of these sessions, the oldest first."""
    rows = sorted((row for course in courses for row in course.readings), key=lambda row: row.at)
    return [facts for facts in map(reading_facts, rows) if facts is not None]
