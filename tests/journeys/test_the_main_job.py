"""From two names to a superbill, as five people, on the real server, worker, broker and documents.

At each step it is asked what the other partner and the office do not see.
"""

import io
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from tests.journeys.people import DESK, PHONE, Person, person

PACIFIC = ZoneInfo("America/Los_Angeles")
PATIENCE = 60


class Clock:
    """The practice's clock, moved for the web server and the worker alike."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    def now(self) -> datetime:
        row = self.connection.execute("select seconds from accounts_clockoffset").fetchone()
        return datetime.now(UTC) + timedelta(seconds=row[0] if row else 0)

    def stand_at(self, moment: datetime) -> None:
        seconds = int((moment - datetime.now(UTC)).total_seconds())
        self.connection.execute("delete from accounts_clockoffset")
        self.connection.execute("insert into accounts_clockoffset (seconds) values (%s)", [seconds])
        self.connection.commit()

    def pass_minutes(self, minutes: int) -> None:
        self.stand_at(self.now() + timedelta(minutes=minutes))


@pytest.fixture
def clock(superuser: psycopg.Connection) -> Iterator[Clock]:
    clock = Clock(superuser)
    yield clock
    superuser.execute("delete from accounts_clockoffset")
    superuser.commit()


def mail_to(connection: psycopg.Connection, address: str, about: str) -> str:
    """Wait for the newest mail to an address whose subject holds `about`; answers its body."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        row = connection.execute(
            "select body from demo_sentmail where address = %s and subject like %s order by at desc limit 1",
            [address, f"%{about}%"],
        ).fetchone()
        connection.rollback()
        if row:
            return str(row[0])
        time.sleep(0.5)
    raise AssertionError(f"No mail about {about!r} came to {address}.")


def step_in(someone: Person) -> None:
    """Through the demo's door, which leaves the records of a real sign-in."""
    someone.go("/demo/")
    someone.press(f"Step in as {someone.name}")


def come_in(someone: Person, address: str, connection: psycopg.Connection) -> None:
    """By the link in the invitation and the code in the mail, as a partner does."""
    link = re.search(r"https?://\S+", mail_to(connection, address, "invitation"))
    assert link is not None
    someone.go(link[0])
    someone.press("Go on, and send me a code")
    code = re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", mail_to(connection, address, "code"), re.MULTILINE)
    assert code is not None
    someone.page.locator("[name='code']").fill(code[1])
    someone.page.locator("main button[type='submit'], main button.btn-primary").first.click()
    someone.look()


def answer_alone(someone: Person, *, concern: bool = False) -> None:
    """The five parts of a partner's own list, and the consent."""
    for page in ("1", "2", "3"):
        someone.go(f"/my/questions/{page}/")
        for radio in someone.page.locator("input[type=radio][value=no]:not([name$=_more])").all():
            radio.check()
        someone.press("Send and continue")
    someone.go("/my/questions/4/")
    someone.choose(alone="yes")
    someone.press("Continue")
    someone.choose(willing="yes", pressed="yes" if concern else "no", safe_partner="yes", safe_home="yes")
    someone.press("Send and continue")
    someone.go("/my/questions/5/")
    someone.choose(first="distance", second="spark")
    someone.press("Send and continue")


def sign(someone: Person, name: str) -> None:
    someone.go("/my/consent/")
    someone.press("Sign this consent")
    expect(someone.page.locator(".error-summary")).to_be_focused()
    someone.page.locator("[name=agreed]").check()
    someone.fill(typed_name=name)
    someone.press("Sign this consent")


def address_of(someone: Person, pattern: str) -> str:
    """The first address on this page that holds `pattern`."""
    link = someone.page.locator(f"main a[href*='{pattern}']").first.get_attribute("href")
    assert link is not None
    return link


def refused(someone: Person, path: str) -> bool:
    """Whether this person is told that there is no such page."""
    return someone.page.request.get(path).status == 404


