"""The gate on a day of the demo's couple: Sam and Ines, who both take the medicine today at eleven.

A hold of which the other sees nothing; a clearance that has ended; one whose prescriber looks again first; one who
supports instead; a withdrawal. Each leaves the day as it found it, save the last.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import psycopg
import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys.people import PHONE, TABLET, House, Person
from tests.journeys.story import PACIFIC, PIN, Clock, step_in
from tests.journeys.test_leaving_a_page import PRIVATE

DAY = ("asked_alone", "goes_ahead", "other_welcome", "sober", "well", "fasted", "nothing_new")
READING = {"systolic": "118", "diastolic": "76", "pulse": "68"}
OF_SAM = "partner_id = (select user_id from clients_partner where preferred_name = 'Sam')"
# What is new in every answer: keys of forms, tokens, and the clock.
CHANGING = re.compile(r"[A-Za-z0-9+/=_-]{22,}|\d\d:\d\d")


@pytest.fixture
def house(browser: Browser, practice_server: str, superuser: psycopg.Connection) -> Iterator[House]:
    """At eight in the morning of the demo's day: nobody sits in front of the same screen yet."""
    found, clock = House(browser, practice_server), Clock(superuser)
    clock.stand_at(datetime.now(PACIFIC).replace(hour=8, minute=0, second=0, microsecond=0))
    yield found
    clock.reset()
    found.close()


@pytest.fixture
def maya(house: House) -> Person:
    """At the tablet of the room."""
    someone = house.person("Maya Okafor", TABLET)
    step_in(someone)
    return someone


def phone(house: House, name: str) -> Person:
    someone = house.person(name, PHONE)
    step_in(someone)
    return someone


@pytest.fixture
def today(maya: Person) -> str:
    """The address of the date of today."""
    maya.go("/today/")
    return maya.link(re.compile("Ines & Sam|Sam & Ines"))


@pytest.fixture
def signed(house: House) -> None:
    """Both have signed what counts now: a text that another journey published asks everybody again."""
    for name, full_name in (("Ines Duarte", "Ines Duarte"), ("Sam Whitlock", "Samuel Whitlock")):
        signs_what_is_new(phone(house, name), full_name)


def signs_what_is_new(someone: Person, full_name: str) -> None:
    """From the list, text by text, until all are signed; the first signature of a visit asks for the PIN."""
    someone.go("/my/consent/")
    while "All 3 are signed" not in someone.words():
        someone.go(someone.link(re.compile("^Continue")))
        someone.fill(agreed="on", typed_name=full_name)
        someone.press("Sign this text")
        if "/my/pin/" in someone.path:
            gives_the_pin(someone)
        someone.go("/my/consent/")


def gives_the_pin(someone: Person) -> None:
    if "Choose a PIN" in someone.words():
        someone.fill(pin=PIN, again=PIN)
        someone.press("Keep this PIN and go on")
    else:
        someone.fill(pin=PIN)
        someone.press("Open my papers")


def in_the_room(maya: Person, today: str) -> None:
    maya.go(today)
    if maya.page.get_by_role("button", name="Open the room").count():
        maya.press("Open the room")
    else:
        maya.go(maya.link("Go to the room"))


def why(maya: Person, name: str) -> Locator:
    """What the screen of the room says about a start that is closed; both may see it."""
    return maya.part(name).locator("ul.room-why").first


def opened(maya: Person, name: str, summary: str) -> Locator:
    """The form behind a line of somebody's part."""
    part = maya.part(name).locator("details", has=maya.page.locator("summary", has_text=summary)).first
    if part.get_attribute("open") is None:
        part.locator("summary").first.click()
    return part.locator("form")


def asked_and_measured(maya: Person, name: str, ride: str) -> None:
    form = opened(maya, name, "Questions of the day")
    maya.fill(form, **dict.fromkeys(DAY, "yes"), ride_name=ride)
    maya.press("Keep these answers", inside=form)
    form = opened(maya, name, "Take a reading")
    maya.fill(form, **READING)
    maya.press("Keep this reading", inside=form)


def parts(maya: Person, today: str, **who: str) -> None:
    maya.go(f"{today}parts/")
    names = maya.page.locator("fieldset legend").all_inner_texts()
    for place, label in zip("ab", names, strict=False):
        maya.fill(**{f"part_{place}": next(part for name, part in who.items() if name in label)})
    maya.press("Save the parts")


def all_pages(someone: Person) -> dict[str, str]:
    """Every byte of the pages that a partner has, without what is new in every answer."""
    paths = ("/my/", "/my/appointments/", "/my/papers/", "/my/help/")
    return {path: CHANGING.sub("", someone.page.request.get(path).text()) for path in paths}


def test_a_safety_hold_stops_the_day_and_the_other_sees_not_a_byte_of_it(
    house: House, maya: Person, today: str
) -> None:
    sam, ines = phone(house, "Sam Whitlock"), phone(house, "Ines Duarte")
    before = all_pages(ines)
    says_yes_to_everything(sam)
    maya.go(today)
    maya.sees_none_of(("Everything is in place for that day.",))
    maya.go(review_of(maya))
    assert "On hold" in maya.words()
    speaks_alone(maya, "individual")
    assert "A way of their own" in maya.words()
    assert "1-800-799-7233" in maya.words()
    assert all_pages(ines) == before
    maya.go(review_of(maya))
    speaks_alone(maya, "safe")
    maya.press("Lift the safety hold")


