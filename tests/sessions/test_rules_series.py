"""Several dates at once, as tables; the clock changes of five cities; weekly series keep the time on the wall."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from sessions.rules.plan import INTEGRATION, KETAMINE
from sessions.rules.series import MOST_DAYS, MOST_WEEKS, Rhythm, proposed
from sessions.rules.times import at_wall_clock, moments_of

K, I = KETAMINE, INTEGRATION  # noqa: E741 - I is the plan's own letter
FIRST = date(2027, 1, 5)  # a Tuesday
TWO_WEEKS = Rhythm(FIRST, 2, time(10), time(16))


def nothing(kind: str, day: date, at: time) -> str:
    return ""


def days(kinds: list[str], rhythm: Rhythm, *closed: date) -> list[str]:
    def against(kind: str, day: date, at: time) -> str:
        return "Holiday." if day in closed else ""

    found = proposed(kinds, rhythm, against)
    return [f"{one.day:%d.%m} {one.at:%H}{' !' if one.because else ''}" if one.day else "none" for one in found]


@pytest.mark.parametrize(
    ("kinds", "rhythm", "closed", "expected"),
    [
        ([K, I, K, K], TWO_WEEKS, (), ["05.01 10", "12.01 16", "19.01 10", "02.02 10"]),
        # a ketamine session gives way by a week, and the rhythm goes on from there
        ([K, I, K, K], TWO_WEEKS, (date(2027, 1, 19),), ["05.01 10", "12.01 16", "26.01 10 !", "09.02 10"]),
        # an integration session gives way by a day
        ([K, I, K], TWO_WEEKS, (date(2027, 1, 12), date(2027, 1, 13)), ["05.01 10", "14.01 16 !", "19.01 10"]),
        # and the next ketamine session never comes before it
        ([K, I, K], Rhythm(FIRST, 1, time(10), time(16)), tuple(FIRST + timedelta(days=n) for n in range(3, 8)),
         ["05.01 10", "13.01 16 !", "19.01 10"]),
        ([I, K, I], TWO_WEEKS, (), ["05.01 16", "12.01 10", "19.01 16"]),
        ([K, I, I, K], TWO_WEEKS, (), ["05.01 10", "12.01 16", "19.01 16", "26.01 10"]),
        ([], TWO_WEEKS, (), []),
    ],
)  # fmt: skip
def test_a_rhythm_goes_round_what_is_closed(
    kinds: list[str], rhythm: Rhythm, closed: tuple[date, ...], expected: list[str]
) -> None:
    assert days(kinds, rhythm, *closed) == expected


@pytest.mark.parametrize(("kind", "most"), [(K, MOST_WEEKS), (I, MOST_DAYS)])
def test_where_nothing_is_free_no_day_is_made_up(kind: str, most: int) -> None:
    asked: list[date] = []

    def always(kind: str, day: date, at: time) -> str:
        asked.append(day)
        return "Busy."

    (one,) = proposed([kind], TWO_WEEKS, always)
    assert (one.day, one.because, len(asked)) == (None, "Busy.", most)


def test_the_first_reason_is_the_one_that_is_told() -> None:
    sentences = iter(("Holiday.", "Busy.", ""))
    (one,) = proposed([K], TWO_WEEKS, lambda *_: next(sentences))
    assert one.because == "Holiday."


def test_eight_ketamine_sessions_of_the_practices_own_plan() -> None:
    kinds = [K if letter == "K" else I for letter in "KIKKIKKIKKKI"]
    found = proposed(kinds, TWO_WEEKS, nothing)
    ketamine = [one.day for kind, one in zip(kinds, found, strict=True) if kind == K]
    assert ketamine == [FIRST + timedelta(weeks=2 * number) for number in range(8)]
    every = [one.day for one in found if one.day]
    assert every == sorted(set(every))
    assert len(every) == 12


# Where and when the clocks change: (zone, the hour that is left out, the hour that comes twice with both its moments).
CHANGES = [
    ("America/Los_Angeles", (date(2027, 3, 14), time(2, 30)), (date(2026, 11, 1), time(1, 30), (8, 30), (9, 30))),
    ("America/New_York", (date(2027, 3, 14), time(2, 30)), (date(2026, 11, 1), time(1, 30), (5, 30), (6, 30))),
    ("Europe/London", (date(2027, 3, 28), time(1, 30)), (date(2026, 10, 25), time(1, 30), (0, 30), (1, 30))),
    ("Australia/Sydney", (date(2026, 10, 4), time(2, 30)), (date(2027, 4, 4), time(2, 30), (15, 30), (16, 30))),
]
ZONES = [*(zone for zone, _, _ in CHANGES), "Asia/Kathmandu"]


@pytest.mark.parametrize(("name", "left_out", "twice"), CHANGES)
def test_an_hour_that_is_left_out_and_one_that_comes_twice(
    name: str, left_out: tuple[date, time], twice: tuple[date, time, tuple[int, int], tuple[int, int]]
) -> None:
    zone = ZoneInfo(name)
    assert moments_of(*left_out, zone) == []
    day, clock, *moments = twice
    utc_day = day - timedelta(days=1) if moments[0][0] > clock.hour + 12 else day
    assert moments_of(day, clock, zone) == [datetime.combine(utc_day, time(*one), UTC) for one in moments]


def test_kathmandu_changes_nothing() -> None:
    zone = ZoneInfo("Asia/Kathmandu")
    for month in range(1, 13):
        assert len(moments_of(date(2027, month, 14), time(2, 30), zone)) == 1
    assert moments_of(FIRST, time(10), zone) == [datetime(2027, 1, 5, 4, 15, tzinfo=UTC)]


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("weeks", [1, 2])
def test_a_series_over_a_year_keeps_the_time_on_the_wall(name: str, weeks: int) -> None:
    zone = ZoneInfo(name)
    found = proposed([K] * (52 // weeks), Rhythm(date(2026, 9, 15), weeks, time(10), time(16)), nothing)
    moments = [at_wall_clock(one.day, one.at, zone) for one in found if one.day]
    assert {moment.astimezone(zone).time() for moment in moments} == {time(10)}
    assert {moment.astimezone(zone).weekday() for moment in moments} == {1}
    hours = {after - before for before, after in pairwise(moments)}
    changes = {timedelta(hours=-1), timedelta(), timedelta(hours=1)} if name != "Asia/Kathmandu" else {timedelta()}
    assert hours == {timedelta(weeks=weeks) + one for one in changes}
