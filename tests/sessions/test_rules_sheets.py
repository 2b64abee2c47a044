"""Instruction sheets as tables: what the therapist reads, and what a partner reads in plain words and hours."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sessions.rules import sheets
from tests.cast import NOON
from tests.states import ORDER

TERMS = sheets.Terms(food_hours=4, liquid_hours=2, stay_minutes=120)
DAY = sheets.Day(NOON, ZoneInfo("America/Los_Angeles"), "Pacific")


def own(brings: str = "", **changes: Any) -> str:
    parts = sheets.for_partner(replace(ORDER, **changes), TERMS, DAY, prescriber="Ruth Lee", brings=brings)
    return "\n".join(line for part in parts for line in part.lines)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "No food after 08:00."),
        ({}, "Clear liquids, like water, until 10:00."),
        ({"food_hours": 8, "liquid_hours": 3}, "No food after 04:00."),
        ({"food_hours": 8, "liquid_hours": 3}, "Clear liquids, like water, until 09:00."),
        ({"food_hours": 0}, "No food after 12:00."),
        ({}, "Medicines: as Ruth Lee told you."),
        ({"holds": {"maoi": "ask"}}, "MAO inhibitors: ask Ruth Lee before the session."),
        ({"holds": {"opioids": "told"}}, "Opioids: as Ruth Lee told you."),
        ({"holds": {"opioids": "usual"}}, "Opioids: take as usual."),
        ({"instructions": "Hold it for 12 minutes."}, "Ruth Lee writes: Hold it for 12 minutes."),
        ({"pregnancy_test": "each"}, "A pregnancy test is part of the preparation."),
        ({}, "You stay at least 120 minutes"),
        ({"stay_minutes": 90}, "You stay at least 90 minutes"),
    ],
)
def test_a_partners_sheet_in_plain_words_and_hours(changes: dict[str, Any], words: str) -> None:
    assert words in own(**changes)


def test_a_partners_sheet_never_says_cleared_nor_to_stop_a_medicine() -> None:
    text = own(holds={"maoi": "ask", "opioids": "told"}).lower()
    assert "clear liquids" in text
    assert not {"cleared", "clearance", "eligible", "stop"} & set(text.replace(".", " ").split())


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "With a lozenge: 40 minutes after the dose (the practice's default)."),
        ({"readings_lozenge": (30, 60)}, "With a lozenge: 30, 60 minutes after the dose."),
        ({"routes": frozenset({"im"})}, "With an injection: 10, 20, 40, 60 minutes after the dose"),
        ({"stay_minutes": 90}, "Stay: 90 minutes after the last dose."),
        ({}, "Stay: 120 minutes after the last dose (the practice's default)."),
        ({}, "Upper pressure, at most: 140 mmHg"),
        ({}, "Ruth Lee, (510) 555-0177"),
    ],
)
def test_the_therapists_sheet_holds_every_limit(changes: dict[str, Any], words: str) -> None:
    parts = sheets.for_therapist(replace(ORDER, **changes), TERMS, prescriber="Ruth Lee", phone="(510) 555-0177")
    assert words in "\n".join(line for part in parts for line in part.lines)


def test_readings_are_told_for_each_route_and_the_lozenge_first() -> None:
    both = replace(ORDER, routes=frozenset({"im", "lozenge"}), readings_im=(15, 30))
    parts = sheets.for_therapist(both, TERMS, prescriber="Ruth Lee", phone="")
    [told] = [list(part.lines) for part in parts if part.title == "Readings"]
    assert told == [
        "One before the dose, one before leaving.",
        "With a lozenge: 40 minutes after the dose (the practice's default).",
        "With an injection: 15, 30 minutes after the dose.",
        "Stay: 120 minutes after the last dose (the practice's default).",
    ]


def test_a_prescriber_without_a_number_says_so() -> None:
    [first, *_] = sheets.for_therapist(ORDER, TERMS, prescriber="Ruth Lee", phone="")
    assert first.lines[0] == "Ruth Lee: no number on file"


@pytest.mark.parametrize(
    ("form", "kept", "brings"),
    [
        ("lozenge", "partner", True),
        ("tablet", "partner", True),
        ("lozenge", "practice", False),
        ("vial", "partner", False),
    ],
)
def test_only_who_keeps_it_at_home_brings_it(form: str, kept: str, brings: bool) -> None:
    assert bool(sheets.bring_words(form, kept)) is brings


def test_a_sheet_comes_back_from_plain_data() -> None:
    parts = sheets.for_partner(ORDER, TERMS, DAY, prescriber="Ruth Lee", brings="Bring it.")
    assert sheets.from_data(sheets.as_data(parts)) == [sheets.Part(one.title, list(one.lines)) for one in parts]


def test_what_to_bring_stands_on_the_sheet_of_the_day_and_nowhere_else() -> None:
    parts = sheets.for_partner(ORDER, TERMS, DAY, prescriber="Ruth Lee", brings="Bring it.")
    assert [part.title for part in parts if "Bring it." in part.lines] == ["On the day"]
    assert "Bring" not in own()


def test_the_prescribers_own_words_stand_in_place_of_ours() -> None:
    fallback = "Medicines: as Ruth Lee told you."
    assert fallback in own(instructions="  ")
    assert fallback not in own(instructions="Eat little the day before.")
    assert fallback not in own(holds={"opioids": "usual"})


def test_medicines_stand_by_their_names_in_order() -> None:
    lines = own(holds={"opioids": "usual", "maoi": "ask"}).splitlines()
    assert [line.split(":")[0] for line in lines[:2]] == ["MAO inhibitors", "Opioids"]


def test_what_the_prescriber_left_open_is_on_no_sheet_of_limits() -> None:
    parts = sheets.for_therapist(replace(ORDER, max_pulse=None), TERMS, prescriber="Ruth Lee", phone="")
    text = "\n".join(line for part in parts for line in part.lines)
    assert "Pulse" not in text
    assert "No limit set" not in text
