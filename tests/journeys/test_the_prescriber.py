"""A prescriber on a phone: reads, asks, is answered, and clears two sessions before looking again."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser

from tests.journeys.people import DESK, PHONE, House, Person
from tests.journeys.steps.portal import SAID_ALONE
from tests.journeys.story import PACIFIC, step_in

QUESTION = "Has she had an ECG since the palpitations?"
ANSWER = "In May, without a finding. The letter is on its way."


@pytest.fixture
def house(browser: Browser, practice_server: str) -> Iterator[House]:
    house = House(browser, practice_server)
    yield house
    house.close()


def test_a_prescriber_asks_is_answered_and_clears_in_two_stages(house: House) -> None:
    ruth, maya = house.person("Dr Ruth Lee", PHONE), house.person("Maya Okafor", DESK)
    for someone in (ruth, maya):
        step_in(someone)
    page = opens_priya(ruth)
    asks(ruth)
    answers(maya, page)
    ruth.go("/referrals/")
    assert "The therapist answered your question." in ruth.words()
    ruth.go(page)
    assert ANSWER in ruth.words()
    clears(ruth)
    assert "Looks again after" in ruth.words()
    maya.go(page.replace("screening/clearance/", "prescriber/"))
    assert "Cleared until" in maya.words()
    ruth.sees_none_of(SAID_ALONE)


def opens_priya(ruth: Person) -> str:
    ruth.go("/referrals/")
    ruth.go(ruth.link("Priya"))
    assert "Findings" in ruth.words()
    return ruth.path


def asks(ruth: Person) -> None:
    ruth.page.get_by_text("Ask, or not now").click()
    ruth.press("Send to the therapist")
    ruth.is_told("words", "Write the question")
    ruth.fill(kind="ask", words=QUESTION)
    ruth.press("Send to the therapist")
    assert QUESTION in ruth.words()


def answers(maya: Person, page: str) -> None:
    maya.go("/")
    assert "The prescriber asks about Priya" in maya.words()
    maya.go(maya.link(re.compile("The prescriber asks about Priya")))
    assert maya.path == page.replace("screening/clearance/", "prescriber/")
    assert QUESTION in maya.words()
    maya.fill(words=ANSWER)
    maya.press("Send the answer")


def clears(ruth: Person) -> None:
    """Two sessions, then a follow-up at about 30 days, then up to six more: domain.md 1.0."""
    today = datetime.now(UTC).astimezone(PACIFIC).date()
    ruth.fill(routes="lozenge", max_dose_mg="150", max_booster_mg="50", sessions="8", re_evaluate_after="9")
    ruth.fill(
        max_systolic="140", max_diastolic="90", call_systolic="170", call_diastolic="105", readings_lozenge="40, 90"
    )
    ruth.fill(valid_until=f"{today + timedelta(days=120)}", re_evaluate_on=f"{today + timedelta(days=30)}")
    ruth.fill(evaluated_on=f"{today}", evaluated_how="telehealth")
    ruth.press("Give this clearance")
    ruth.is_told("re_evaluate_after", "from 1 to the number of sessions")
    ruth.fill(re_evaluate_after="2")
    ruth.press("Give this clearance")
    assert "In force" in ruth.words()
