"""Height and weight: kept in centimeters and kilograms beside what was typed."""

from decimal import Decimal

import pytest

from screening.rules.findings import Weight
from screening.rules.size import HEIGHT_RANGE, WEIGHT_RANGE, Measure, doubt, height, size_findings, size_lines, weight


@pytest.mark.parametrize(
    ("measure", "value", "typed"),
    [
        (height(feet=5, inches=Decimal(7)), "170.2", "5 ft 7 in"),
        (height(feet=6), "182.9", "6 ft 0 in"),
        (height(cm=Decimal("170.0")), "170.0", "170 cm"),
        (weight(pounds=Decimal(154)), "69.9", "154 lb"),
        (weight(kg=Decimal("70.5")), "70.5", "70.5 kg"),
    ],
)
def test_what_was_typed_is_kept_beside_its_unit_of_science(measure: Measure, value: str, typed: str) -> None:
    assert (str(measure.value), measure.typed) == (value, typed)


@pytest.mark.parametrize(
    ("value", "found"),
    [("59.9", "impossible"), ("60", "odd"), ("129.9", "odd"), ("130", ""), ("215", ""), ("215.1", "odd"),
     ("272", "odd"), ("272.1", "impossible")],
)  # fmt: skip
def test_a_height_is_possible_odd_or_impossible(value: str, found: str) -> None:
    assert doubt(Decimal(value), HEIGHT_RANGE) == found


@pytest.mark.parametrize(
    ("value", "found"), [("19.9", "impossible"), ("39.9", "odd"), ("40", ""), ("200.1", "odd"), ("450.1", "impossible")]
)
def test_a_weight_is_possible_odd_or_impossible(value: str, found: str) -> None:
    assert doubt(Decimal(value), WEIGHT_RANGE) == found


def test_a_size_that_was_left_open_is_to_ask_and_a_known_one_weighs_nothing() -> None:
    assert size_findings({"size": "yes"}) == []
    assert [each.weight for each in size_findings({"size": "unsure"})] == [Weight.REVIEW]


def test_a_clinician_reads_the_value_and_what_was_typed() -> None:
    answers = {"height_cm": "170.2", "height_typed": "5 ft 7 in", "weight_kg": "70.0", "weight_typed": "70.0 kg"}
    assert size_lines(answers) == [("Height", "170.2 cm (typed: 5 ft 7 in)"), ("Weight", "70.0 kg")]
    assert size_lines({}) == []
