"""When something is shown."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from sessions.rules.publishing import LINES, ReviewDays, next_review, shown_from, too_soon

PACIFIC = ZoneInfo("America/Los_Angeles")
REVIEW = ReviewDays(frozenset({0, 3}), time(16), PACIFIC)
TUESDAY = datetime(2026, 11, 17, 20, 0, tzinfo=UTC)  # 12:00 Pacific
THURSDAY_16 = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (TUESDAY, THURSDAY_16),
        (THURSDAY_16 - DAY, THURSDAY_16),
        (THURSDAY_16 - DAY + timedelta(minutes=1), THURSDAY_16 + 4 * DAY),
        (THURSDAY_16, THURSDAY_16 + 4 * DAY),
    ],
)
def test_the_next_review_is_the_first_that_is_a_whole_day_away(at: datetime, shown: datetime) -> None:
    assert next_review(at, REVIEW) == shown


def test_a_review_keeps_its_hour_when_the_clocks_change() -> None:
    before = datetime(2026, 10, 30, 20, 0, tzinfo=UTC)  # a Friday; the clocks go back on Sunday
    assert next_review(before, REVIEW).astimezone(PACIFIC).time() == time(16)


def test_an_hour_that_no_clock_shows_is_left_out() -> None:
    at_night = ReviewDays(frozenset({6}), time(2, 30), PACIFIC)
    found = at_night.first_after(datetime(2026, 3, 6, 20, 0, tzinfo=UTC))  # the clocks go forward that Sunday
    assert found.astimezone(PACIFIC).date().isoformat() == "2026-03-15"


@pytest.mark.parametrize(
    ("starts", "shown"),
    [
        ([TUESDAY + 9 * DAY], THURSDAY_16),
        ([TUESDAY + 2 * DAY], TUESDAY + DAY),
        ([TUESDAY + DAY / 2], TUESDAY),
        ([TUESDAY + 9 * DAY, TUESDAY + 2 * DAY], TUESDAY + DAY),
    ],
)
def test_an_act_is_shown_at_the_review_but_a_day_before_its_dates_at_the_latest(
    starts: list[datetime], shown: datetime
) -> None:
    assert shown_from(TUESDAY, starts, REVIEW) == shown


@pytest.mark.parametrize(
    ("since", "answered", "safe"),
    [
        (TUESDAY, [], None),
        (TUESDAY, [TUESDAY - DAY], None),
        (TUESDAY, [TUESDAY - 2 * DAY, TUESDAY - DAY / 2], TUESDAY + DAY / 2),
    ],
)
def test_what_comes_less_than_a_day_after_an_answer_is_too_soon(
    since: datetime, answered: list[datetime], safe: datetime | None
) -> None:
    assert too_soon(since, answered) == safe


def test_the_days_are_told_as_people_say_them() -> None:
    assert REVIEW.words == "Mondays and Thursdays, 16:00"
    assert ReviewDays(frozenset({2}), time(9, 30), PACIFIC).words == "Wednesdays, 09:30"
    assert ReviewDays(frozenset({0, 2, 4}), time(9), PACIFIC).words == "Mondays, Wednesdays and Fridays, 09:00"


@pytest.mark.parametrize("line", LINES.values(), ids=lambda line: line.key)
def test_a_neutral_sentence_names_no_cause(line: object) -> None:
    words = str(line).casefold()
    causes = ("hold", "health", "safe", "medic", "answer", "prescriber", "clear", "consent", "reason", "because")
    assert not [cause for cause in causes if cause in words]
