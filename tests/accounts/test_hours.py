"""Hours of a week on the wall clock: half-open, and right on the two days on which clocks are moved."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from accounts.hours import ANY_HOUR, Week, as_stored, from_stored, in_hours, next_in_hours, spoken_week

PACIFIC = ZoneInfo("America/Los_Angeles")
MORNING = (time(9), time(12))
WEEKDAYS: Week = (*(MORNING,) * 5, None, None)
SUNDAYS: Week = (None,) * 6


def local(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PACIFIC, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "inside"),
    [
        ("2026-11-17 08:59:59", False),
        ("2026-11-17 09:00", True),
        ("2026-11-17 11:59:59", True),
        ("2026-11-17 12:00", False),
        ("2026-11-21 10:00", False),  # a Saturday
    ],
)
def test_a_window_holds_its_first_moment_and_not_its_last(at: str, inside: bool) -> None:
    assert in_hours(WEEKDAYS, local(at), PACIFIC) is inside


def test_an_empty_week_is_any_hour_and_a_week_without_a_window_none() -> None:
    at = local("2026-11-17 03:00")
    assert in_hours(ANY_HOUR, at, PACIFIC)
    assert next_in_hours(ANY_HOUR, at, PACIFIC) == at
    assert not in_hours((None,) * 7, at, PACIFIC)
    assert next_in_hours((None,) * 7, at, PACIFIC) is None


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-17 03:00", "2026-11-17 09:00"),
        ("2026-11-17 10:30", "2026-11-17 10:30"),
        ("2026-11-17 12:00", "2026-11-18 09:00"),
        ("2026-11-20 12:00", "2026-11-23 09:00"),  # over a week-end
    ],
)
def test_the_next_moment_in_hours(at: str, opens: str) -> None:
    assert next_in_hours(WEEKDAYS, local(at), PACIFIC) == local(opens)


def test_one_window_a_week_opens_again_after_seven_days() -> None:
    week: Week = (MORNING, *(None,) * 6)
    assert next_in_hours(week, local("2026-11-16 12:00"), PACIFIC) == local("2026-11-23 09:00")


def test_nine_stays_nine_when_clocks_are_put_forward() -> None:
    week: Week = (*SUNDAYS, MORNING)
    assert next_in_hours(week, local("2026-03-07 20:00"), PACIFIC) == datetime(2026, 3, 8, 16, tzinfo=UTC)  # 9:00 PDT
    assert next_in_hours(week, local("2026-02-28 20:00"), PACIFIC) == datetime(2026, 3, 1, 17, tzinfo=UTC)  # 9:00 PST


def test_a_window_in_the_hour_that_is_left_out_waits_a_week() -> None:
    week: Week = (*SUNDAYS, (time(2, 10), time(2, 50)))
    assert next_in_hours(week, local("2026-03-07 20:00"), PACIFIC) == local("2026-03-15 02:10")


def test_a_window_in_the_hour_that_comes_twice_opens_twice() -> None:
    week: Week = (*SUNDAYS, (time(1, 30), time(1, 50)))
    first, second = local("2026-11-01 01:30"), local("2026-11-01 01:30", fold=1)
    assert next_in_hours(week, local("2026-10-31 20:00"), PACIFIC) == first
    assert next_in_hours(week, local("2026-11-01 01:55"), PACIFIC) == second
    assert not in_hours(week, local("2026-11-01 01:10", fold=1), PACIFIC)


def test_a_week_is_kept_and_read_back() -> None:
    assert from_stored(as_stored(WEEKDAYS)) == WEEKDAYS
    assert as_stored(WEEKDAYS)[0] == ["09:00", "12:00"]
    assert from_stored([]) == ANY_HOUR


@pytest.mark.parametrize(
    ("week", "words"),
    [
        (WEEKDAYS, "Mon to Fri 09:00-12:00"),
        ((MORNING, MORNING, *(None,) * 5), "Mon and Tue 09:00-12:00"),
        ((MORNING, None, MORNING, *(None,) * 4), "Mon 09:00-12:00, Wed 09:00-12:00"),
        ((MORNING, (time(13), time(14)), *(None,) * 5), "Mon 09:00-12:00, Tue 13:00-14:00"),
        (ANY_HOUR, ""),
    ],
)
def test_a_week_in_words(week: Week, words: str) -> None:
    assert spoken_week(week) == words
