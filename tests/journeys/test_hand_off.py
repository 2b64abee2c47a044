"""A device of the practice in the hands of somebody without a safe address, from the desk and back: on a tablet."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.people import TABLET, House, Person

TOM = "Tom"


@pytest.fixture
def house(browser: Browser, practice_server: str) -> Iterator[House]:
    house = House(browser, practice_server)
    yield house
    house.close()


def stepped_in(house: House, name: str) -> Person:
    """Signed in on the tablet as one of the demo's people."""
    person = house.person(name, TABLET)
    person.page.goto("/demo/")
    person.page.get_by_role("button", name=name).first.click()
    person.page.wait_for_load_state()
    return person


def test_somebody_answers_on_the_practice_s_tablet_and_hands_it_back(house: House) -> None:
    tablet = stepped_in(house, "Sol Rivera")
    tablet.go("/couples/")
    couple = tablet.link("Priya & Tom")
    tablet.go(couple)
    address = tablet.part(TOM).get_by_role("link", name="Answer here").get_attribute("href")
    assert address
    tablet.go(address)
    tablet.press(f"Sign me out and hand it to {TOM}")
    seen_by_staff = (couple, address, "/today/", "/couples/")

    expect(tablet.page.get_by_role("heading", level=1)).to_have_text(f"Hello {TOM}")
    tablet.press("Continue")
    tablet.is_told("alone", "Say whether you are alone.")
    tablet.fill(who="yes", alone="no")
    tablet.press("Continue")
    assert "Then not yet." in tablet.words()
    tablet.fill(who="yes", alone="yes")
    tablet.press("Continue")
    assert "done" in tablet.words()
    tablet.is_kept_out_of(*seen_by_staff, "/my/papers/", "/my/appointments/", "/my/record/", "/sign-ins/")
    other = tablet.other_tab()
    other.go("/my/")
    other.is_kept_out_of("/today/")

    tablet.page.get_by_role("link", name="Continue:").click()
    tablet.look()
    assert "Save and finish later" not in tablet.words()
    page = tablet.path
    for question in tablet.page.locator("fieldset").all():
        tablet.tick(question.locator("input[value='no']").first) if question.is_visible() else None
    tablet.press("Send and continue")
    assert tablet.path != page

    tablet.page.get_by_role("link", name="I am finished").click()
    tablet.look()
    tablet.press("I am finished, hand it back")
    expect(tablet.page.get_by_role("heading", level=1)).to_have_text("Please hand this device back")
    tablet.sees_none_of((TOM, "Priya", "ketamine"))
    for _ in range(3):
        tablet.page.go_back()
        tablet.page.wait_for_load_state()
        tablet.sees_none_of((TOM,))
    other.page.reload()
    other.sees_none_of((TOM,))
    assert set(tablet.page.evaluate("Object.keys(sessionStorage)")) <= {"htmx-current-path-for-history"}
    assert set(tablet.page.evaluate("Object.keys(localStorage)")) <= {"theme"}


def test_the_tablet_needs_no_script(house: House) -> None:
    context = house.browser.new_context(base_url=house.address, viewport=TABLET, java_script_enabled=False)
    page = context.new_page()
    page.goto("/demo/")
    page.get_by_role("button", name="Sol Rivera").first.click()
    page.goto("/couples/")
    page.get_by_role("link", name="Priya & Tom").first.click()
    page.get_by_role("link", name="Answer here").last.click()
    page.get_by_role("button", name="Sign me out").click()
    for choice in ("who", "alone"):
        page.locator(f"[name='{choice}'][value='yes']").check(force=True)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("You are answering on the practice's tablet")).to_be_visible()
    page.get_by_role("link", name="I am finished").click()
    page.get_by_role("button", name="I am finished, hand it back").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please hand this device back")
    context.close()
