"""“Leave this page” in a real browser: by its button, by Esc three times, without a script; and Back finds the door."""

import re
from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

PRIVATE = "/my/questions/4/?part=2"
DOOR = re.compile("/accounts/login/")
SET = "update accounts_practice set leave_url = %s"


@pytest.fixture
def neutral(practice_server: str, superuser: psycopg.Connection) -> Iterator[str]:
    """An ordinary page of another origin that needs no network: the product's own sign of life, by another name."""
    [(usual,)] = superuser.execute("select leave_url from accounts_practice").fetchall()
    page = f"{practice_server.replace('localhost', '127.0.0.1')}/livez"
    superuser.execute(SET, [page])
    yield page
    superuser.execute(SET, [usual])


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def phone(browser: Browser, practice_server: str, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A partner's browser."""
    context = browser.new_context(base_url=practice_server, java_script_enabled=request.param)
    yield context
    context.close()


def at_the_private_page(phone: BrowserContext) -> Page:
    """Tom of the demo has not answered it yet. He comes from his list, and one page before that."""
    page = phone.new_page()
    page.goto("/demo/")
    page.get_by_role("button", name=re.compile("Tom Becker")).click()
    page.goto("/my/")
    page.goto(PRIVATE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Questions")
    return page


def goes_back_and_finds_the_door(page: Page, times: int) -> None:
    """Every page behind the ordinary one asks who it is; none shows what was on it."""
    for _ in range(times):
        page.go_back()
        page.wait_for_load_state()
        if page.url.startswith("http"):
            assert "Do you feel safe" not in page.content()
            assert "Hello Tom" not in page.content()


def test_the_button_leads_out_and_back_finds_the_door(phone: BrowserContext, neutral: str) -> None:
    page = at_the_private_page(phone)
    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url(neutral)
    goes_back_and_finds_the_door(page, 2)
    page.goto("/my/")
    expect(page).to_have_url(DOOR)


@pytest.mark.parametrize("phone", [True], indirect=True)
def test_esc_three_times_leads_out_and_the_page_is_gone_from_the_history(phone: BrowserContext, neutral: str) -> None:
    page = at_the_private_page(phone)
    before = page.evaluate("() => history.length")
    for _ in range(2):
        page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile("questions/4"))
    page.keyboard.press("Escape")
    page.wait_for_url(neutral)
    assert page.evaluate("() => history.length") == before
    page.go_back()
    page.wait_for_load_state()
    assert "questions/4" not in page.url
    assert "Hello Tom" not in page.content()


@pytest.mark.parametrize("phone", [True], indirect=True)
def test_another_key_between_the_presses_leads_nowhere(phone: BrowserContext) -> None:
    page = at_the_private_page(phone)
    for key in ("Escape", "Escape", "a", "Escape"):
        page.keyboard.press(key)
    expect(page.get_by_role("heading", level=1)).to_have_text("Questions")
