"""Both of a couple finish their first sitting on a phone: errors, a break on another phone, and no script at all."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.people import DESK, PHONE, House, Person
from tests.journeys.steps import couple
from tests.journeys.story import PACIFIC, Clock, Story, come_back

log = logging.getLogger(__name__)
WORDS_A_MINUTE = 200
REASSURING = {"willing": "yes", "pressed": "no", "safe_partner": "yes", "safe_home": "yes", "relational_trauma": "no"}
END = "That is all for now"
# Another couple than that of the main job: journeys share one practice.
ANN = couple.ANN | {"legal_last_name": "Abbott", "email": "ann.abbott@example.org"}
BEN = couple.BEN | {"legal_last_name": "Byrne", "email": "ben.byrne@example.org"}


@pytest.fixture
def story(browser: Browser, practice_server: str, superuser: psycopg.Connection) -> Iterator[Story]:
    """A therapist at her desk and two people with a phone each, on a Monday morning to come."""
    house, clock = House(browser, practice_server), Clock(superuser)
    monday = datetime.now(PACIFIC) + timedelta(days=14 - datetime.now(PACIFIC).weekday())
    clock.stand_at(monday.replace(hour=9, minute=0, second=0, microsecond=0))
    maya = house.person("Maya Okafor", DESK)
    yield Story(
        database=superuser,
        clock=clock,
        maya=maya,
        tablet=maya,
        sol=maya,
        ruth=maya,
        ann=house.person("Ann", PHONE),
        ben=house.person("Ben", PHONE),
        starts_at=monday,
    )
    clock.reset()
    house.close()


@dataclass
class Effort:
    """What a sitting asks of somebody: screens looked at, taps, and words to read."""

    screens: int = 0
    taps: int = 0
    words: int = 0

    def looks(self, someone: Person) -> None:
        self.screens += 1
        self.words += len(someone.words().split())

    @property
    def minutes(self) -> float:
        return round(self.words / WORDS_A_MINUTE, 1)


def test_both_finish_their_first_sitting(story: Story) -> None:
    couple.two_names_become_a_couple(story, ANN, BEN)
    couple.each_comes_in_alone(story, ANN, BEN)
    ann = breaks_off_and_comes_back(story)
    answers_the_first_sitting(ann)
    effort = answers_the_first_sitting(story.ben)
    log.info("first sitting: %s, %s minutes to read", effort, effort.minutes)  # shown by --log-cli-level=INFO
    assert effort.minutes <= 20
    for someone, other in ((ann, "Byrne"), (story.ben, "Abbott")):
        someone.go("/my/")
        assert "for now" not in someone.words()
        someone.never_reads((other, "on hold", "eligible"), "/my/", "/my/next/?part=1")
        second_sitting_opens(someone)


def breaks_off_and_comes_back(story: Story) -> Person:
    """Nothing chosen is told, then half a page is kept, the phone closed, and found again on another phone."""
    ann = story.ann
    ann.go("/my/")
    goes_on(ann)
    ann.press("Send and continue")
    expect(ann.page.locator(".error-summary")).to_be_focused()
    page = ann.path
    ann.page.locator("input[type=radio][value=unsure]").first.evaluate("radio => radio.click()")
    chosen = ann.page.locator("input[type=radio]:checked").first.get_attribute("name")
    ann.press("Save and finish later")
    assert "In progress" in ann.words()
    ann.context.close()
    again = ann.house.person("Ann", PHONE)
    come_back(story, again, ANN["email"])
    goes_on(again)
    assert again.path == page
    expect(again.page.locator(f"[name='{chosen}'][value='unsure']")).to_be_checked()
    return again


def goes_on(someone: Person) -> None:
    with someone.page.expect_event("load"):
        someone.page.get_by_role("link", name=re.compile("^Continue")).first.click()
    someone.look()


def answers_the_first_sitting(someone: Person) -> Effort:
    """From “Continue” on the list to the page that says what happens next; every screen leads to the next."""
    effort = Effort()
    someone.go("/my/")
    effort.looks(someone)
    goes_on(someone)
    effort.taps += 1
    while END not in someone.words():
        effort.looks(someone)
        effort.taps += answers_a_screen(someone)
        assert effort.screens < 60, someone.path
    effort.looks(someone)
    return effort


def answers_a_screen(someone: Person) -> int:
    """One screen of the sitting, whichever it is; answers how many taps it took."""
    page = someone.page
    if page.locator("[name='alone']").count():
        someone.fill(alone="yes")
        someone.press("Continue")
        return 2
    if page.locator("[name='willing']").count():
        someone.fill(**REASSURING)
        someone.press("Send and continue")
        return len(REASSURING) + 1
    if page.locator("select[name='first']").count():
        someone.fill(first="distance", second="spark")
        someone.press("Send and continue")
        return 5
    if not page.get_by_role("button", name="Send and continue").count():
        goes_on(someone)
        return 1
    chosen = page.locator("input[type=radio][value=no]:visible")
    taps = chosen.count()
    chosen.evaluate_all("radios => radios.forEach((radio) => radio.click())")
    someone.press("Send and continue")
    return taps + 1


def second_sitting_opens(someone: Person) -> None:
    """What was “Not yet” can be opened now, and its first page is the therapist's alone."""
    someone.go("/my/questions/21/")
    assert "Read by: your therapist." in someone.words()


def test_a_sitting_needs_no_script(browser: Browser, practice_server: str) -> None:
    """Tom of the demo has some of it left. He keeps a page, finds it again, sends it, and leaves closeness out."""
    context = browser.new_context(base_url=practice_server, viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto("/demo/")
    page.get_by_role("button", name=re.compile("Tom Becker")).click()
    keeps_and_finds(page)
    page.goto("/my/questions/5/")
    page.get_by_role("button", name="Send and continue").click()
    expect(page.locator(".error-summary")).to_contain_text("What matters most to you?")
    page.locator("select[name='first']").select_option("grief")
    page.locator("summary", has_text="More places").click()
    page.locator("select[name='seventh']").select_option("spark")
    page.get_by_role("button", name="Send and continue").click()
    page.goto("/my/questions/26/")
    page.get_by_role("button", name="Leave this out").click()
    page.goto("/my/questions/26/")
    expect(page.get_by_text("Answered on")).to_be_visible()
    context.close()


def keeps_and_finds(page: Page) -> None:
    words = "We go quiet, and it lasts for days."
    page.goto("/my/questions/21/")
    page.locator("[name='hard']").fill(words)
    page.locator("[name='children'][value='home']").check(force=True)
    page.get_by_role("button", name="Save and finish later").click()
    expect(page.get_by_text("Saved. You can go on whenever you like.")).to_be_visible()
    page.goto("/my/questions/21/")
    expect(page.locator("[name='hard']")).to_have_value(words)
    expect(page.locator("[name='children'][value='home']")).to_be_checked()
    for name in ("years", "living", "apart"):
        page.locator(f"[name='{name}'][value='unsure']").check(force=True)
    page.get_by_role("button", name="Send and continue").click()
    page.goto("/my/questions/21/")
    expect(page.get_by_text("Answered on")).to_be_visible()
