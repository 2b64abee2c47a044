"""Dates for the rest of a plan at one go: a rhythm of weeks on the wall clock, around what stands in the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from sessions.rules.plan import KETAMINE

WEEK = 7
# How often a date gives way before it is left to be chosen by hand: half a year of weeks, a month of days.
MOST_WEEKS, MOST_DAYS = 26, 31

# What stands against a kind of step on a day at an hour, as a sentence; empty where nothing does.
Against = Callable[[str, date, time], str]


@dataclass(frozen=True)
class Rhythm:
    """From which day on, every how many weeks a ketamine session, and at which hours. Integration stands between."""

    first: date
    weeks: int
    ketamine_at: time
    talking_at: time

    def at(self, kind: str) -> time:
        return self.ketamine_at if kind == KETAMINE else self.talking_at

    @property
    def between(self) -> timedelta:
        """From a ketamine session to the talk about it: half way to the next."""
        return timedelta(days=self.weeks * WEEK // 2)


@dataclass(frozen=True)
class Proposed:
    """A date for one step. `because` says what moved it on from the rhythm; without a day none was found."""

    day: date | None
    at: time
    because: str = ""


def proposed(kinds: Sequence[str], rhythm: Rhythm, against: Against) -> list[Proposed]:
    """A date for each step in order, each later than the one before.

    A ketamine session gives way by whole weeks, so that its weekday stays; the rhythm goes on from where it came to
    stand. An integration session gives way by days, and a ketamine session never comes before it.
    """
    found: list[Proposed] = []
    ketamine, talk = rhythm.first, rhythm.first
    for kind in kinds:
        dosing = kind == KETAMINE
        one = _first_free(kind, ketamine if dosing else talk, rhythm.at(kind), against)
        found.append(one)
        if one.day is None:
            continue
        if dosing:
            ketamine, talk = one.day + timedelta(weeks=rhythm.weeks), one.day + rhythm.between
        else:
            talk = one.day + rhythm.between
            while ketamine <= one.day:
                ketamine += timedelta(days=WEEK)
    return found


def _first_free(kind: str, wanted: date, at: time, against: Against) -> Proposed:
    because, step, most = "", timedelta(days=1), MOST_DAYS
    if kind == KETAMINE:
        step, most = timedelta(days=WEEK), MOST_WEEKS
    for number in range(most):
        day = wanted + step * number
        sentence = against(kind, day, at)
        if not sentence:
            return Proposed(day, at, because)
        because = because or sentence
    return Proposed(None, at, because)
