"""When the two of a couple are shown something, and in which words: the same for every couple, whatever was answered.

Source: decisions 1.4, 1.5 and 1.10; trust.md WA-09 and WA-10. The days are the practice's own.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.rules import WEEKDAYS
from sessions.rules.times import NoSuchTime, at_wall_clock

# Nothing is shown so soon after an answer that it could be read as following from it: trust.md WA-10.
PAUSE = timedelta(days=1)
# Whoever has to come, or need not, knows it so long before.
LEAD = timedelta(days=1)

PAUSE_WORDS = "Before each ketamine date we take a review pause of a few days. Every couple has it."
TALKING_WORDS = "Some days become talking days, and no reason is given."


@dataclass(frozen=True)
class ReviewDays:
    """The practice's fixed moments of a week: days as `date.weekday` counts them, an hour, and its zone."""

    weekdays: frozenset[int]
    hour: time
    zone: ZoneInfo

    def first_after(self, moment: datetime) -> datetime:
        """The first review moment that is not before this one."""
        day = moment.astimezone(self.zone).date()
        while True:
            if day.weekday() in self.weekdays:
                with suppress(NoSuchTime):
                    if (found := at_wall_clock(day, self.hour, self.zone)) >= moment:
                        return found
            day += timedelta(days=1)

    @property
    def words(self) -> str:
        """ "Mondays and Thursdays, 16:00"."""
        names = [f"{WEEKDAYS[day]}s" for day in sorted(self.weekdays)]
        days = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
        return f"{days}, {self.hour:%H:%M}"


def next_review(at: datetime, review: ReviewDays) -> datetime:
    """The first review moment that is a whole pause away from what is done now."""
    return review.first_after(at + PAUSE)


def shown_from(at: datetime, starts: Iterable[datetime], review: ReviewDays) -> datetime:
    """When an act on a ketamine date is shown: at the next review, but a day before any of its times at the latest.

    A function of the moment of the act and of the dates alone. `starts` are the old time and the new one.
    """
    return max(at, min(next_review(at, review), *(start - LEAD for start in starts)))


def too_soon(since: datetime, answered: Iterable[datetime]) -> datetime | None:
    """When what is shown at `since` would be a whole pause away from every answer; None when it is."""
    safe = max((moment + PAUSE for moment in answered), default=since)
    return safe if since < safe else None


@dataclass(frozen=True)
class Line:
    """A neutral sentence for a person's own start page. `for_both` tells of two, so it is told to two."""

    key: str
    words: str
    for_both: bool = False


LINES: dict[str, Line] = {
    line.key: line
    for line in (
        Line("nothing_to_do", "There is nothing that you need to do now."),
        Line("will_call", "Your therapist will call you."),
        Line("a_talk_next", "Your next date will be a talk."),
        Line("no_hurry", "Take your time. Nothing here is in a hurry."),
        Line("all_set", "We have what we need from you both.", for_both=True),
    )
}
