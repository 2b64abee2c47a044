"""The calendar in a real browser: Back finds the page before, and keys go from free hour to free hour."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def desk(browser: Browser, practice_server: str, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """The therapist's browser."""
    context = browser.new_context(
        base_url=practice_server, viewport={"width": 1280, "height": 900}, java_script_enabled=request.param
    )
    yield context
    context.close()


@pytest.mark.parametrize(("zone", "says"), [("America/New_York", True), ("America/Los_Angeles", False)])
def test_a_device_that_is_elsewhere_reads_its_own_hour_beside_the_practices(
    browser: Browser, practice_server: str, zone: str, says: bool
) -> None:
    with browser.new_context(base_url=practice_server, timezone_id=zone) as desk:
        page = at_the_calendar(desk)
        line = page.locator("main [data-elsewhere]")
        if says:
            expect(line).to_have_text(re.compile(r"^Your device is elsewhere: .* where you are now\.$"))
        page.locator("a.cal-event.kind-ketamine").last.click()
        expect(page).to_have_url(re.compile("/appointments/"))
        expect(line).to_have_text("14:00 where you are now." if says else "")  # eleven in the morning at the practice
        assert line.is_visible() == says


def at_the_calendar(desk: BrowserContext, path: str = "/calendar/") -> Page:
    page = desk.new_page()
    page.goto("/demo/")
    page.get_by_role("button", name=re.compile("Maya Okafor")).click()
    page.goto(path)
    return page


def heading(page: Page) -> str:
    return str(page.get_by_role("heading", level=1).text_content())


def test_pages_are_turned_and_back_finds_the_one_before(desk: BrowserContext) -> None:
    page = at_the_calendar(desk)
    first = heading(page)
    page.get_by_role("link", name="After").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text(first)
    second = heading(page)
    expect(page).to_have_url(re.compile(r"\?day=\d{4}-\d\d-01$"))
    expect(page).to_have_title(re.compile(f"^{second}"))
    page.get_by_role("link", name="Week").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(" to ")
    for said in (second, first):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text(said)


def test_keys_go_from_free_hour_to_free_hour_and_choose_one(browser: Browser, practice_server: str) -> None:
    with browser.new_context(base_url=practice_server, viewport={"width": 1280, "height": 900}) as desk:
        page = at_the_calendar(desk, "/calendar/week/")
        page.get_by_role("link", name="After").click()
        slots = page.locator(".cal-slot[tabindex='0']")
        expect(slots).to_have_count(1)
        slots.focus()
        before = page.evaluate("document.activeElement.href")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
        after = page.evaluate("document.activeElement.href")
        assert after != before
        page.keyboard.press("Enter")
        expect(page).to_have_url(after)
        expect(page.get_by_role("heading", level=1)).to_have_text("For whom?")
