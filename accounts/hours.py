"""Hours of a week on the practice's wall clock: when the office is there, when a person may be reached. Pure.

A week has one window a day, Monday first, half-open: 09:00-12:00 holds 09:00 and not 12:00. An empty week sets nothing.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

Window = tuple[time, time]
Week = tuple[Window | None, ...]

ANY_HOUR: Week = ()
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
AHEAD = 15  # days: two of each weekday, since a window can fall into the hour that spring leaves out


def in_hours(week: Week, at: datetime, zone: ZoneInfo) -> bool:
    """Whether the clocks in `zone` show a time inside that day's window."""
    if not any(week):
        return week == ANY_HOUR
    local = at.astimezone(zone)
    window = week[local.weekday()]
    return window is not None and window[0] <= local.time() < window[1]


def next_in_hours(week: Week, at: datetime, zone: ZoneInfo) -> datetime | None:
    """The first moment from `at` on that is in hours; None for a week without any.

    In spring a window inside the hour that is left out does not exist that day; in autumn one inside the hour that
    comes twice opens twice.
    """
    if in_hours(week, at, zone):
        return at
    return min(
        (start for start in _starts(week, at, zone) if start >= at and in_hours(week, start, zone)), default=None
    )


def _starts(week: Week, at: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    today = at.astimezone(zone).date()
    for ahead in range(AHEAD if any(week) else 0):
        day = today + timedelta(days=ahead)
        if window := week[day.weekday()]:
            for fold in (0, 1):
                yield datetime.combine(day, window[0], zone).replace(fold=fold).astimezone(UTC)


def as_stored(week: Week) -> list[list[str] | None]:
    """A week as the database keeps it, times as "09:00"."""
    return [[f"{window[0]:%H:%M}", f"{window[1]:%H:%M}"] if window else None for window in week]


def from_stored(stored: Sequence[Sequence[str] | None]) -> Week:
    """The week that was kept."""
    return tuple((time.fromisoformat(one[0]), time.fromisoformat(one[1])) if one else None for one in stored)


def spoken_week(week: Week) -> str:
    """ "Mon to Thu 09:00-17:00, Fri 09:00-13:00"; days with one and the same window in a row are said together."""
    runs: list[tuple[int, int, Window]] = []
    for day, window in enumerate(week):
        if window is None:
            continue
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == window:
            runs[-1] = (runs[-1][0], day, window)
        else:
            runs.append((day, day, window))
    return ", ".join(f"{_days(first, last)} {start:%H:%M}-{end:%H:%M}" for first, last, (start, end) in runs)


def _days(first: int, last: int) -> str:
    if first == last:
        return SHORT[first]
    return f"{SHORT[first]} {'and' if last == first + 1 else 'to'} {SHORT[last]}"