def says_yes_to_everything(someone: Person) -> None:
    """On the private page, where a yes is not always good news."""
    someone.go(PRIVATE)
    form = someone.page.locator("main form").first
    names = form.locator("[type=radio]").evaluate_all("fields => [...new Set(fields.map(field => field.name))]")
    someone.fill(form, **dict.fromkeys(names, "yes"))
    form.locator("button.btn-primary").click()
    someone.page.wait_for_load_state()
    someone.look()


def review_of(maya: Person) -> str:
    maya.go("/couples/")
    maya.go(maya.link(re.compile("^Ines & Sam")))
    return maya.link("Screening", inside=maya.part("Sam"))


def speaks_alone(maya: Person, finding: str) -> None:
    summary = maya.page.locator("summary", has_text="Record a private check")
    if maya.page.locator("details[open]", has=summary).count() == 0:
        summary.click()
    form = maya.page.locator("form[action$='/check/']")
    maya.fill(form, how="by_voice", finding=finding, asked_0="Yes, in the car.")
    maya.press("Record the private check", inside=form)


def test_a_clearance_that_has_ended_closes_the_day_and_says_who_renews_it(
    maya: Person, today: str, superuser: psycopg.Connection
) -> None:
    [(until,)] = superuser.execute(f"select max(valid_until) from screening_clearance where {OF_SAM}").fetchall()
    superuser.execute(f"update screening_clearance set valid_until = current_date - 1 where {OF_SAM}")
    maya.go(today)
    expect(maya.page.locator("main")).to_contain_text("Sam: the clearance runs out on")
    in_the_room(maya, today)
    expect(why(maya, "Sam")).to_contain_text("Sam: waiting for the prescriber.")
    expect(maya.page.get_by_role("button", name="Start Sam's dose")).to_be_disabled()
    maya.go("/today/")
    assert "Sam's clearance ends" in maya.words()
    superuser.execute(f"update screening_clearance set valid_until = %s where {OF_SAM}", [until])


def test_between_two_sessions_the_prescriber_looks_again_and_then_the_day_is_open(
    house: House, maya: Person, today: str, superuser: psycopg.Connection
) -> None:
    superuser.execute(f"update screening_clearance set re_evaluate_after = 1 where {OF_SAM}")
    maya.go(today)
    expect(maya.page.locator("main")).to_contain_text(
        "Sam: the prescriber looks again before this session (after 1 session"
    )
    in_the_room(maya, today)
    expect(why(maya, "Sam")).to_contain_text("Sam: waiting for the prescriber.")
    looks_again(phone(house, "Dr Ruth Lee"))
    maya.go(today)
    maya.sees_none_of(("looks again before",), maya.words())


def looks_again(ruth: Person) -> None:
    """From her queue to a new clearance."""
    ruth.go("/referrals/")
    ruth.go(ruth.link(re.compile("^Sam")))
    day = datetime.now(PACIFIC).date()
    ruth.fill(routes="lozenge", max_dose_mg="200", max_booster_mg="100", sessions="6")
    ruth.fill(max_systolic="145", max_diastolic="92", max_pulse="105")
    ruth.fill(valid_until=f"{day + timedelta(days=60)}", evaluated_on=f"{day}", evaluated_how="telehealth")
    ruth.press("Give this clearance")
    assert "In force" in ruth.words()


@pytest.mark.usefixtures("signed")
def test_one_of_two_supports_and_the_gate_asks_what_supporting_needs(maya: Person, today: str) -> None:
    in_the_room(maya, today)
    parts(maya, today, Ines="dosing", Sam="witness")
    assert "Supports" in maya.part("Sam").inner_text()
    asked_and_measured(maya, "Ines", "Marta, her sister")
    expect(maya.page.get_by_role("button", name="Start Ines's dose")).to_be_enabled()
    form = opened(maya, "Ines", "Questions of the day")
    maya.fill(form, **dict.fromkeys(DAY, "yes") | {"other_welcome": "no"}, ride_name="Marta, her sister")
    maya.press("Keep these answers", inside=form)
    expect(why(maya, "Ines")).to_contain_text("The therapist is still preparing.")
    maya.sees_none_of(("has not said today",), maya.part("Ines").locator("ul.room-why").first.inner_text())
    parts(maya, today, Ines="dosing", Sam="dosing")


@pytest.mark.usefixtures("signed")
def test_a_withdrawal_on_the_day_stops_one_person_and_the_other_goes_on_by_an_own_choice(
    house: House, maya: Person, today: str
) -> None:
    in_the_room(maya, today)
    withdraws(phone(house, "Sam Whitlock"))
    in_the_room(maya, today)
    expect(maya.part("Ines").get_by_role("button", name="Start Ines's dose")).to_be_disabled()
    maya.part("Sam").locator("summary", has_text="For you alone").first.click()
    expect(maya.part("Sam")).to_contain_text("Sam: consent is not signed, or was withdrawn.")
    maya.sees_none_of(("Go past a stop",), maya.part("Sam").inner_text())
    parts(maya, today, Ines="dosing", Sam="absent")
    asked_and_measured(maya, "Ines", "Marta, her sister")
    maya.press("Start Ines's dose")
    assert "Ines can take the medicine now." in maya.words()


def withdraws(someone: Person) -> None:
    """The first text of the packet; it waits for no PIN and no reason."""
    someone.go("/my/consent/1/back/")
    someone.press("Take it back")
