"""Rows carry the words of protocol.md 4."""

import pytest

from clients.rules import touch
from clients.rules.touch import Choices, Yes


def said(never: str = "", stop_word: str = "", hand_signal: str = "", **cells: str) -> Choices:
    return Choices({name: Yes(value) for name, value in cells.items()}, never, stop_word, hand_signal)


def test_what_is_left_out_is_a_no() -> None:
    assert said().of("lead", "hand") == Yes.NO


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("yes", "no", "no"),
        ("no", "yes", "no"),
        ("yes", "ask", "ask"),
        ("reach", "ask", "reach"),
        ("yes", "yes", "yes"),
    ],
)
def test_the_narrower_of_two_wins(one: str, other: str, found: str) -> None:
    assert touch.narrower(Yes(one), Yes(other)) == Yes(found)


def test_between_the_two_the_narrower_holds_and_with_others_ones_own() -> None:
    rows = touch.agreed(said(partner_hand="yes", lead_hand="ask"), said(partner_hand="reach", lead_hand="no"))
    found = {(row.who, row.touch): row for row in rows}
    partner, lead = found["Partner", "Hand"], found["Lead therapist", "Hand or wrist"]
    assert (partner.says, partner.holds, partner.is_allowed, partner.is_narrowed) == (
        "Yes",
        "Only if I reach first",
        True,
        True,
    )
    assert (lead.holds, lead.is_narrowed) == ("Ask each time", False)
    assert len(rows) == 15


def test_without_the_others_answer_partners_touch_is_a_no() -> None:
    row = next(one for one in touch.agreed(said(partner_hold="yes"), None) if one.touch == "Being held")
    assert (row.holds, row.is_allowed) == ("No", False)
    assert not any(one.is_allowed for one in touch.agreed(None, None))


def test_saying_less_never_widens_anything() -> None:
    before = said(lead_hand="ask", lead_hug="no", partner_hand="yes", never="Neck", stop_word="Red")
    after = touch.narrowed(before, said(lead_hand="yes", lead_hug="yes", partner_hand="reach", never="left knee"))
    assert (after.of("lead", "hand"), after.of("lead", "hug"), after.of("partner", "hand")) == (
        Yes.ASK,
        Yes.NO,
        Yes.REACH,
    )
    assert (after.never, after.stop_word) == ("Neck, left knee", "Red")


@pytest.mark.parametrize(
    ("before", "after", "both"), [("Neck", "", "Neck"), ("Neck", "neck", "Neck"), ("", "Neck", "Neck")]
)
def test_places_never_to_touch_are_only_added_to(before: str, after: str, both: str) -> None:
    assert touch.narrowed(said(never=before), said(never=after)).never == both


def test_a_new_word_or_sign_takes_the_place_of_the_old() -> None:
    after = touch.narrowed(said(stop_word="Red", hand_signal="Palm"), said(stop_word="Stop", hand_signal="Fist"))
    assert (after.stop_word, after.hand_signal) == ("Stop", "Fist")


def test_rows_are_grouped_by_who_touches() -> None:
    assert list(touch.by_who(touch.agreed(None, None))) == [who.told for who in touch.ROWS]


def test_sexual_touch_is_never_a_choice() -> None:
    assert any("Sexual" in sentence for sentence in touch.NEVER)
    assert not any("sex" in words.lower() or "kiss" in words.lower() for _, _, words in touch.cells())
