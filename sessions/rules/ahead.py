"""What closes the gate soon, told ahead of the day: by whom it can be renewed, and for which date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from screening.rules import ClearanceFacts, PersonFacts
from sessions.rules.blockers import Owner


class Coming(StrEnum):
    """What comes to its end; the value is stable and may stand in a table of words."""

    CLEARANCE_ENDS = "clearance_ends"
    CLEARANCE_USED = "clearance_used"
    LOOK = "look"
    CONSENT = "consent"
    ANSWERS = "answers"


OWNERS: dict[Coming, Owner] = {
    Coming.CLEARANCE_ENDS: Owner.PRESCRIBER,
    Coming.CLEARANCE_USED: Owner.PRESCRIBER,
    Coming.LOOK: Owner.PRESCRIBER,
    Coming.CONSENT: Owner.PARTNER,
    Coming.ANSWERS: Owner.PARTNER,
}


@dataclass(frozen=True)
class Course:
    """One person on their way: facts, sessions used since the clearance, and the dates that they have before them."""

    facts: PersonFacts
    sessions_used: int
    dates: tuple[date, ...] = ()


@dataclass(frozen=True)
class Limits:
    """From when on it is told: so many days before an end, with so many sessions left; answers are good so long."""

    days: int
    sessions: int
    answers_days: int


@dataclass(frozen=True)
class Task:
    """One thing to renew, and its detail: a day, or what is left."""

    what: Coming
    detail: str

    @property
    def owner(self) -> Owner:
        return OWNERS[self.what]


def tasks_ahead(course: Course, today: date, limits: Limits) -> list[Task]:
    """What to renew for somebody who is in the middle of it. Who was never cleared has other tasks."""
    clearance = course.facts.clearance
    if clearance is None or clearance.suspended:
        return []
    return [*_of_clearance(course, clearance, today, limits), *_of_person(course, limits)]


def _of_clearance(course: Course, clearance: ClearanceFacts, today: date, limits: Limits) -> Iterator[Task]:
    """By date and by sessions, dates booked counted as used. An end that no date meets any more is left alone."""
    last = max(course.dates, default=today)
    if (clearance.valid_until - today).days <= limits.days or clearance.valid_until < last:
        yield Task(Coming.CLEARANCE_ENDS, _spoken(clearance.valid_until))
    left = clearance.sessions - course.sessions_used - len(course.dates)
    if left <= limits.sessions:
        yield Task(Coming.CLEARANCE_USED, _left(left))
    if _look_comes(course, clearance, today, limits, last):
        yield Task(Coming.LOOK, clearance.look_words)


def _look_comes(course: Course, clearance: ClearanceFacts, today: date, limits: Limits, last: date) -> bool:
    on, after = clearance.re_evaluate_on, clearance.re_evaluate_after
    if on is not None and ((on - today).days <= limits.days or on < last):
        return True
    return after is not None and after - course.sessions_used - len(course.dates) <= 0


def _of_person(course: Course, limits: Limits) -> Iterator[Task]:
    if not course.facts.consent_signed:
        yield Task(Coming.CONSENT, _spoken(min(course.dates)) if course.dates else "")
    answered = course.facts.answered_at
    if answered is not None and course.dates:
        following = min(course.dates)
        if (following - answered.date()).days > limits.answers_days:
            yield Task(Coming.ANSWERS, _spoken(following))


def _left(count: int) -> str:
    """How many sessions stay after the dates booked."""
    if count < 0:
        return f"{-count} too few"
    return "none" if count == 0 else str(count)


def _spoken(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
