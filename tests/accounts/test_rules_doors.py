"""What a browser says of itself, where “Leave this page” may lead, and which invitation still works. No database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.rules import InvitationFacts, device_words, invitation_trouble, leave_url_trouble
from tests.cast import NOON

LATER = timedelta(days=1)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1", "Safari on an iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Edg/140", "Edge on Windows"),
        ("Firefox/140", "Firefox"),
        ("Something (Macintosh)", "Mac"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_as_its_owner_would(said: str, words: str) -> None:
    assert device_words(said) == words


@pytest.mark.parametrize(
    ("url", "trouble"),
    [
        ("https://www.weather.gov/", ""),
        ("http://www.weather.gov/", "Enter a whole web address"),
        ("https:///", "Enter a whole web address"),
        ("https://localhost/", "Enter a whole web address"),
        ("https://example.org/ketamine", "does not hold “ketamin”"),
    ],
)
def test_leaving_leads_to_an_ordinary_page(url: str, trouble: str) -> None:
    found = leave_url_trouble(url)
    assert trouble in found
    assert bool(found) == bool(trouble)


def test_an_invitation_works_once_and_until_its_end() -> None:
    facts = InvitationFacts(NOON + LATER)
    assert invitation_trouble(None, NOON) == "unknown"
    assert invitation_trouble(facts, NOON) == ""
    assert invitation_trouble(facts, NOON + LATER) == "expired"
    assert invitation_trouble(replace(facts, used=True), NOON) == "used"
    assert invitation_trouble(replace(facts, withdrawn=True), NOON) == "withdrawn"
