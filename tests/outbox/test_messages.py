"""The delivery log as the office reads it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import clock
from accounts.actor import as_actor
from outbox import checks
from outbox.gather import PAGE
from outbox.models import Delivery, Message
from tests.cast import NOON, Cast, signed_in_as
from tests.outbox.test_actions import put

pytestmark = pytest.mark.django_db
State = Message.State
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def office(cast: Cast) -> Client:
    return signed_in_as(cast.staff)


def page(client: Client, query: str = "") -> str:
    response = client.get(reverse("messages") + query)
    assert response.status_code == 200
    return response.content.decode()


def dead(cast: Cast) -> Message:
    with as_actor(cast.staff):
        message = put(cast, "dead", subject="Appointment: the dead one")
    with as_actor(role="worker"):
        Message.objects.filter(pk=message.pk).update(state=State.DEAD, attempts=5)
        Delivery.objects.create(message=message, at=NOON, went=False, detail="The mail server refused the address.")
    return message


def test_the_log_says_who_got_what_and_how_it_went(cast: Cast, office: Client) -> None:
    with as_actor(cast.staff):
        put(cast)
        Message.objects.update(state=State.SENT, sent_at=NOON)
    found = page(office)
    for words in ("Ann Archer", "ann@example.org", "Tuesday 3 March, 11:00 Pacific.", "Sent", "17 Nov 2026, 12:00"):
        assert words in found


def test_a_link_in_a_message_is_not_shown(cast: Cast, office: Client) -> None:
    with as_actor(cast.staff):
        put(cast, body="Open https://x.example/invitation/secret-token/ to begin.")
    found = page(office)
    assert "secret-token" not in found
    assert "[a link for this person]" in found


def test_what_could_not_be_sent_stands_first_with_what_to_do(cast: Cast, office: Client) -> None:
    dead(cast)
    with as_actor(cast.staff):
        put(cast, "later", subject="Appointment: the other", at=NOON + MINUTE)
    found = page(office)
    assert found.index("the dead one") < found.index("the other")
    assert "Check the address with the person" in found
    assert "The mail server refused the address." in found


def test_trying_again_puts_it_on_its_way(cast: Cast, office: Client) -> None:
    message = dead(cast)
    response = office.post(reverse("try_message_again", args=[message.pk]), follow=True)
    assert "The message to Ann Archer is on its way again." in response.content.decode()
    again = office.post(reverse("try_message_again", args=[message.pk]), follow=True)
    assert "not waiting for another try" in again.content.decode()


@pytest.mark.parametrize("state", State.values)
def test_each_state_has_an_address(cast: Cast, office: Client, state: str) -> None:
    with as_actor(cast.staff):
        for one in State:
            put(cast, one, subject=f"Appointment: {one.name}")
            Message.objects.filter(key=one).update(state=one, sent_at=NOON if one == State.SENT else None)
    found = page(office, f"?state={state}")
    assert f"Appointment: {State(state).name}" in found
    assert sum(f"Appointment: {one.name}<" in found for one in State) == 1


def test_a_message_that_failed_and_waits_says_so(cast: Cast, office: Client) -> None:
    with as_actor(cast.staff):
        put(cast)
        Message.objects.update(attempts=1, try_at=NOON + MINUTE)
    assert "Trying again" in page(office)


def test_the_log_goes_on_page_by_page(cast: Cast, office: Client) -> None:
    with as_actor(cast.staff):
        for number in range(PAGE + 1):
            put(cast, str(number), subject=f"Appointment: number {number}.", at=NOON + number * MINUTE)
    first = page(office)
    assert "number 50." in first
    assert "number 0." not in first
    link = first.split("before=")[1].split('"')[0]
    assert "number 0." in page(office, f"?before={link}")


@pytest.mark.parametrize(
    "query", ["?state=nonsense", "?before=x", "?before=2026-13-45T99:99", "?before=%00", "?state=%00"]
)
def test_an_address_typed_by_hand_is_no_error(office: Client, query: str) -> None:
    page(office, query)


def test_the_log_is_the_practices_own(cast: Cast) -> None:
    message = dead(cast)
    url, again = reverse("messages"), reverse("try_message_again", args=[message.pk])
    people = (cast.therapist, cast.staff, cast.prescriber, cast.ann.user)
    assert [signed_in_as(user).get(url).status_code for user in people] == [200, 200, 403, 404]
    assert [signed_in_as(user).post(again).status_code for user in people[2:]] == [403, 404]
    assert signed_in_as(cast.staff).get(again).status_code == 405


def questions(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        page(client)
    return len(asked)


def test_the_log_asks_the_same_number_of_questions_with_one_row_and_with_many(cast: Cast, office: Client) -> None:
    dead(cast)
    with as_actor(cast.staff):
        put(cast)
    with_one = questions(office)
    with as_actor(cast.staff):
        for number in range(20):
            put(cast, str(number))
    assert questions(office) == with_one


@pytest.mark.parametrize(
    ("name", "value"), [("DEFAULT_FROM_EMAIL", "office@couples-therapy.example"), ("SITE_URL", "https://kap.example")]
)
def test_a_sender_or_site_that_tells_keeps_the_practice_from_starting(settings: Any, name: str, value: str) -> None:
    assert checks.neutral_addresses(None) == []
    setattr(settings, name, value)
    assert [found.id for found in checks.neutral_addresses(None)] == ["outbox.E001"]
