"""The calendar of days, columns and free hours, and the practice's hours, as tables."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from sessions.rules import calendar as rules
from sessions.rules.calendar import DAY, MONTH, WEEK, Lane
from sessions.rules.hours import Closed, Hours, against

PACIFIC = ZoneInfo("America/Los_Angeles")
TUESDAY = date(2026, 11, 17)
NINE_TO_FIVE = Hours(dict.fromkeys(range(5), (time(9), time(17))))

OPEN = "On a Tuesday the practice is open from 09:00 to 17:00; this is"


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), PACIFIC).astimezone(UTC)


@pytest.mark.parametrize(
    ("view", "first", "last", "count"),
    [
        (MONTH, date(2026, 11, 1), date(2026, 12, 5), 35),
        (WEEK, date(2026, 11, 15), date(2026, 11, 21), 7),
        (DAY, TUESDAY, TUESDAY, 1),
    ],
)
def test_a_view_shows_whole_weeks_from_sunday_on(view: str, first: date, last: date, count: int) -> None:
    days = rules.days_shown(view, TUESDAY)
    assert (days[0], days[-1], len(days)) == (first, last, count)


def test_a_sunday_begins_its_own_week() -> None:
    assert rules.days_of_week(date(2026, 11, 15))[0] == date(2026, 11, 15)


@pytest.mark.parametrize(
    ("view", "by", "expected"),
    [
        (MONTH, 1, date(2026, 12, 1)),
        (MONTH, 2, date(2027, 1, 1)),
        (MONTH, -11, date(2025, 12, 1)),
        (WEEK, 1, date(2026, 11, 24)),
        (WEEK, -1, date(2026, 11, 10)),
        (DAY, 1, date(2026, 11, 18)),
    ],
)
def test_paging(view: str, by: int, expected: date) -> None:
    assert rules.paged(view, TUESDAY, by) == expected


@pytest.mark.parametrize(
    ("view", "day", "words"),
    [
        (MONTH, TUESDAY, "November 2026"),
        (DAY, TUESDAY, "Tuesday 17 November 2026"),
        (WEEK, TUESDAY, "15 to 21 November 2026"),
        (WEEK, date(2026, 12, 1), "29 November to 5 December 2026"),
        (WEEK, date(2027, 1, 1), "27 December 2026 to 2 January 2027"),
    ],
)
def test_the_heading_names_what_is_shown(view: str, day: date, words: str) -> None:
    assert rules.heading(view, day) == words


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (local(TUESDAY, 10), local(TUESDAY, 13, 30), (600, 810)),
        (local(TUESDAY, 23), local(TUESDAY + timedelta(days=1), 1), (1380, 1440)),
        (local(TUESDAY - timedelta(days=1), 23), local(TUESDAY, 1), (0, 60)),
        (local(TUESDAY - timedelta(days=1), 22), local(TUESDAY, 0), None),
        (local(TUESDAY + timedelta(days=1), 0), local(TUESDAY + timedelta(days=1), 1), None),
    ],
)
def test_a_block_stands_where_the_wall_clock_says(start: datetime, end: datetime, expected: object) -> None:
    assert rules.minutes_on(TUESDAY, start, end, PACIFIC) == expected


def test_a_block_over_the_hour_that_comes_twice_keeps_its_place() -> None:
    """01:30 the first time until 01:10 the second time: forty minutes, of which the clock shows none."""
    day = date(2026, 11, 1)
    start = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
    assert rules.minutes_on(day, start, start + timedelta(minutes=40), PACIFIC) == (90, 105)


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ([], []),
        ([(0, 60)], [Lane(1, 1)]),
        ([(0, 60), (60, 120)], [Lane(1, 1), Lane(1, 1)]),
        ([(0, 60), (30, 90)], [Lane(1, 2), Lane(2, 2)]),
        ([(30, 90), (0, 60)], [Lane(2, 2), Lane(1, 2)]),
        ([(0, 60), (30, 120), (60, 90)], [Lane(1, 2), Lane(2, 2), Lane(1, 2)]),
        ([(0, 60), (0, 60), (0, 60)], [Lane(1, 3), Lane(2, 3), Lane(3, 3)]),
    ],
)
def test_no_two_in_one_lane_overlap(blocks: list[tuple[int, int]], expected: list[Lane]) -> None:
    assert rules.lanes(blocks) == expected


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [([], (8, 18)), ([(9 * 60, 17 * 60)], (9, 17)), ([(9 * 60 + 10, 10 * 60), (13 * 60, 17 * 60 + 1)], (9, 18))],
)
def test_the_columns_hold_everything(blocks: list[tuple[int, int]], expected: tuple[int, int]) -> None:
    assert rules.hours_shown(blocks) == expected


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (None, [(480, 1080)]),
        ((540, 1020), [(480, 540), (1020, 1080)]),
        ((480, 1080), []),
        ((0, 1440), []),
    ],
)
def test_what_is_closed_of_a_column(window: tuple[int, int] | None, expected: list[tuple[int, int]]) -> None:
    assert rules.closed_parts(window, (8, 18)) == expected


@pytest.mark.parametrize(
    ("taken", "not_before", "expected"),
    [
        ([], 0, [540, 600, 660]),
        ([(600, 660)], 0, [540, 660]),
        ([(590, 610)], 0, [660]),
        ([], 541, [600, 660]),
    ],
)
def test_free_hours(taken: list[tuple[int, int]], not_before: int, expected: list[int]) -> None:
    assert rules.free_slots((540, 720), taken, not_before=not_before) == expected


def test_a_time_of_the_wall_from_minutes_and_back() -> None:
    assert rules.as_time(rules.minutes_of(time(13, 45))) == time(13, 45)


@pytest.mark.parametrize(
    ("start", "minutes", "sentences"),
    [
        (local(TUESDAY, 9), 50, []),
        (local(TUESDAY, 16, 10), 50, []),
        (local(TUESDAY, 8, 30), 50, [f"{OPEN} 08:30 to 09:20."]),
        (
            local(TUESDAY, 16, 30),
            50,
            [f"{OPEN} 16:30 to 17:20."],
        ),
        (
            local(TUESDAY, 23, 30),
            50,
            [f"{OPEN} 23:30 to 00:20."],
        ),
        (local(date(2026, 11, 21), 10), 50, ["The practice has no hours on a Saturday."]),
        (local(date(2026, 11, 26), 10), 50, ["Thanksgiving, on Thursday 26 November."]),
        (local(date(2026, 11, 27), 10), 50, ["Closed, on Friday 27 November."]),
        (local(date(2026, 12, 1), 10), 50, ["Maya is away: training, on Tuesday 1 December."]),
        (local(date(2026, 12, 2), 10), 50, ["Maya is away, on Wednesday 2 December."]),
    ],
)
def test_what_speaks_against_a_time_is_said_and_nothing_is_forbidden(
    start: datetime, minutes: int, sentences: list[str]
) -> None:
    closed = [
        Closed(date(2026, 11, 26), date(2026, 11, 26), "Thanksgiving"),
        Closed(date(2026, 11, 27), date(2026, 11, 27)),
        Closed(date(2026, 12, 1), date(2026, 12, 1), "training", "Maya"),
        Closed(date(2026, 12, 2), date(2026, 12, 3), "", "Maya"),
    ]
    assert against(start, start + timedelta(minutes=minutes), PACIFIC, NINE_TO_FIVE, closed) == sentences


def test_a_practice_without_hours_is_open_at_every_hour() -> None:
    start = local(TUESDAY, 3)
    assert against(start, start + timedelta(minutes=50), PACIFIC, Hours({}), []) == []