def wait_for(someone: Person, path: str, words: str) -> None:
    """Open a page again and again until the worker has done its part."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        someone.page.goto(path)
        if words in someone.words():
            someone.look()
            return
        time.sleep(1)
    raise AssertionError(f"{path} never said {words!r}:\n{someone.words()}")


def own_page(someone: Person) -> str:
    someone.go("/my/")
    return someone.words()


def next_weekday_at_nine() -> datetime:
    day = datetime.now(PACIFIC) + timedelta(days=7)
    day += timedelta(days=-day.weekday() + 1)  # a Tuesday
    return day.replace(hour=9, minute=0, second=0, microsecond=0)


def review_of(therapist: Person, name: str) -> str:
    column = therapist.page.locator("section.partner", has=therapist.page.get_by_role("heading", name=name))
    address = column.get_by_role("link", name="Screening").get_attribute("href")
    assert address is not None
    return address


def first_ketamine(connection: psycopg.Connection, couple: str) -> str:
    row = connection.execute(
        "select id from kap_sessions_planstep where couple_id = %s and kind = 'ketamine' and number = 1",
        [couple.split("/")[2]],
    ).fetchone()
    assert row is not None
    return str(row[0])


def fill_booking(someone: Person, moment: datetime) -> None:
    local = moment.astimezone(PACIFIC)
    someone.fill(day=f"{local:%Y-%m-%d}", hour=f"{local:%H:%M}")
    someone.choose(part_a="dosing", part_b="witness")


def decide_for(therapist: Person, review: str, *, lift: bool) -> None:
    """Speak alone, lift the hold where there is one, and decide to go on; then refer."""
    step_in(therapist)
    therapist.go(review)
    if lift:
        assert "On hold" in therapist.words()
    therapist.choose(how="in_person", finding="safe")
    therapist.press("Record the private check")
    if lift:
        therapist.press("Lift the safety hold")
    therapist.choose(outcome="go_on")
    therapist.press("Record the decision")
    therapist.go(review.replace("screening/", "referral/"))
    therapist.page.get_by_label("Ruth Lee").check()
    therapist.page.get_by_role("button", name=re.compile("^Refer ")).click()
    therapist.look()


def clear(prescriber: Person, review: str, clock: Clock) -> None:
    prescriber.go(review + "clearance/")
    assert "pressed" not in prescriber.words().lower()
    today = clock.now().astimezone(PACIFIC).date()
    prescriber.choose(routes="lozenge", evaluated_how="telehealth")
    prescriber.fill(
        max_dose_mg="150",
        max_booster_mg="50",
        sessions="2",
        valid_until=f"{today + timedelta(days=60)}",
        max_systolic="145",
        max_diastolic="92",
        max_pulse="105",
        evaluated_on=f"{today}",
    )
    prescriber.press("Give this clearance")


def part(therapist: Person, summary: str) -> None:
    """Open a closed part of the room's first column."""
    details = therapist.page.locator("details", has=therapist.page.locator("summary", has_text=summary)).first
    if details.get_attribute("open") is None:
        details.locator("summary").click()


def dose_ann(therapist: Person, clock: Clock) -> None:
    """Closed at first, with reasons; open after the questions of the day and a reading."""
    expect(therapist.page.get_by_role("button", name="Start Ann")).to_be_disabled()
    part(therapist, "Questions of the day, alone with Ann")
    column = therapist.page.locator("section.partner").first
    for name in ("asked_alone", "goes_ahead", "sober", "well", "fasted", "nothing_new"):
        column.locator(f"[name={name}][value=yes]").check()
    column.locator("[name=ride_name]").fill("Her sister Jo")
    therapist.press("Keep these answers")
    part(therapist, "Take a reading")
    for name, value in (("systolic", "80"), ("diastolic", "118"), ("pulse", "70")):
        therapist.page.locator("section.partner").first.locator(f"[name={name}]").fill(value)
    therapist.press("Keep this reading")
    expect(therapist.page.locator(".error-summary")).to_be_visible()
    column.locator("[name=systolic]").fill("118")
    column.locator("[name=diastolic]").fill("80")
    therapist.press("Keep this reading")
    clock.pass_minutes(5)
    therapist.press("Start Ann")
    column.locator("[name=mg]").fill("100")
    column.locator("[name=given_by]").fill("Ann herself, observed")
    therapist.press("Record this dose")
    therapist.page.locator("section.partner").first.locator("button.tap").first.click()
    therapist.look()


def let_ann_leave(therapist: Person) -> None:
    column = therapist.page.locator("section.partner").first
    part(therapist, "Ready to leave, alone with Ann")
    for name in ("oriented", "steady", "settled", "no_new_thoughts", "safe_to_go", "has_instructions"):
        column.locator(f"[name={name}][value=yes]").check()
    column.locator("[name=leaves_with]").fill("Her sister Jo")
    therapist.press("Ann is ready to leave")


def issue(office: Person, therapist: Person, money: str, connection: psycopg.Connection) -> str:
    """Name the person, record a payment, find what is missing, have it set, issue; answers the superbill's address."""
    office.go(money + "insurance/")
    office.page.get_by_label("Ann Archer").check()
    office.press("Name this person")
    office.go(money)
    office.go(address_of(office, "/payment/"))
    office.fill(amount="420.00")
    office.choose(method="card")
    office.press("Record this payment")
    office.go(money)
    statement = address_of(office, "/superbill/")
    office.go(statement)
    assert "diagnosis" in office.words().lower()
    step_in(therapist)
    therapist.go(statement.replace("/superbill/", "/diagnosis/"))
    therapist.fill(code="F411")
    therapist.press("Set this code")
    office.go(statement)
    office.press("Issue superbill")
    superbill = office.page.url.removeprefix("http://" + office.host)
    wait_for(office, superbill, "Download")
    return superbill


def pdf_text(someone: Person, superbill: str) -> str:
    """The words of a superbill, as its own person downloads it from their papers."""
    someone.go("/my/papers/")
    answer = someone.page.request.get(superbill + "pdf/")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages)


