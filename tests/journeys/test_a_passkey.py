"""A passkey from the device to the door, with Chromium's own virtual authenticator."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.people import DESK, PHONE, House, Person
from tests.journeys.story import opens_papers, step_in

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def house(browser: Browser, practice_server: str) -> Iterator[House]:
    house = House(browser, practice_server)
    yield house
    house.close()


def with_a_device(someone: Person) -> Person:
    session = someone.context.new_cdp_session(someone.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return someone


def sign_out(someone: Person) -> None:
    someone.go("/accounts/logout/")
    someone.press("Sign out", inside=someone.page.locator("main"))


def press_passkey(someone: Person, name: str) -> None:
    with someone.page.expect_event("load"):  # the device answers, then the page goes on
        someone.page.get_by_role("button", name=name).click()
    someone.look()


def test_partner_comes_in_and_opens_papers_with_a_passkey(house: House) -> None:
    ines = with_a_device(house.person("Ines Duarte", PHONE))
    step_in(ines)
    opens_papers(ines)
    ines.go("/accounts/passkeys/add/")
    press_passkey(ines, "Make the passkey")
    assert "Added" in ines.words()
    sign_out(ines)
    press_passkey(ines, "Sign in with a passkey")
    assert "Hello Ines" in ines.words()
    ines.go("/my/papers/")
    assert ines.path == "/my/papers/"


def test_therapist_comes_in_with_a_passkey_alone(house: House) -> None:
    maya = with_a_device(house.person("Maya Okafor", DESK))
    step_in(maya)
    maya.go("/accounts/passkeys/add/")
    maya.page.get_by_role("button", name="Make the passkey").click()
    maya.page.wait_for_url(re.compile("/accounts/second-factor/codes/"))
    maya.look()
    sign_out(maya)
    maya.go("/accounts/login/")
    press_passkey(maya, "Sign in with a passkey")
    assert maya.path == "/today/"
