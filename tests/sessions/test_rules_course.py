"""The picture of blood pressure over time: what is drawn, and what it says in words."""

import pytest

from sessions.rules.course import EDGE, HIGH, WIDE, picture
from sessions.rules.readings import ReadingFacts
from tests.sessions.people import GOOD


def test_a_picture_needs_two_readings_and_keeps_inside_its_field() -> None:
    assert picture([GOOD], 140, 90) is None
    wild = ReadingFacts(250, 35, 80)
    drawn = picture([GOOD, wild], 140, None)
    assert drawn
    assert (drawn.limit_upper is None, drawn.limit_lower) == (False, None)
    heights = [int(point.split(",")[1]) for line in (drawn.upper, drawn.lower) for point in line.split()]
    assert all(0 <= height <= HIGH for height in heights)
    assert drawn.words == "Blood pressure in 2 readings, at its highest 250/76."


@pytest.mark.parametrize("readings", [[], [GOOD]])
def test_one_reading_is_no_course(readings: list[ReadingFacts]) -> None:
    assert picture(readings, None, None) is None


@pytest.mark.parametrize(
    ("systolic", "height"),
    [(250, EDGE), (200, EDGE), (120, HIGH // 2), (40, HIGH - EDGE), (30, HIGH - EDGE)],
    ids=["beyond the top", "at the top", "in the middle", "at the bottom", "below the bottom"],
)
def test_a_limit_and_a_reading_of_one_value_lie_at_one_height(systolic: int, height: int) -> None:
    drawn = picture([ReadingFacts(systolic, 60, 70), ReadingFacts(systolic, 60, 70)], systolic, None)
    assert drawn
    assert drawn.limit_upper == height
    assert drawn.upper == f"{EDGE},{height} {WIDE - EDGE},{height}"


def test_readings_stand_in_their_order_at_even_steps() -> None:
    drawn = picture([GOOD, ReadingFacts(150, 92, 88), ReadingFacts(130, 84, 80)], None, None)
    assert drawn
    assert [point.split(",")[0] for point in drawn.upper.split()] == ["10", "300", "590"]
    assert drawn.words == "Blood pressure in 3 readings, at its highest 150/92."
