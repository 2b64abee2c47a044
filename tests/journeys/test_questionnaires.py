"""Questionnaires in a real browser: on a phone with an error, an answer that cannot wait, one told in private, and what
the therapist makes of it. Every page is held against the rules of access on the way.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.people import DESK, PHONE, House, Person
from tests.journeys.steps.portal import OWN_PAGES, TOPICS, letters, says_alone, says_no_to_all
from tests.journeys.story import step_in
from tests.screening.instruments import OWN_TEXT

ASKED = "a[href^='/my/asked/']"


@pytest.fixture
def house(browser: Browser, practice_server: str) -> Iterator[House]:
    house = House(browser, practice_server)
    yield house
    house.close()


def test_questionnaires_are_answered_alone_and_read_by_the_therapist(house: House) -> None:
    tom, priya = house.person("Tom Becker", PHONE), house.person("Priya Raman", PHONE)
    maya = house.person("Maya Okafor", DESK)
    step_in(priya)
    priya.go("/my/")
    hers = [*OWN_PAGES, *pages_asked_of(priya), "/my/help/now/"]
    before = letters(priya, *hers)
    step_in(tom)
    finishes_the_first_sitting(tom)
    says_what_cannot_wait(tom)
    says_yes_in_private(tom)
    assert letters(priya, *hers) == before
    step_in(maya)
    takes_it_up(maya)
    asks_and_enters(maya)
    loads_a_file(maya)


def pages_asked_of(someone: Person) -> list[str]:
    found = someone.page.locator(ASKED).evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert found
    return sorted({path for one in found for path in (one, f"{one}?part=2")})


def finishes_the_first_sitting(tom: Person) -> None:
    """Health comes first: the questionnaires stand on the list, and open when everything of it is sent."""
    tom.go("/my/")
    assert "Your mood in the last two weeks" in tom.words()
    assert tom.page.locator(ASKED).count() == 0
    for topic in TOPICS:
        tom.go(topic)
        if tom.page.get_by_role("button", name="Send and continue").count():
            says_no_to_all(tom)
            tom.press("Send and continue")
    says_alone(tom, pressed="no")


def says_what_cannot_wait(tom: Person) -> None:
    """One question left out is asked for by its words, nothing is lost; then the page after names whom to call."""
    tom.go("/my/")
    tom.go(tom.link("Your mood in the last two weeks"))
    values = {f"item_{number}": "1" for number in range(1, 9)}
    tom.fill(**values)
    tom.press("Send and continue")
    expect(tom.page.locator(".error-summary")).to_be_focused()
    tom.is_told("item_9", "Thoughts that you would be better off dead")
    assert tom.page.locator("input[type=radio]:checked").count() == 8
    tom.fill(item_9="1")
    tom.press("Send and continue")
    assert tom.path == "/my/help/now/"
    assert "Call or text 988 now" in tom.words()
    assert "Nobody reads this tonight" in tom.words()
    tom.go("/my/")
    tom.go(tom.link("Your mood in the last two weeks"))
    assert "Answered on" in tom.words()
    assert tom.page.locator("input[type=radio]").count() == 0


def says_yes_in_private(tom: Person) -> None:
    tom.go("/my/")
    tom.go(tom.link("Four short questions"))
    tom.fill(alone="yes")
    tom.press("Continue")
    tom.fill(item_1="0", item_2="1", item_3="0")
    tom.press("Send and continue")
    tom.is_told("item_4", "kicked, hit, slapped")
    expect(tom.page.get_by_role("link", name="Leave this page")).to_be_visible()
    tom.fill(item_4="0")
    tom.press("Send and continue")
    assert "Received." in tom.words()


def takes_it_up(maya: Person) -> None:
    maya.go("/today/")
    maya.go(maya.link("Speak with Tom today"))
    maya.press("Take it off the list")
    maya.is_told("words", "Write what you did")
    maya.fill(words="Called. Safe tonight; we meet tomorrow.")
    maya.press("Take it off the list")
    assert "we meet tomorrow" in maya.words()
    maya.go(maya.link("Read the answers"))
    assert "Item 9: thoughts of being better off dead" in maya.words()
    assert "Any yes" in maya.words()


def asks_and_enters(maya: Person) -> None:
    review = maya.path.partition("#")[0]
    maya.go(maya.link("Ask for a questionnaire"))
    maya.fill(instrument="gad-7", point="next_day")
    maya.press("Ask Tom")
    expect(maya.page.locator(".error-summary")).to_contain_text("asked already")
    maya.fill(instrument="pcl-5-month", point="now")
    maya.press("Ask Tom")
    assert "PCL-5, past month is on the list of Tom." in maya.words()
    maya.go(review)
    maya.go(maya.link("Enter a score or result"))
    maya.fill(which=str(maya.page.locator("option", has_text=re.compile("^CSI-16$")).get_attribute("value")))
    maya.press("Choose")
    maya.fill(total="82", on="2026-01-02")
    maya.press("Enter it")
    expect(maya.page.locator(".error-summary")).to_contain_text("Total can be 0 to 81; it was 82.")
    maya.still_has(total="82")
    maya.fill(total="51")
    maya.press("Enter it")
    assert "Below 51.5: distressed" in maya.words()


def loads_a_file(maya: Person) -> None:
    maya.go("/practice/on-call/")
    maya.go("/practice/questionnaires/")
    maya.page.get_by_text("Load a file").click()
    maya.fill(text="id = 4")
    maya.press("Check the file")
    expect(maya.page.locator(".error-summary")).to_contain_text("“title” is missing")
    maya.fill(text=OWN_TEXT)
    maya.press("Check the file")
    assert "A second question?" in maya.words()
    maya.fill(allowed="on")
    maya.press("Load CSI-4, our copy")
    assert "CSI-4, our copy is loaded." in maya.words()
