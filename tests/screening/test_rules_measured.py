"""Readings outside a session: domain.md 1.4, plausibility."""

from datetime import date, timedelta

import pytest

from screening.rules.measured import POSSIBLE, Measured, age_words, slips, unusual

TODAY = date(2026, 11, 17)


@pytest.mark.parametrize("name", POSSIBLE)
def test_the_bounds_themselves_are_possible_and_one_beyond_is_not(name: str) -> None:
    low, high = POSSIBLE[name]
    for value, found in ((low, False), (high, False), (low - 1, True), (high + 1, True)):
        assert (name in slips(Measured(TODAY, **{name: value}), TODAY)) == found


def test_upper_and_lower_number_are_each_judged_alone() -> None:
    assert slips(Measured(TODAY, 190, None), TODAY) == {}
    assert slips(Measured(TODAY, None, 100), TODAY) == {}
    assert set(slips(Measured(TODAY, 90, 90), TODAY)) == {"diastolic"}
    assert set(slips(Measured(TODAY, 300, 20), TODAY)) == {"systolic", "diastolic"}


@pytest.mark.parametrize(
    ("reading", "odd"),
    [
        (Measured(TODAY, 200, 120, 150, 85), set()),
        (Measured(TODAY, 201, 121, 151, 84), {"systolic", "diastolic", "pulse", "saturation"}),
        (Measured(TODAY, None, None, 39), {"pulse"}),
    ],
)
def test_what_few_have_is_asked_again(reading: Measured, odd: set[str]) -> None:
    assert set(unusual(reading)) == odd


@pytest.mark.parametrize(
    ("day", "found"),
    [(TODAY, set()), (TODAY - timedelta(days=366), set()), (TODAY - timedelta(days=367), {"measured_on"}),
     (TODAY + timedelta(days=1), {"measured_on"})],
)  # fmt: skip
def test_a_reading_is_of_the_last_year(day: date, found: set[str]) -> None:
    assert set(slips(Measured(day, 120, 80), TODAY)) == found


def test_nothing_measured_is_no_reading() -> None:
    assert set(slips(Measured(TODAY), TODAY)) == {"systolic"}


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "yesterday"),
        (13, "13 days ago"),
        (14, "2 weeks ago"),
        (62, "8 weeks ago"),
        (63, "2 months ago"),
    ],
)
def test_a_reading_tells_its_age(days: int, words: str) -> None:
    assert age_words(TODAY - timedelta(days=days), TODAY) == words