def test_two_names_become_a_superbill(
    browser: Browser, practice_server: str, superuser: psycopg.Connection, clock: Clock
) -> None:
    clock.stand_at(next_weekday_at_nine())
    maya, sol, ruth = (
        person(browser, name, DESK, practice_server) for name in ("Maya Okafor", "Sol Rivera", "Dr Ruth Lee")
    )
    ann, ben = (person(browser, name, PHONE, practice_server) for name in ("Ann", "Ben"))

    # 1. Two names become a couple.
    step_in(maya)
    maya.go("/couples/add/")
    maya.press("Add this couple")
    expect(maya.page.locator(".error-summary")).to_be_focused()
    for prefix, first, born in (("a_", "Ann", "1988-03-04"), ("b_", "Ben", "1985-07-09")):
        maya.fill(
            **{
                f"{prefix}legal_first_name": first,
                f"{prefix}legal_last_name": "Archer" if first == "Ann" else "Boyd",
                f"{prefix}birth_date": born,
                f"{prefix}email": f"{first.lower()}@example.org",
                f"{prefix}address_line_1": "4 Alder Lane",
                f"{prefix}city": "Oakland",
                f"{prefix}state": "CA",
                f"{prefix}postal_code": "94610",
            }
        )
    maya.press("Add this couple")
    couple = maya.page.url.removeprefix(practice_server)
    assert "Ann & Ben" in maya.words()

    # 2. Each comes in alone and answers alone; nothing of Ben's changes with what Ann says.
    come_in(ann, "ann@example.org", superuser)
    come_in(ben, "ben@example.org", superuser)
    before = own_page(ben)
    answer_alone(ann, concern=True)
    sign(ann, "Ann Archer")
    assert own_page(ben) == before
    answer_alone(ben)
    sign(ben, "Ben Boyd")
    assert "received" not in own_page(ann).lower()
    ann.go("/my/questions/1/")
    assert "Add or correct" in ann.words()

    # 3. One at a time: a private check, a decision, a referral, a clearance.
    maya.go(couple)
    reviews = {name: review_of(maya, name) for name in ("Ann", "Ben")}
    assert all(refused(someone, reviews["Ann"]) for someone in (ann, ben))
    step_in(sol)
    assert refused(sol, reviews["Ann"])
    sol.go(couple)
    assert "alone" not in sol.words().lower()
    ketamine = first_ketamine(superuser, couple)
    sol.go(f"{couple}steps/{ketamine}/book/")
    fill_booking(sol, clock.now() + timedelta(days=1))
    sol.press("Book this session")
    assert "Therapist to release" in sol.words()
    for name in ("Ann", "Ben"):
        decide_for(maya, reviews[name], lift=name == "Ann")
    step_in(ruth)
    for name in ("Ann", "Ben"):
        clear(ruth, reviews[name], clock)
    assert refused(ruth, reviews["Ann"])

    # 4. The office books; both are told, once, in neutral words.
    sol.go(f"{couple}steps/{ketamine}/book/")
    fill_booking(sol, clock.now() + timedelta(days=1))
    sol.press("Book this session")
    appointment = sol.page.url.removeprefix(practice_server)
    told = {address: mail_to(superuser, address, "Appointment") for address in ("ann@example.org", "ben@example.org")}
    for body in told.values():
        assert not re.search(r"ketamine|couple|therap|medicine|partner", body, re.IGNORECASE)
    assert "Ben" not in told["ann@example.org"]

    # 5. The room.
    clock.pass_minutes(24 * 60)
    step_in(maya)
    maya.go(appointment)
    maya.press("Open the room")
    room = maya.page.url.removeprefix(practice_server)
    assert all(refused(someone, room) for someone in (sol, ann, ben, ruth))
    dose_ann(maya, clock)
    for _ in range(15):
        clock.pass_minutes(10)
        maya.page.goto(room)
    let_ann_leave(maya)
    maya.press("Complete this session")

    # 6. The note.
    note = appointment + "note/"
    maya.go(note)
    maya.fill(body="Ann took the medicine, Ben supported. Calm, then tearful.")
    maya.press("Review and sign")
    maya.press("Sign and lock note")
    assert "Signed and locked" in maya.words()
    step_in(sol)
    assert refused(sol, note)

    # 7. Money: the charge comes by itself; a payment; a superbill that names what it lacks until it lacks nothing.
    money = f"/billing{couple}"
    wait_for(sol, money, "Couples psychotherapy")
    superbill = issue(sol, maya, money, superuser)
    text = pdf_text(ann, superbill)
    assert "Ann Archer" in text and "1234567893" in text and "F41.1" in text
    assert "Ben" not in text and not re.search("ketamine|Boyd", text, re.IGNORECASE)
    assert all(refused(someone, superbill + "pdf/") for someone in (ben, ruth))

    for someone in (maya, sol, ruth, ann, ben):
        assert someone.seen
        someone.page.context.close()
