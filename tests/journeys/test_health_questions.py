"""A health page on a phone: something left open, saved for later, and taken up again in another browser."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.people import PHONE

BODY, MIND, MEDICINES, SIZE, CHANGE, MORE = (
    *(f"/my/questions/{number}/" for number in (8, 9, 2, 11)),
    "/my/change/",
    "/my/more/",
)


@pytest.fixture
def phones(browser: Browser, practice_server: str) -> Iterator[list[BrowserContext]]:
    """Two phones: the first without scripts, the second with them."""
    made = [
        browser.new_context(base_url=practice_server, viewport=PHONE, java_script_enabled=scripts)
        for scripts in (False, True)
    ]
    yield made
    for phone in made:
        phone.close()


def tom(phone: BrowserContext) -> Page:
    """Tom of the demo has a few questions left."""
    page = phone.new_page()
    page.goto("/demo/")
    page.get_by_role("button", name=re.compile("Tom Becker")).click()
    return page


def choose(page: Page, name: str, value: str) -> None:
    """Press the words of an answer, as people do."""
    answer = page.locator(f"[name='{name}'][value='{value}']")
    page.locator(f"label[for='{answer.get_attribute('id')}']").click()


def beside(page: Page, name: str) -> Locator:
    return page.locator(".field", has=page.locator(f"[name='{name}']")).first


def is_received(page: Page, sent: str) -> None:
    """What was sent leads on to a page that is still open, and its own says when it was answered and asks no more."""
    expect(page.locator("body")).to_contain_text("Received.")
    assert not page.url.endswith(sent)
    page.goto(sent)
    expect(page.locator("main")).to_contain_text("Answered on")
    expect(page.get_by_role("button", name="Send and continue")).to_have_count(0)


def keeps_to_the_rules(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_a_page_is_begun_without_a_script_and_finished_on_another_phone(phones: list[BrowserContext]) -> None:
    without, with_script = phones
    page = tom(without)
    page.goto(MEDICINES)
    choose(page, "any_medicine", "yes")
    page.get_by_role("button", name="Send and continue").click()
    expect(page.locator(".error-summary")).to_contain_text("Write the names you know")
    expect(beside(page, "maoi")).to_contain_text("Answer “Have you taken an older medicine")
    expect(page.locator("[name='any_medicine'][value='yes']")).to_be_checked()
    page.locator("[name='medicine_1_name']").fill("Lexapro")
    page.locator("[name='medicine_1_dose']").fill("10 mg")
    page.get_by_role("button", name="Add more rows").click()
    expect(page.locator("[data-row]")).to_have_count(6)
    page.locator("[name='medicine_6_name']").fill("Magnesium")
    page.get_by_role("button", name="Save and finish later").click()
    expect(page).to_have_url(re.compile("/my/(#more)?$"))

    page = tom(with_script)
    page.goto(MEDICINES)
    expect(page.locator("[name='medicine_1_name']")).to_have_value("Lexapro")
    expect(page.locator("[name='medicine_6_name']")).to_have_value("Magnesium")
    page.get_by_role("button", name="Add a row").click()
    expect(page.locator("[name='medicine_7_name']")).to_be_focused()
    expect(page.locator("[name='medicine_7_name']")).to_have_value("")
    keeps_to_the_rules(page)
    for question in ("maoi", "theophylline", "stimulants", "benzodiazepines", "opioids", "psychedelics"):
        choose(page, question, "no")
    page.get_by_role("button", name="Send and continue").click()
    is_received(page, MEDICINES)
    assert "Lexapro" not in page.content()


def test_help_stands_beside_what_is_hard_before_any_answer(phones: list[BrowserContext]) -> None:
    page = tom(phones[1])
    page.goto(MIND)
    expect(page.locator("main")).to_contain_text("Nobody reads this tonight, and by day not at once.")
    expect(page.locator("main a[href='tel:988']")).to_be_visible()
    keeps_to_the_rules(page)


def test_an_unusual_size_is_asked_again_and_then_taken(phones: list[BrowserContext]) -> None:
    page = tom(phones[1])
    page.goto(SIZE)
    choose(page, "size", "yes")
    page.locator("[name='height_metric']").fill("221")
    page.locator("[name='weight_lb']").fill("190")
    page.get_by_role("button", name="Send and continue").click()
    expect(beside(page, "height_metric")).to_contain_text("221 cm is unusual.")
    keeps_to_the_rules(page)
    page.get_by_text("This is right", exact=True).click()
    page.get_by_role("button", name="Send and continue").click()
    is_received(page, SIZE)


def test_nothing_has_changed_is_one_tap_without_a_script(phones: list[BrowserContext]) -> None:
    page = tom(phones[0])
    page.goto(CHANGE)
    page.get_by_role("button", name="Nothing has changed").click()
    expect(page.locator("body")).to_contain_text("Received. Thank you.")


@pytest.mark.parametrize("path", [CHANGE, MORE, BODY])
def test_each_new_page_keeps_to_the_rules_of_every_page(phones: list[BrowserContext], path: str) -> None:
    page = tom(phones[1])
    page.goto(path)
    for summary in page.locator("main summary").all():
        summary.click()
    keeps_to_the_rules(page)
