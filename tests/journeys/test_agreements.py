"""A partner on a phone signs the packet, draws, takes back; the practice publishes, and everybody is asked again."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.people import DESK, PHONE, House, Person
from tests.journeys.story import PIN

DRAWN = re.compile(r"^M\d+ \d+L")


@pytest.fixture
def house(browser: Browser, practice_server: str) -> Iterator[House]:
    found = House(browser, practice_server)
    yield found
    found.close()


def stepped_in(house: House, name: str, screen: object) -> Person:
    person = house.person(name, screen)  # type: ignore[arg-type]  # one of the sizes above
    person.page.goto("/demo/")
    person.page.get_by_role("button", name=re.compile(name)).first.click()
    person.page.wait_for_load_state()
    return person


def test_agreements_on_a_phone(house: House) -> None:
    tom = stepped_in(house, "Tom Becker", PHONE)
    signs_what_is_left(tom)
    answers_touch_by_keyboard(tom)
    takes_back(tom)
    maya = stepped_in(house, "Maya Okafor", DESK)
    publishes_a_new_version(maya)
    looks_at_who_signed(maya)
    is_asked_again(tom)


def signs_what_is_left(tom: Person) -> None:
    """He signed one text before; the list leads to the second. Another name is refused, and what was typed stays."""
    tom.go("/my/consent/")
    assert "1 of 3 signed" in tom.words()
    tom.go(tom.link(re.compile("Continue")))
    assert "2 of 3" in tom.words()
    tom.fill(agreed="on", typed_name="Somebody Else")
    tom.press("Sign this text")
    if "/my/pin/" in tom.path:
        tom.fill(pin=PIN, again=PIN)
        tom.press("Keep this PIN and go on")
    tom.is_told("typed_name", "Type your full name as we know it: Tom")
    tom.still_has(typed_name="Somebody Else")
    tom.fill(typed_name="Tom Becker")
    draws(tom)
    tom.press("Sign this text")
    assert "3 of 3" in tom.words()
    tom.fill(agreed="on", typed_name="Tom Becker")
    uses_the_typed_name_by_keyboard(tom)
    tom.press("Sign this text")
    assert "All 3 are signed" in tom.words()


def draws(tom: Person) -> None:
    """With a finger; the page keeps the line as a path."""
    surface = tom.page.locator("canvas")
    surface.scroll_into_view_if_needed()
    box = surface.bounding_box()
    assert box
    tom.page.mouse.move(box["x"] + 40, box["y"] + 60)
    tom.page.mouse.down()
    for step in range(1, 9):
        tom.page.mouse.move(box["x"] + 40 + 22 * step, box["y"] + 60 + (step % 3) * 9)
    tom.page.mouse.up()
    expect(tom.page.locator("[name=drawn]")).to_have_value(DRAWN)
    expect(tom.page.locator("[data-drawing-state]")).to_have_text("Your drawing is kept when you sign.")


def uses_the_typed_name_by_keyboard(tom: Person) -> None:
    tom.page.locator("[name=typed_name]").focus()
    tom.page.keyboard.press("Tab")
    expect(tom.page.get_by_role("button", name="Use my typed name as signature")).to_be_focused()
    tom.page.keyboard.press("Enter")
    expect(tom.page.locator("[name=drawn]")).to_have_value("typed")
    expect(tom.page.locator("[data-drawing-state]")).to_have_text("Your typed name stands as your signature.")


def answers_touch_by_keyboard(tom: Person) -> None:
    tom.go("/my/touch/")
    assert "Sexual or erotic touch" in tom.words()
    tom.fill(lead_hand="ask", partner_hand="yes", stop_word="Red", agreed="on", typed_name="Tom Becker")
    tom.press("Sign these answers")
    assert "Signed: Touch in sessions" in tom.page.content()
    for page in ("/my/touch/", "/my/touch/less/", "/my/papers/"):
        tom.go(page)
        assert "Red" not in tom.words()
    tom.go("/my/touch/?anew=1")
    expect(tom.page.locator("[name=lead_hand]")).to_have_value("no")


def takes_back(tom: Person) -> None:
    """The page says what it means first; afterwards the text can be signed again."""
    tom.go("/my/consent/2/back/")
    assert "no session with the medicine is planned" in tom.words()
    tom.press("Take it back")
    assert "Withdrawn" in tom.words()
    tom.go("/my/consent/2/")
    assert "You took this back." in tom.words()
    tom.fill(agreed="on", typed_name="Tom Becker")
    tom.press("Sign this text")
    assert "All 3 are signed" in tom.words()


def publishes_a_new_version(maya: Person) -> None:
    maya.go("/today/")
    maya.go("/practice/texts/2/")
    body = maya.page.locator("[name=body]")
    maya.fill(body=f"{body.input_value()}\n\nA line of today.")
    maya.press("Save and preview")
    assert "Draft, would be version 2" in maya.words()
    assert "A line of today." in maya.words()
    maya.press("Publish as version 2")
    assert "version 2 is published" in maya.page.content()


def looks_at_who_signed(maya: Person) -> None:
    """The table, one person's page with what they said to touch, and what taking back means."""
    maya.go("/practice/texts/readers/")
    assert "Was version 1" in maya.words()
    maya.go(maya.link(re.compile("Tom Becker")))
    assert "Ask each time" in maya.words()
    maya.go(maya.link(re.compile("Record as taken back")))
    assert "The gate closes at once." in maya.words()


def is_asked_again(tom: Person) -> None:
    tom.go("/my/consent/")
    assert "2 of 3 signed" in tom.words()
    assert "There is a new version." in tom.words()
    tom.go("/my/consent/2/")
    assert "A line of today." in tom.words()
    tom.fill(agreed="on", typed_name="Tom Becker")
    tom.press("Sign this text")
    assert "All 3 are signed" in tom.words()
