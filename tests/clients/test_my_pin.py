"""A partner's papers open with a PIN or a passkey, once in a sign-in; nothing else waits for it."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.actor import as_actor
from clients import actions, rules
from clients.models import PaperPin
from tests.cast import NOON, Cast, signed_in_as
from tests.states import signed

PIN = "271835"
PAPERS = "/my/papers/"
PAGE = f"/my/pin/?next={PAPERS}"


@pytest.fixture
def ann(cast: Cast) -> Client:
    return unopened(cast)


def unopened(cast: Cast) -> Client:
    """Ann's browser after a mailed code: her papers are not open yet."""
    browser = signed_in_as(cast.ann.user)
    session = browser.session
    del session["papers_opened"]
    session.save()
    return browser


def with_pin(cast: Cast) -> None:
    with as_actor(cast.ann.user):
        actions.set_pin(partner=cast.ann, pin=PIN, by=cast.ann.user, at=NOON)


POOR = "123456 876543 000000 112211 123123 030488 040388 880304 12345 12345a \u0661\u0662\u0663\u0664\u0665\u0667"


@pytest.mark.parametrize("pin", POOR.split())
def test_poor_pin_is_refused(pin: str) -> None:
    assert rules.pin_trouble(pin, date(1988, 3, 4))


def test_good_pin_is_taken() -> None:
    assert rules.pin_trouble(PIN, date(1988, 3, 4)) == ""


@pytest.mark.parametrize(
    ("tries", "minutes"), [(0, 0), (4, 0), (5, 5), (6, 10), (7, 20), (13, 1280), (14, 1440), (400, 1440)]
)
def test_rest_grows(tries: int, minutes: int) -> None:
    assert rules.pin_rest(tries) == timedelta(minutes=minutes)


def test_papers_ask_first_and_open_after(ann: Client) -> None:
    assert ann.get(PAPERS)["Location"] == "/my/pin/?next=%2Fmy%2Fpapers%2F"
    assert "also where somebody else reads your mail" in ann.get(PAGE).content.decode()
    assert ann.post(PAGE, {"pin": PIN, "again": PIN})["Location"] == PAPERS
    assert ann.get(PAPERS).status_code == 200


def test_pin_is_asked_once_in_each_sign_in(cast: Cast, ann: Client) -> None:
    with_pin(cast)
    assert ann.post(PAGE, {"pin": PIN})["Location"] == PAPERS
    assert ann.get(PAPERS).status_code == 200
    assert unopened(cast).get(PAPERS).status_code == 302


@pytest.mark.parametrize(
    "page", ["/my/", "/my/appointments/", "/my/questions/1/", "/my/consent/", "/my/consent/1/", "/sign-ins/"]
)
def test_nothing_else_waits_for_a_pin(page: str, ann: Client) -> None:
    assert ann.get(page).status_code == 200


def test_signed_consent_is_a_paper_and_taking_it_back_is_not(cast: Cast, ann: Client) -> None:
    signed(cast.ann)
    assert ann.get("/my/consent/1/")["Location"].startswith("/my/pin/")
    assert ann.post("/my/consent/1/back/").status_code == 302
    assert ann.get("/my/consent/1/").status_code == 200


def test_pin_lies_hashed(cast: Cast) -> None:
    with_pin(cast)
    with as_actor(cast.ann.user):
        assert PIN not in PaperPin.objects.get().digest


def test_nobody_else_sees_or_types_it(cast: Cast) -> None:
    with_pin(cast)
    for person in (cast.ben.user, cast.therapist, cast.staff, cast.prescriber):
        with as_actor(person):
            assert not PaperPin.objects.exists()
        with as_actor(person), pytest.raises(actions.NotTheirOwnPin):
            actions.try_pin(partner=cast.ann, pin=PIN, by=person, at=NOON)


def test_sixth_try_rests_even_when_right_and_in_another_browser(cast: Cast) -> None:
    with_pin(cast)
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(5):
            answer = unopened(cast).post(PAGE, {"pin": "999998"})
        assert "rests until 12:05" in answer.content.decode()
        assert unopened(cast).post(PAGE, {"pin": PIN}).status_code == 422
        clock.shift(timedelta(minutes=5))
        assert unopened(cast).post(PAGE, {"pin": "999998"}).status_code == 422
        clock.shift(timedelta(minutes=9))
        assert unopened(cast).post(PAGE, {"pin": PIN}).status_code == 422
        clock.shift(timedelta(minutes=1))
        assert unopened(cast).post(PAGE, {"pin": PIN}).status_code == 302
        assert unopened(cast).post(PAGE, {"pin": "999998"}).content.decode().count("rests until") == 0


def test_two_that_differ_are_told(ann: Client) -> None:
    assert "The two differ." in ann.post(PAGE, {"pin": PIN, "again": "271836"}).content.decode()


def test_birth_date_is_told_at_the_field(ann: Client) -> None:
    answer = ann.post(PAGE, {"pin": "030488", "again": "030488"})
    assert answer.status_code == 422
    assert "birth date" in answer.content.decode()


def test_office_lets_one_choose_anew_and_nothing_is_mailed(cast: Cast, ann: Client) -> None:
    with_pin(cast)
    with time_machine.travel(NOON + timedelta(hours=1), tick=False) as clock:
        signed_in_as(cast.staff).post(reverse("reset_pin", args=[cast.ann.pk]))
        clock.shift(timedelta(minutes=1))
        browser = unopened(cast)
        assert "Choose a PIN" in browser.get(PAGE).content.decode()
        browser.post(PAGE, {"pin": "314159", "again": "314159"})
        assert unopened(cast).post(PAGE, {"pin": PIN}).status_code == 422
        assert unopened(cast).post(PAGE, {"pin": "314159"}).status_code == 302
    assert mail.outbox == []


def test_passkey_of_this_sign_in_opens_papers(cast: Cast, ann: Client) -> None:
    session = ann.session
    session["account_authentication_methods"] += [{"method": "mfa", "type": "webauthn", "at": NOON.timestamp()}]
    session.save()
    assert ann.get(PAPERS).status_code == 200


def test_open_papers_let_the_pin_be_changed(cast: Cast) -> None:
    with_pin(cast)
    browser = signed_in_as(cast.ann.user)
    assert "Change your PIN" in browser.get("/my/pin/").content.decode()
    browser.post("/my/pin/", {"pin": "314159", "again": "314159"})
    assert unopened(cast).post(PAGE, {"pin": "314159"}).status_code == 302


@pytest.mark.parametrize("name", ["mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_unlocked_phone_alone_changes_no_passkeys(name: str, cast: Cast, ann: Client) -> None:
    made: Any = Authenticator.objects.create(user=cast.ann.user, type="webauthn", data={"name": "x"})
    args = [] if name == "mfa_add_webauthn" else [made.pk]
    assert ann.get(reverse(name, args=args))["Location"].startswith("/my/pin/")
