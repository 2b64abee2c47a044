"""When the practice sees people: whether a time lies in its hours, and in words what speaks against it.

Nothing here stops anybody: staff may book outside hours, knowing it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sessions.rules.calendar import DAY_MINUTES, Minutes, minutes_of, wall_minutes


@dataclass(frozen=True)
class Closed:
    """Whole days, both included. With a name it is that therapist's absence, otherwise the practice's holiday."""

    first: date
    last: date
    words: str = ""
    therapist: str = ""

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def label(self) -> str:
        """ "Thanksgiving", "Maya Okafor is away: conference"."""
        if not self.therapist:
            return self.words or "Closed"
        return f"{self.therapist} is away{f': {self.words}' if self.words else ''}"


@dataclass(frozen=True)
class Hours:
    """The practice's week, Monday is 0. Without any day every hour is open."""

    week: Mapping[int, tuple[time, time]]

    def window(self, day: date) -> Minutes | None:
        """The minutes of the wall clock in which this day is open; None on a day without hours."""
        if not self.week:
            return 0, DAY_MINUTES
        hours = self.week.get(day.weekday())
        return (minutes_of(hours[0]), minutes_of(hours[1])) if hours else None


def against(start: datetime, end: datetime, zone: ZoneInfo, hours: Hours, closed: Iterable[Closed]) -> list[str]:
    """What speaks against an appointment at this time, each as a sentence. `closed` are the days that concern it."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    day, window = first.date(), hours.window(first.date())
    found = [f"{one.label}, on {day:%A} {day.day} {day:%B}." for one in closed if one.holds(day)]
    if window is None:
        found.append(f"The practice has no hours on a {day:%A}.")
    elif wall_minutes(first, day) < window[0] or wall_minutes(last, day) > window[1]:
        opens, closes = (f"{minute // 60:02}:{minute % 60:02}" for minute in window)
        found.append(
            f"On a {day:%A} the practice is open from {opens} to {closes}; this is {first:%H:%M} to {last:%H:%M}."
        )
    return found
