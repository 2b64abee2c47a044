"""The calendar: which days a view shows, where a block stands in the column of its day, and which hours are free."""

import calendar
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MONTH, WEEK, DAY = "month", "week", "day"
DAY_MINUTES = 24 * 60
QUARTER = 15
# What a day's column shows where neither hours are set nor anything stands earlier or later.
FIRST_HOUR, LAST_HOUR = 8, 18
SLOT = 60  # minutes from one free hour that is offered to the next
SUNDAY_FIRST = calendar.Calendar(firstweekday=calendar.SUNDAY)

Minutes = tuple[int, int]


def weeks_of_month(day: date) -> list[list[date]]:
    """The month of this day in whole weeks from Sunday on, with the days before and after that fill them."""
    return SUNDAY_FIRST.monthdatescalendar(day.year, day.month)


def days_of_week(day: date) -> list[date]:
    """Sunday to Saturday."""
    sunday = day - timedelta(days=(day.weekday() + 1) % 7)
    return [sunday + timedelta(days=number) for number in range(7)]


def days_shown(view: str, day: date) -> list[date]:
    if view == MONTH:
        return [one for week in weeks_of_month(day) for one in week]
    return days_of_week(day) if view == WEEK else [day]


def paged(view: str, day: date, by: int) -> date:
    """The day that stands for the next page, or with -1 for the one before. A month is told by its first day."""
    if view == MONTH:
        months = day.year * 12 + day.month - 1 + by
        return date(months // 12, months % 12 + 1, 1)
    return day + timedelta(days=by * (7 if view == WEEK else 1))


def heading(view: str, day: date) -> str:
    """ "November 2026", "15 to 21 November 2026", "Tuesday 17 November 2026"."""
    if view == MONTH:
        return f"{day:%B %Y}"
    if view == DAY:
        return f"{day:%A} {day.day} {day:%B %Y}"
    first, *_, last = days_of_week(day)
    if first.year != last.year:
        return f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"
    month = "" if first.month == last.month else f" {first:%B}"
    return f"{first.day}{month} to {last.day} {last:%B %Y}"


def minutes_of(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def as_time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def wall_minutes(moment: datetime, day: date) -> int:
    """How far the wall clock of a local moment stands from the midnight that begins `day`, in minutes."""
    return (moment.date() - day).days * DAY_MINUTES + minutes_of(moment.time())


def minutes_on(day: date, start: datetime, end: datetime, zone: ZoneInfo) -> Minutes | None:
    """The part of a block that falls on this day, as minutes of the wall clock; None where none does.

    Where the clocks are put back under a block its end can read earlier than its start: it keeps a quarter of an hour.
    """
    since, until = wall_minutes(start.astimezone(zone), day), wall_minutes(end.astimezone(zone), day)
    if since >= DAY_MINUTES or until <= 0:
        return None
    since = max(since, 0)
    return since, min(max(until, since + QUARTER), DAY_MINUTES)


@dataclass(frozen=True)
class Lane:
    """Beside how many others a block stands, and as which of them, from 1."""

    number: int
    of: int


def lanes(blocks: Sequence[Minutes]) -> list[Lane]:
    """A lane for each block, so that no two in one lane overlap; those that touch in a chain share their width."""
    found: dict[int, Lane] = {}
    chain: list[tuple[int, int]] = []  # (index, lane)
    ends: list[int] = []

    def close() -> None:
        found.update({index: Lane(lane + 1, len(ends)) for index, lane in chain})
        chain.clear()
        ends.clear()

    for index in sorted(range(len(blocks)), key=lambda one: blocks[one]):
        since, until = blocks[index]
        if ends and since >= max(ends):
            close()
        free = next((lane for lane, end in enumerate(ends) if end <= since), len(ends))
        if free == len(ends):
            ends.append(until)
        else:
            ends[free] = until
        chain.append((index, free))
    close()
    return [found[index] for index in range(len(blocks))]


def hours_shown(blocks: Iterable[Minutes]) -> Minutes:
    """The first and the last full hour that the columns need, for opening hours and appointments alike."""
    all_of_them = list(blocks)
    if not all_of_them:
        return FIRST_HOUR, LAST_HOUR
    first = min(since for since, _ in all_of_them) // 60
    last = -(-max(until for _, until in all_of_them) // 60)
    return first, last


def closed_parts(window: Minutes | None, shown: Minutes) -> list[Minutes]:
    """What of a column lies outside the day's opening hours; all of it where the day has none."""
    since, until = shown[0] * 60, shown[1] * 60
    if window is None:
        return [(since, until)]
    parts = [(since, min(window[0], until)), (max(window[1], since), until)]
    return [(first, last) for first, last in parts if first < last]


def free_slots(window: Minutes, taken: Collection[Minutes], *, not_before: int = 0) -> list[int]:
    """The hours inside a window in which nothing stands yet, as the minute in which each begins."""
    starts = range(window[0], window[1] - SLOT + 1, SLOT)
    return [
        start
        for start in starts
        if start >= not_before and not any(since < start + SLOT and until > start for since, until in taken)
    ]
