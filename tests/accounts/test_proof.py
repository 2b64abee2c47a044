"""Showing again who one is, before what weighs."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from accounts import proof
from accounts.checks import url_patterns
from accounts.models import Practice, User
from accounts.policy import Permission
from tests.accounts.test_practice_details import GOOD as DETAILS
from tests.cast import NOON, PASSWORD, Cast, signed_in_as

WEIGHTY = {
    Permission.SET_UP_PRACTICE,
    Permission.ISSUE_SUPERBILLS,
    Permission.CLEAR,
    Permission.OPEN_IN_EMERGENCY,
    Permission.HOLD_LICENCE,
    Permission.HELP_SIGN_IN,
    Permission.END_SIGN_INS,
}
# What stands under a weighty permission and yet changes nothing that weighs.
LIGHT = {
    *("prepare_superbill_again", "prescriber_reply", "referrals", "partner_sign_in"),
    *("emergency_record", "end_emergency", "read_override"),
    *("practice_texts", "preview_text", "edit_text", "instruments", "check_instrument"),
}
PAGE = "practice_details"
GOOD = DETAILS | {"phone": "510 555 0199"}


@pytest.fixture
def later(cast: Cast) -> Client:
    """The therapist's browser twenty minutes after her sign-in."""
    return signed_in_as(cast.therapist, at=NOON - timedelta(minutes=20))


@pytest.fixture(autouse=True)
def noon() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def phone() -> str:
    return Practice.objects.get().phone


def prove(browser: Client, address: str, password: str = PASSWORD) -> HttpResponse:
    return browser.post(address, {"password": password})  # type: ignore[return-value]  # Django's own test response


def test_every_weighty_view_is_proved() -> None:
    views = {pattern.name: pattern.callback for _, pattern in url_patterns(get_resolver())}
    weighty = {name for name, view in views.items() if getattr(view, "policy", None) in WEIGHTY} | {"sign_note"}
    assert {name for name in weighty if not getattr(views[name], "proved", False)} == LIGHT


def test_what_was_sent_goes_on_after_the_proof_once(later: Client) -> None:
    asked = later.post(reverse(PAGE), GOOD)
    assert asked["Location"] == f"{reverse('account_reauthenticate')}?next=%2Fpractice%2F"
    assert phone() == "+15105550100"
    assert prove(later, asked["Location"])["Location"] == reverse(PAGE)
    assert later.get(reverse(PAGE)).status_code == 302
    assert phone() == "+15105550199"
    assert later.get(reverse(PAGE)).status_code == 200


def test_what_waits_lies_sealed(later: Client) -> None:
    later.post(reverse(PAGE), GOOD | {"city": "CANARY-7f3c"})
    kept = str(Session.objects.get(session_key=later.session.session_key).get_decoded())
    assert proof.KEPT in kept
    assert "CANARY-7f3c" not in kept
    assert "HTTP_COOKIE" not in kept


def test_what_was_refused_comes_back_to_its_own_page_to_be_mended(later: Client) -> None:
    asked = later.post(reverse(PAGE), GOOD | {"phone": "12", "city": "Berkeley"})
    prove(later, asked["Location"])
    page = later.get(reverse(PAGE))
    assert page.status_code == 422
    assert "Berkeley" in page.content.decode()


def test_wrong_password_does_nothing(later: Client) -> None:
    asked = later.post(reverse(PAGE), GOOD)
    assert prove(later, asked["Location"], "not the password").status_code == 422
    later.get(reverse(PAGE))
    assert phone() == "+15105550100"


def test_a_page_alone_never_does_what_waits(later: Client) -> None:
    later.post(reverse(PAGE), GOOD)
    assert later.get(reverse(PAGE)).status_code == 200
    assert phone() == "+15105550100"


def test_proof_for_another_page_carries_nothing_that_was_left_behind(later: Client) -> None:
    later.post(reverse(PAGE), GOOD)
    prove(later, f"{reverse('account_reauthenticate')}?next={reverse('people')}")
    later.get(reverse(PAGE))
    assert phone() == "+15105550100"


def test_after_ten_minutes_nothing_is_done(later: Client, noon: Any) -> None:
    asked = later.post(reverse(PAGE), GOOD)
    noon.shift(timedelta(minutes=11))
    done = prove(later, asked["Location"])
    assert done["Location"] == reverse("home")
    later.get(reverse(PAGE))
    assert phone() == "+15105550100"


def test_what_is_too_long_is_not_kept_and_the_page_says_so(later: Client) -> None:
    asked = later.post(reverse(PAGE), GOOD | {"city": "x" * 70_000})
    assert proof.KEPT not in later.session
    assert "Go back in your browser" in later.get(asked["Location"]).content.decode()


def test_two_tabs_do_it_once(later: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = later.post(reverse(PAGE), GOOD)
    prove(later, asked["Location"])
    monkeypatch.setattr(proof, "lately", bool)
    quick, slow = proved_request(later), proved_request(later)
    assert proof._take(quick) is not None
    assert proof._take(slow) is None


def proved_request(browser: Client) -> HttpRequest:
    """A request as it stands at the beginning, with its own reading of the session."""
    request = HttpRequest()
    request.method, request.path = "GET", reverse(PAGE)
    request.session = browser.session
    assert request.session[proof.KEPT]["proved"]
    request.user = User.objects.get(email="maya@example.org")
    return request


def test_fresh_second_factor_counts_for_fifteen_minutes(cast: Cast, noon: Any) -> None:
    browser = signed_in_as(cast.therapist, at=NOON)
    noon.shift(timedelta(minutes=14))
    assert browser.post(reverse(PAGE), GOOD)["Location"] == reverse(PAGE)
    noon.shift(timedelta(minutes=2))
    assert browser.post(reverse(PAGE), GOOD)["Location"].startswith(reverse("account_reauthenticate"))


def test_address_that_only_takes_what_is_sent_goes_on_too(cast: Cast, later: Client) -> None:
    address = reverse("end_colleague_sign_ins", args=[cast.staff.pk])
    asked = later.post(address)
    assert prove(later, asked["Location"])["Location"] == address
    assert later.get(address)["Location"] == reverse("people")
    assert later.get(address).status_code == 405


def test_fragment_leads_the_whole_page_to_the_proof(later: Client) -> None:
    answer = later.post(reverse(PAGE), GOOD, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"].startswith(reverse("account_reauthenticate"))


def test_each_proof_and_each_failure_leaves_a_line_without_anybodys_address(
    later: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        asked = later.post(reverse(PAGE), GOOD)
        prove(later, asked["Location"], "not the password")
        prove(later, asked["Location"])
        later.get(reverse(PAGE))
    told = caplog.text
    for words in ("proof asked", "'given': False", "'given': True", "proof used"):
        assert words in told
    assert "maya@example.org" not in told
    assert "not the password" not in told


def test_proved_leaves_reading_alone(later: Client) -> None:
    assert later.get(reverse(PAGE)).status_code == 200


def test_view_keeps_its_name_under_the_proof() -> None:
    def sign(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert proof.proved(sign).__name__ == "sign"
