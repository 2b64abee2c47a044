"""A PIN that nobody at home would try, its rests, a link to a new address, and dates of keeping. No database."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

import pytest

from accounts.hours import Week, spoken_week
from clients.rules import (
    AddressChangeFacts,
    SafeChoices,
    Unit,
    address_change_trouble,
    dos_and_donts,
    keeping,
    pin_rest,
    pin_trouble,
)
from clients.rules.rights import copy_text
from outbox.rules import Writing
from tests.cast import NOON

BORN = date(1988, 3, 4)
MINUTES = timedelta(minutes=1)
MORNINGS: Week = ((time(9), time(11)),) * 7


@pytest.mark.parametrize(
    ("pin", "words"),
    [
        ("271835", ""),
        ("27183", "six digits"),
        ("27183x", "six digits"),
        ("\u0661\u0662\u0663\u0664\u0665\u0667", "six digits"),
        ("112211", "pattern"),
        ("273273", "pattern"),
        ("345678", "pattern"),
        ("876543", "pattern"),
        ("030488", "birth date"),
        ("198803", "birth date"),
    ],
)
def test_a_pin_is_no_pattern_and_no_birth_date(pin: str, words: str) -> None:
    found = pin_trouble(pin, BORN)
    assert words in found
    assert bool(found) == bool(words)


@pytest.mark.parametrize(("tries", "minutes"), [(4, 0), (5, 5), (6, 10), (7, 20), (99, 24 * 60)])
def test_a_pin_rests_twice_as_long_each_time(tries: int, minutes: int) -> None:
    assert pin_rest(tries) == minutes * MINUTES


def test_a_link_to_a_new_address_works_once_and_until_its_end() -> None:
    facts = AddressChangeFacts(NOON)
    assert address_change_trouble(None, NOON) == "unknown"
    assert address_change_trouble(facts, NOON - MINUTES) == ""
    assert address_change_trouble(facts, NOON) == "expired"
    assert address_change_trouble(replace(facts, used=True), NOON) == "used"
    assert address_change_trouble(replace(facts, withdrawn=True), NOON) == "withdrawn"


def test_care_of_one_shares_no_record() -> None:
    alone = Unit(UUID(int=1), (UUID(int=7),), NOON.date())
    assert keeping(UUID(int=7), [alone], years=7).joint_until == {}


def test_a_copy_is_signed_for_in_its_own_words() -> None:
    assert "our joint record" in copy_text(joint=True)
    assert copy_text(joint=False) != copy_text(joint=True)


@pytest.mark.parametrize(
    ("chosen", "lines"),
    [
        (SafeChoices(), ["No voicemail.", "E-mail, no texts.", "At any hour."]),
        (
            SafeChoices(Writing(frozenset({"email", "text"}), MORNINGS), voicemail=True, phone="+15105550100"),
            [
                "A neutral voicemail is fine.",
                "E-mail and texts are fine.",
                f"Only {spoken_week(MORNINGS)} Pacific.",
                "Call (510) 555-0100 and no other number.",
            ],
        ),
        (SafeChoices(Writing(frozenset())), ["Write nothing: no mail and no text.", "No voicemail.", "At any hour."]),
    ],
)
def test_whoever_calls_or_writes_is_told_how_the_stops_first(chosen: SafeChoices, lines: list[str]) -> None:
    assert dos_and_donts(chosen, "Pacific") == lines
