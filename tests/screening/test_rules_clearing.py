"""Every limit of a clearance, its words, and two readings of one paper (domain.md 1.0)."""

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from screening.rules import clearing, papers
from screening.rules.clearing import ClearanceOrder
from screening.rules.clearing_words import NOT_SET, TABLE, by_group, lines_of, set_lines, title_of
from tests.cast import NOON
from tests.screening.papers import READ, SIGNER, changed
from tests.states import ORDER

TODAY = date(2026, 11, 17)
TOMORROW = TODAY + timedelta(days=1)
# The follow-up of the best-documented programme: two doses, seen again at about 30 days, then up to six more.
STAGED = replace(ORDER, sessions=8, re_evaluate_after=2, re_evaluate_on=TODAY + timedelta(days=30))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"re_evaluate_after": 0}, "re_evaluate_after"),
        ({"re_evaluate_after": 3}, "re_evaluate_after"),
        ({"re_evaluate_on": TODAY}, "re_evaluate_on"),
        ({"re_evaluate_on": ORDER.valid_until + timedelta(days=1)}, "re_evaluate_on"),
        ({"min_pulse": 29}, "min_pulse"),
        ({"min_pulse": 100, "max_pulse": 100}, "min_pulse"),
        ({"min_saturation": 101}, "min_saturation"),
        ({"call_systolic": 139}, "call_systolic"),
        ({"call_diastolic": 89}, "call_diastolic"),
        ({"call_systolic": 150, "call_diastolic": 150}, "call_diastolic"),
        ({"booster_from": 60, "booster_until": 60}, "booster_from"),
        ({"booster_from": 30, "max_booster_mg": Decimal(0)}, "booster_from"),
        ({"booster_until": 241}, "booster_until"),
        ({"stay_minutes": 29}, "stay_minutes"),
        ({"food_hours": 25}, "food_hours"),
        ({"liquid_hours": 25}, "liquid_hours"),
        ({"readings_lozenge": (40, 40)}, "readings_lozenge"),
        ({"readings_lozenge": (0,)}, "readings_lozenge"),
        ({"readings_im": (10, 361)}, "readings_im"),
        ({"readings_im": tuple(range(1, 27))}, "readings_im"),
        ({"holds": {"nothing": "usual"}}, "hold_nothing"),
        ({"holds": {"maoi": "stop"}}, "hold_maoi"),
        ({"pregnancy_test": "daily"}, "pregnancy_test"),
        ({"pdmp_on": TOMORROW}, "pdmp_on"),
        ({"pdmp_on": TODAY - timedelta(days=367)}, "pdmp_on"),
    ],
)
def test_what_cannot_be_meant_is_named_by_its_field(changes: dict[str, Any], field: str) -> None:
    assert [slip.field for slip in clearing.slips(replace(ORDER, **changes), TODAY)] == [field]


@pytest.mark.parametrize(
    "order",
    [
        STAGED,
        replace(ORDER, re_evaluate_after=2, re_evaluate_on=TOMORROW, pdmp_on=TODAY),
        replace(ORDER, min_pulse=50, min_saturation=94, call_systolic=140, call_diastolic=90),
        replace(ORDER, booster_from=30, booster_until=60, stay_minutes=120, food_hours=4, liquid_hours=2),
        replace(ORDER, readings_lozenge=(40, 90), readings_im=(10, 20, 40, 60)),
        replace(ORDER, holds={"maoi": "ask", "stimulants": "told"}, pregnancy_test="each"),
    ],
)
def test_a_clearance_that_can_be_meant_has_no_slip(order: ClearanceOrder) -> None:
    assert clearing.slips(order, TODAY) == []


@pytest.mark.parametrize(
    ("changes", "needed"),
    [({}, False), ({"medical_present": True}, True), ({"routes": frozenset({"im"})}, True)],
)
def test_an_injection_always_needs_a_medical_person(changes: dict[str, Any], needed: bool) -> None:
    assert replace(ORDER, **changes).needs_medical_person is needed


def test_no_word_for_a_medicine_tells_anybody_to_stop() -> None:
    said = " ".join(clearing.HOLD_WORDS.values()).lower()
    assert "stop" not in said
    assert " not " not in said


def test_every_field_of_an_order_has_its_line() -> None:
    assert {name for name, *_ in TABLE} | {"holds"} == {one.name for one in fields(ClearanceOrder)}


def test_what_was_not_set_says_so_and_is_left_out_of_what_was() -> None:
    line = next(one for one in lines_of(ORDER) if one.field == "min_pulse")
    assert (line.words, line.is_set) == (NOT_SET, False)
    assert "min_pulse" not in {one.field for one in set_lines(ORDER)}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({}, "routes", "Lozenge"),
        ({"routes": frozenset({"im", "lozenge"})}, "routes", "Lozenge or intramuscular injection"),
        ({}, "max_dose_mg", "150 mg"),
        ({"max_booster_mg": Decimal(0)}, "max_booster_mg", "No booster"),
        ({"re_evaluate_after": 1}, "re_evaluate_after", "1 session"),
        ({"readings_lozenge": (40, 90)}, "readings_lozenge", "40, 90 minutes after the first dose"),
        ({"medical_present": True}, "medical_present", "Yes"),
        ({"routes": frozenset({"im"})}, "medical_present", "Always with an injection: a licensed person gives it"),
        ({"holds": {"maoi": "ask"}}, "hold_maoi", "Ask me before the session"),
        ({"pregnancy_test": "each"}, "pregnancy_test", "Before each session"),
        ({}, "evaluated_how", "By telehealth"),
    ],
)
def test_a_limit_in_words(changes: dict[str, Any], field: str, words: str) -> None:
    assert next(one.words for one in lines_of(replace(ORDER, **changes)) if one.field == field) == words


