"""A wish to talk as it is sealed and spoken, voicemail, the end of an asking, sources of findings. No database."""

import pytest

from screening.rules import calls
from screening.rules.findings import Finding, Weight
from screening.rules.pages import ISSUES_PAGE
from screening.rules.sendings import Sent, health_findings
from tests.cast import NOON

WISH = calls.Wish("call", ("weekday_noon", "gone"), "+15105550100", "no", "After lunch.")


def test_a_wish_comes_back_as_it_was_sealed() -> None:
    assert calls.wish_from(WISH.as_text()) == WISH


def test_a_wish_whose_hours_are_no_list_has_none() -> None:
    text = WISH.as_text().replace('["weekday_noon", "gone"]', "null")
    assert calls.wish_from(text).when == ()


def test_a_wish_is_spoken_in_words() -> None:
    assert (WISH.spoken_how, WISH.spoken_voicemail) == ("Call me", "No")
    assert WISH.spoken_when == ["On a weekday, 12:00 to 14:00"]


@pytest.mark.parametrize(
    ("voicemail", "by_choice", "allowed"),
    [("yes", False, True), ("no", True, False), ("as_said", True, True), ("as_said", False, False)],
)
def test_a_voicemail_is_left_as_they_said_last(voicemail: str, by_choice: bool, allowed: bool) -> None:
    assert calls.voicemail_allowed(calls.Wish(voicemail=voicemail), by_choice=by_choice) is allowed


@pytest.mark.parametrize(
    ("outcome", "checked", "reasons"), [("checked", False, 1), ("checked", True, 0), ("talked", False, 0)]
)
def test_an_asking_ends_by_a_check_only_after_one(outcome: str, checked: bool, reasons: int) -> None:
    assert len(calls.reasons_not_to_close(outcome, checked_since=checked)) == reasons


def test_a_finding_names_its_sources_in_full() -> None:
    finding = Finding("x", "X", Weight.REVIEW, "Because.", "practice label")
    assert finding.sources == ["The practice's own screening list", "Ketamine (Ketalar) label, PDR summary"]


def test_what_is_no_health_page_has_no_finding() -> None:
    assert health_findings([Sent(ISSUES_PAGE, {"first": "conflict"}, NOON)]) == []
