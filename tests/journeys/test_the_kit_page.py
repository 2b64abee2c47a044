"""Every part of the kit in every shell, theme and width: nobody is kept out, nothing is blocked or sticks out."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.promises import RULES, WATCH

SCENES = [("practice", "light"), ("practice", "dark"), ("portal", "light"), ("portal", "dark"), ("room", "light")]


def visit(page: Page, shell: str, *, theme: str = "light", also: str = "") -> set[str]:
    """Open the page of the kit; the answer is every host that was asked for anything."""
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(f"localStorage.setItem('theme', '{theme}');{WATCH}")
    page.goto(f"/_kit/?shell={shell}{also}")
    return hosts


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize(("shell", "theme"), SCENES)
def test_the_kit_is_open_to_everybody(page: Page, shell: str, theme: str, width: int) -> None:
    # Tall, so that no part lies half under a bar that is fixed to the window's edge while the rules are run.
    page.set_viewport_size({"width": width, "height": 12_000})
    hosts = visit(page, shell, theme=theme)
    answer = Axe().run(page, options=RULES)
    assert answer.violations_count == 0, answer.generate_snapshot()
    assert page.evaluate("window.refused") == []
    assert len(hosts) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("shell", ["practice", "portal"])
def test_what_is_missing_is_told_first_and_leads_to_its_place(page: Page, shell: str) -> None:
    visit(page, shell, also="&errors=1")
    summary = page.get_by_role("group", name="things to check")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    assert Axe().run(page, options=RULES).violations_count == 0
    summary.get_by_role("link").first.click()
    expect(page.get_by_label("No", exact=True)).to_be_focused()


def test_the_chosen_theme_stays(page: Page) -> None:
    page.goto("/_kit/?shell=practice")
    page.locator("summary", has=page.get_by_label("Colours")).click()
    page.get_by_role("button", name="Dark").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")


def test_escape_three_times_leaves_the_page(page: Page) -> None:
    page.route("https://www.weather.gov/**", lambda route: route.fulfill(body="Rain later."))
    visit(page, "portal")
    for _ in range(3):
        page.keyboard.press("Escape")
    expect(page).to_have_url("https://www.weather.gov/")


def test_a_dialog_gives_focus_back(page: Page) -> None:
    visit(page, "practice")
    page.get_by_role("button", name="Open a dialog").click()
    expect(page.get_by_role("dialog", name="Sign and lock this note?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Open a dialog")).to_be_focused()


def test_the_clock_counts_on_the_server_s_time(page: Page) -> None:
    visit(page, "room")
    expect(page.get_by_role("timer")).to_have_text("0:47")


def test_nothing_moves_for_those_who_want_it_so(page: Page) -> None:
    visit(page, "practice")
    longest = """() => Math.max(...[...document.querySelectorAll("*")].map((element) => {
        const style = getComputedStyle(element);
        return Math.max(parseFloat(style.transitionDuration), parseFloat(style.animationDuration));
    }))"""
    assert page.evaluate(longest) < 0.001