def test_a_class_that_is_no_longer_known_keeps_its_name() -> None:
    assert title_of("maoi") == "MAO inhibitors"
    assert title_of("gone") == "gone"


def test_lines_stand_in_groups_in_their_order() -> None:
    groups = [group for group, _ in by_group(lines_of(replace(ORDER, holds={"maoi": "usual"})))]
    assert groups == [
        *("What is allowed", "How long it lasts", "Before a dose, and when to call", "Watching"),
        *("Medicines", "Checks"),
    ]


@pytest.mark.parametrize(
    ("read", "field"),
    [
        (replace(READ, signer=replace(SIGNER, signed_on=TOMORROW)), "signed_on"),
        (changed(evaluated_on=TODAY), "evaluated_on"),
        (
            replace(changed(valid_until=SIGNER.signed_on), signer=replace(SIGNER, signed_on=TODAY)),
            "valid_until",
        ),
        (changed(valid_until=date(2026, 11, 16)), "valid_until"),
    ],
)
def test_a_paper_is_judged_as_of_the_day_it_was_signed_and_has_not_run_out(read: papers.Read, field: str) -> None:
    assert [slip.field for slip in papers.slips(read, TODAY)] == [field]


def test_a_good_paper_has_no_slip() -> None:
    assert papers.slips(READ, TODAY) == []


@pytest.mark.parametrize(
    ("reader", "hours", "may"), [("other", 0, True), ("typist", 0, False), ("typist", 11, False), ("typist", 12, True)]
)
def test_the_one_who_typed_it_reads_again_half_a_day_later(reader: str, hours: int, may: bool) -> None:
    reasons = papers.reasons_not_to_read(
        typed_by="typist", typed_at=NOON, reader=reader, at=NOON + timedelta(hours=hours)
    )
    assert (reasons == []) is may


def test_the_same_read_twice_has_no_difference_and_free_words_are_compared_by_eye() -> None:
    assert papers.differences(READ, changed(instructions="Hold it.", labs="A panel")) == []
    loud = replace(READ, signer=replace(SIGNER, name="DR. PAUL  MEIER"))
    assert papers.differences(READ, loud) == []


@pytest.mark.parametrize(
    ("second", "found"),
    [
        (changed(max_dose_mg=Decimal(15)), ("max_dose_mg", "150 mg", "15 mg")),
        (changed(max_systolic=None), ("max_systolic", "140 mmHg", NOT_SET)),
        (changed(holds={"maoi": "ask"}), ("hold_maoi", "Nothing written", "Ask me before the session")),
        (replace(READ, signer=replace(SIGNER, npi="1993999998")), ("npi", "1234567893", "1993999998")),
        (
            replace(READ, signer=replace(SIGNER, signed_on=date(2026, 11, 15))),
            ("signed_on", "16 November 2026", "15 November 2026"),
        ),
    ],
)
def test_a_difference_shows_both_readings(second: papers.Read, found: tuple[str, str, str]) -> None:
    [one] = papers.differences(READ, second)
    assert (one.field, one.first, one.second) == found
    [turned] = papers.differences(second, READ)
    assert (turned.first, turned.second) == (found[2], found[1])


def test_only_the_medicine_that_was_read_differently_is_a_difference() -> None:
    first, second = (
        changed(holds={"maoi": "ask", "opioids": "usual"}),
        changed(holds={"maoi": "ask", "opioids": "told"}),
    )
    assert [one.field for one in papers.differences(first, second)] == ["hold_opioids"]


def test_what_is_settled_takes_each_line_from_the_reading_chosen() -> None:
    second = replace(
        changed(max_dose_mg=Decimal(100), sessions=3, holds={"maoi": "ask", "opioids": "told"}),
        signer=replace(SIGNER, npi="1993999998"),
    )
    first = changed(holds={"opioids": "usual", "stimulants": "usual"})
    choices = {
        "max_dose_mg": "second",
        "sessions": "first",
        "npi": "second",
        "hold_maoi": "second",
        "hold_opioids": "first",
        "hold_stimulants": "second",
    }
    found = papers.differences(first, second)
    assert papers.not_settled(found, choices) == []
    assert [one.field for one in papers.not_settled(found, choices | {"sessions": ""})] == ["sessions"]
    result = papers.settled(first, second, choices)
    assert (result.order.max_dose_mg, result.order.sessions, result.signer.npi) == (Decimal(100), 2, "1993999998")
    assert result.order.holds == {"maoi": "ask", "opioids": "usual"}


def test_a_reading_comes_back_from_plain_data_as_it_was() -> None:
    read = changed(
        readings_lozenge=(40, 90),
        re_evaluate_on=date(2026, 12, 16),
        holds={"maoi": "ask"},
        routes=frozenset({"im", "lozenge"}),
    )
    assert papers.from_data(papers.as_data(read)) == read
