"""What the practice can do when a partner's sign-in does not work for them."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.actor import as_actor
from accounts.models import User
from clients.models import AddressChange
from outbox.models import Message
from tests.accounts.test_doors import ask_code, type_code
from tests.cast import NOON, Cast, signed_in_as

NEW = "ann.new@example.org"


def ask(cast: Cast, address: str = NEW, at: object = NOON) -> Client:
    browser = signed_in_as(cast.staff)
    browser.post(reverse("change_address", args=[cast.ann.pk]), {"address": address})
    return browser


def letters_to(cast: Cast, address: str) -> list[Message]:
    with as_actor(cast.therapist):
        return list(Message.objects.filter(address=address))


def link_in(cast: Cast) -> str:
    words = letters_to(cast, NEW)[-1].body.split()
    return next(word for word in words if word.startswith("http")).removeprefix("http://localhost:8000")


def test_address_counts_once_its_own_link_is_used(cast: Cast, client: Client) -> None:
    ask(cast)
    assert User.objects.get(pk=cast.ann.pk).email == "ann@example.org"
    assert type_code(client, ask_code(client, "ann@example.org")) == reverse("home")
    link, other = link_in(cast), Client()
    assert "Use this address" in other.get(link).content.decode()
    assert "Your new address is in use" in other.post(link).content.decode()
    assert User.objects.get(pk=cast.ann.pk).email == NEW
    assert type_code(other, ask_code(other, NEW)) == reverse("home")


def test_au_15_old_address_gets_a_neutral_notice_and_the_therapist_is_told(cast: Cast) -> None:
    ask(cast)
    old, told = letters_to(cast, "ann@example.org")[-1], letters_to(cast, "maya@example.org")[-1]
    assert "use another address for you" in old.body
    assert NEW not in old.body + told.body
    assert "Ann" not in told.body
    page = signed_in_as(cast.therapist).get(reverse("partner_sign_in", args=[cast.ann.pk])).content.decode()
    assert f"Sol Rivera asked for {NEW}" in page


def test_au_15_change_asks_who_it_is(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False):
        browser = signed_in_as(cast.staff, at=NOON - timedelta(minutes=20))
        answer = browser.post(reverse("change_address", args=[cast.ann.pk]), {"address": NEW})
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert letters_to(cast, NEW) == []


def test_au_15_partner_has_no_page_that_changes_an_address(cast: Cast) -> None:
    browser = signed_in_as(cast.ann.user)
    assert browser.post(reverse("change_address", args=[cast.ann.pk]), {"address": NEW}).status_code == 404


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("ben@example.org", "Each of the two needs an address of their own"),
        ("Ben+x@example.org", "Each of the two needs an address of their own"),
        ("cat@example.org", "This address cannot be used here."),
        ("no address", "Enter an e-mail address"),
        ("", "Enter the new address."),
    ],
)
def test_address_that_cannot_be_is_told(address: str, says: str, cast: Cast) -> None:
    answer = signed_in_as(cast.staff).post(reverse("change_address", args=[cast.ann.pk]), {"address": address})
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_link_works_once_and_ends_with_a_newer_one(cast: Cast, client: Client) -> None:
    ask(cast)
    first = link_in(cast)
    ask(cast)
    assert client.post(first).status_code == 410
    second = link_in(cast)
    assert client.post(second).status_code == 200
    assert client.post(second).status_code == 410


def test_link_runs_out_after_a_week(cast: Cast, client: Client) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        ask(cast)
        link = link_in(cast)
        clock.shift(timedelta(days=7))
        assert client.post(link).status_code == 410
    assert User.objects.get(pk=cast.ann.pk).email == "ann@example.org"


def test_ml_01_looking_at_the_link_three_times_uses_nothing(cast: Cast, client: Client) -> None:
    ask(cast)
    link = link_in(cast)
    for _ in range(3):
        client.get(link)
        client.head(link)
    assert client.post(link).status_code == 200


def test_ml_03_link_opened_by_the_other_partner_names_nobody(cast: Cast) -> None:
    ask(cast)
    page = signed_in_as(cast.ben.user).get(link_in(cast)).content.decode()
    assert "Ann" not in page
    assert NEW not in page


def test_address_that_somebody_took_meanwhile_locks_nobody_out(cast: Cast, client: Client) -> None:
    ask(cast)
    link = link_in(cast)
    with as_actor(role="door"):
        User.objects.filter(pk=cast.cat.pk).update(email=NEW)
    assert client.post(link).status_code == 410
    assert User.objects.get(pk=cast.ann.pk).email == "ann@example.org"


def test_who_has_not_joined_is_corrected_in_the_details(cast: Cast) -> None:
    User.objects.filter(pk=cast.ann.pk).update(is_active=False)
    page = signed_in_as(cast.staff).get(reverse("partner_sign_in", args=[cast.ann.pk])).content.decode()
    assert "correct the address in the details" in page
    ask(cast)
    assert not AddressChange.objects.exists()
