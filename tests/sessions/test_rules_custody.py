"""The book of the medicine as tables: what should be there after each entry, and where a count says otherwise."""

from decimal import Decimal

import pytest

from sessions.rules import custody
from sessions.rules.custody import Entry
from tests.sessions.people import TODAY


def entry(kind: str, units: str) -> Entry:
    return Entry(kind, Decimal(units), TODAY)


@pytest.mark.parametrize(
    ("quantity", "entries", "balances", "troubles"),
    [
        (8, [], [], []),
        (8, [entry("arrived", "8"), entry("used", "1"), entry("arrived", "7")], ["8", "7", "7"], []),
        (8, [entry("used", "0.5"), entry("returned", "1"), entry("wasted", "0.5")], ["7.5", "6.5", "6"], []),
        (8, [entry("arrived", "7")], ["8"], ["7 counted, 8 expected."]),
        (8, [entry("arrived", "7"), entry("used", "1")], ["8", "7"], ["7 counted, 8 expected."]),
        (2, [entry("used", "1"), entry("wasted", "1")], ["1", "0"], []),
        (None, [entry("used", "1")], ["-1"], ["1 more than there should have been."]),
        (8, [entry("arrived", "7"), entry("agreed", "7"), entry("used", "1")], ["8", "7", "6"], []),
        (
            8,
            [entry("agreed", "8"), entry("arrived", "6"), entry("used", "9")],
            ["8", "8", "-1"],
            ["6 counted, 8 expected.", "1 more than there should have been."],
        ),
    ],
)
def test_the_book_is_balanced_and_says_where_it_does_not_fit(
    quantity: int | None, entries: list[Entry], balances: list[str], troubles: list[str]
) -> None:
    lines = custody.running(quantity, entries)
    assert [custody.units(line.balance) for line in lines] == balances
    assert custody.open_troubles(entries, lines) == troubles


@pytest.mark.parametrize(
    ("kind", "first", "second", "field"),
    [
        ("used", "Maya", "", ""),
        ("arrived", "Maya", "", ""),
        ("wasted", "Maya", "Sol", ""),
        ("wasted", "Maya", " ", "second_name"),
        ("returned", "Maya Okafor", "maya  okafor", "second_name"),
    ],
)
def test_two_see_what_is_given_back_or_wasted(kind: str, first: str, second: str, field: str) -> None:
    assert "".join(custody.entry_troubles(kind, first, second)) == field


def test_what_was_used_is_what_was_recorded_as_doses() -> None:
    assert custody.doses_differ(Decimal(1), Decimal(100), Decimal(100)) == ""
    assert custody.doses_differ(Decimal(1), Decimal(100), Decimal(150)) == (
        "100 mg used by the book, 150 mg recorded as doses."
    )


@pytest.mark.parametrize(("kind", "balance"), [("arrived", "8"), ("used", "6"), ("returned", "6"), ("wasted", "6")])
def test_a_count_takes_nothing_away_and_what_leaves_does(kind: str, balance: str) -> None:
    [line] = custody.running(8, [entry(kind, "2")])
    assert custody.units(line.balance) == balance


def test_an_agreed_count_settles_only_what_was_before_it() -> None:
    entries = [entry("arrived", "7"), entry("agreed", "7"), entry("arrived", "5")]
    assert custody.open_troubles(entries, custody.running(8, entries)) == ["5 counted, 7 expected."]


@pytest.mark.parametrize(("amount", "words"), [("8.0", "8"), ("0.50", "0.5"), ("100", "100"), ("0", "0")])
def test_units_are_told_as_people_write_them(amount: str, words: str) -> None:
    assert custody.units(Decimal(amount)) == words
