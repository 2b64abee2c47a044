"""The rules of a time zone as a calendar file states them: when its clocks change, and by how much.

The library's own list of dates has the change in spring an hour late, which other readers take at its word.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
# So many years in a row tell the second Sunday of a month from the last one.
YEARS = 6
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@dataclass(frozen=True)
class Change:
    """One change of the clocks: what they show just before it, and the offsets before and after."""

    wall: datetime
    before: timedelta
    after: timedelta

    @property
    def places(self) -> set[int]:
        """Which of its weekday in its month that is, counted from the first day and, if it is the last one, as -1."""
        last = self.wall.day + 7 > monthrange(self.wall.year, self.wall.month)[1]
        return {(self.wall.day - 1) // 7 + 1} | ({-1} if last else set())


@cache
def changes(zone: ZoneInfo, year: int) -> tuple[Change, ...]:
    """Every change of the clocks of this zone in this year, to the minute. Looked for once: programs ask every hour."""
    return tuple(_changes(zone, year))


def _changes(zone: ZoneInfo, year: int) -> Iterator[Change]:
    moment = datetime(year, 1, 1, tzinfo=UTC)
    while moment.year == year:
        before = _offset(zone, moment)
        if _offset(zone, moment + HOUR) != before:
            while _offset(zone, moment) == before:
                moment += MINUTE
            yield Change((moment + before).replace(tzinfo=None), before, _offset(zone, moment))
        moment += HOUR


def timezone(zone: ZoneInfo, year: int) -> Timezone:
    """The zone from this year on, by the rules of the next years; a zone without changes has one part."""
    found = Timezone()
    found.add("tzid", zone.key)
    of_years = [changes(zone, year + one) for one in range(YEARS)]
    for number, change in enumerate(of_years[0]):
        places = set.intersection(*(of_year[number].places for of_year in of_years if len(of_year) > number))
        part = _part(change)
        rule = {"freq": "yearly", "bymonth": change.wall.month, "byday": f"{max(places)}{DAYS[change.wall.weekday()]}"}
        part.add("rrule", rule)
        found.add_component(part)
    if not of_years[0]:
        offset = _offset(zone, datetime(year, 1, 1, tzinfo=UTC))
        found.add_component(_part(Change(datetime(year, 1, 1), offset, offset)))  # noqa: DTZ001 - on the zone's own wall
    return found


def _part(change: Change) -> TimezoneDaylight | TimezoneStandard:
    part = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    part.add("dtstart", change.wall)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    return part


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
