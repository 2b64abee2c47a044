"""Nothing that stays on a device or in an inbox tells what the practice does: titles, addresses, subjects, senders."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.mail import get_connection
from django.template.loader import render_to_string
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.actor import as_actor
from accounts.checks import addresses_are_neutral, url_patterns
from accounts.models import Practice
from accounts.rules import forbidden_words
from clients.actions import invite_partner, refer_partner
from outbox import actions as outbox
from outbox.models import Message
from reminders import actions as reminders
from screening.rules.pages import PAGES
from tests.access_world import OBJECTS, pdf
from tests.cast import NOON, Cast, signed_in_as
from tests.states import HOUR, answered, booked
from tests.test_access import ROWS

pytestmark = pytest.mark.django_db
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
LETTERS = sorted((Path(settings.BASE_DIR) / "templates" / "account" / "email").glob("*_subject.txt"))
# The pages that a partner, or nobody yet, is shown; all of them are in the table of who gets what.
OPEN = [row for row in ROWS if row.how == "get" and (row.verdicts["ann"] == "200" or row.verdicts["nobody"] == "200")]
QUESTIONS = [f"/my/questions/{number}/" for number in range(1, 6)]


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def titles_of(cast: Cast, address: str) -> Iterator[str]:
    for client in (signed_in_as(cast.ann.user, at=NOON), signed_in_as(cast.ben.user, at=NOON)):
        page = client.get(address)
        if page.status_code == 200 and page.headers["Content-Type"].startswith("text/html"):
            found = TITLE.search(page.content.decode())
            assert found, address
            yield " ".join(found[1].split())


@pytest.mark.parametrize("row", OPEN, ids=str)
def test_the_title_of_a_page_tells_nothing(cast: Cast, row: object) -> None:
    args = OBJECTS[row.object](cast)  # type: ignore[attr-defined]  # a line of the table
    for title in titles_of(cast, reverse(row.name, args=args)):  # type: ignore[attr-defined]
        assert forbidden_words(title) == (), title


@pytest.mark.parametrize("sent", [False, True])
def test_the_titles_of_the_questions_are_numbers(cast: Cast, sent: bool) -> None:
    if sent:
        answered(cast.ann)
    places = {f"/my/questions/{page.number}/": page.place for page in PAGES.values()}
    for address in QUESTIONS:
        assert next(titles_of(cast, address)) == f"Questions, part {places[address]} - Harbor"


def test_the_addresses_that_partners_open_tell_nothing() -> None:
    names = {row.name for row in OPEN}
    routes = [route for route, pattern in url_patterns(get_resolver()) if pattern.name in names]
    assert routes
    for route in routes:
        assert forbidden_words(re.sub(r"<[^>]*>", "", route)) == (), route


def test_a_file_that_is_downloaded_is_called_neutrally(cast: Cast) -> None:
    page = signed_in_as(cast.ann.user, at=NOON).get(reverse("superbill_pdf", args=pdf(cast)))
    assert page.status_code == 200
    assert forbidden_words(page.headers["Content-Disposition"].partition(";")[2]) == ()


@pytest.mark.parametrize("letter", LETTERS, ids=lambda path: path.stem)
def test_the_subject_of_a_sign_in_mail_tells_nothing(cast: Cast, letter: Path) -> None:
    subject = render_to_string(f"account/email/{letter.name}", {"practice": cast.practice, "office": "Harbor"})
    assert subject.strip()
    assert forbidden_words(subject) == ()


def test_a_code_comes_from_a_neutral_name(cast: Cast) -> None:
    Client().post(reverse("account_request_login_code"), {"email": cast.ann.user.email})
    [letter] = mail.outbox
    for said in (str(letter.subject), letter.from_email, str(letter.body)):
        assert forbidden_words(said) == (), said


def test_every_kind_of_message_tells_nothing_in_any_line(cast: Cast) -> None:
    booked(cast, kind="consult", starts_at=NOON + HOUR)
    with as_actor(cast.therapist):
        refer_partner(partner=cast.ann, prescriber=cast.prescriber, by=cast.therapist, at=NOON)
        cast.ben.user.is_active = False
        cast.ben.user.save()
        invite_partner(partner=cast.ben, by=cast.therapist, at=NOON)
    with as_actor(role="worker"):
        reminders.plan(at=NOON)
    for claimed in outbox.claim(at=NOON):
        outbox.deliver(claimed=claimed, mail=get_connection(), at=NOON)
    with as_actor(role="worker"):
        assert {"booked", "notice", "invitation"} <= set(Message.objects.values_list("kind", flat=True))
    assert mail.outbox
    for letter in mail.outbox:
        headers = letter.message()
        for said in (str(letter.subject), letter.from_email, headers["Message-ID"], str(letter.body)):
            assert forbidden_words(said) == (), said


def test_a_telling_address_or_sender_stops_the_start(settings: object) -> None:
    settings.SITE_URL = "https://couples-therapy.example"  # type: ignore[attr-defined]  # pytest-django's
    settings.DEFAULT_FROM_EMAIL = "ketamine@harbor.example"  # type: ignore[attr-defined]
    assert [one.id for one in addresses_are_neutral()] == ["accounts.E002", "accounts.E002"]


def test_the_practices_short_name_stands_in_every_title(cast: Cast) -> None:
    with as_actor(cast.therapist):
        short_name = Practice.objects.get().short_name
    assert next(titles_of(cast, "/my/")).endswith(f" - {short_name}")
