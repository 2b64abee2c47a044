"""How a sign-in ends: quiet minutes, hours, signing out, a closed account."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts import actions
from accounts.models import User
from kap_practice.views.home import home
from tests.cast import NOON, Cast, signed_in_as


def test_se_01_signing_in_changes_the_session_key(cast: Cast, client: Client) -> None:
    client.get(reverse("account_login"))
    client.cookies["sessionid"] = "a" * 32
    client.force_login(cast.ann.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.cookies["sessionid"].value != "a" * 32


@pytest.mark.parametrize(("who", "minutes"), [("ann", 10), ("staff", 15), ("therapist", 15), ("prescriber", 15)])
def test_se_02_quiet_minutes_end_a_sign_in(who: str, minutes: int, cast: Cast) -> None:
    person = getattr(cast, who)
    user = person if isinstance(person, User) else person.user
    with time_machine.travel(NOON, tick=False) as clock:
        browser = signed_in_as(user)
        browser.get("/")
        clock.shift(timedelta(minutes=minutes))
        assert "_auth_user_id" in browser.session
        browser.get("/")
        clock.shift(timedelta(minutes=minutes, seconds=1))
        response = browser.get("/", follow=True)
        assert (
            f"You were signed out after {minutes} quiet minutes. Nothing you saved is lost."
            in response.content.decode()
        )
        assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("method", ["get", "head", "options", "post"])
def test_se_02_nothing_in_a_request_prolongs_a_quiet_sign_in(method: str, cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        browser = signed_in_as(cast.staff)
        browser.get("/")
        clock.shift(timedelta(minutes=16))
        response = getattr(browser, method)("/today/?skip_timeout_reset=1", headers={"X-Autosave": "1"})
        assert response["Location"].startswith(reverse("account_login"))


def test_se_02_page_that_calls_by_itself_is_no_sign_of_life(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home, "polled", True, raising=False)
    with time_machine.travel(NOON, tick=False) as clock:
        browser = signed_in_as(cast.staff)
        for _ in range(4):
            browser.get("/")
            clock.shift(timedelta(minutes=5))
        assert browser.get("/")["Location"].startswith(reverse("account_login"))


def test_se_03_sign_in_ends_after_twelve_hours(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        browser = signed_in_as(cast.staff)
        for _ in range(12 * 6):
            assert browser.get("/today/").status_code == 200
            clock.shift(timedelta(minutes=10))
        clock.shift(timedelta(minutes=1))
        response = browser.get("/today/", follow=True)
        assert "A sign-in ends after 12 hours." in response.content.decode()


def test_quiet_sign_in_leads_back_to_the_same_page(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        browser = signed_in_as(cast.ann.user)
        browser.get("/my/")
        clock.shift(timedelta(minutes=11))
        assert browser.get("/my/consent/")["Location"].endswith("?next=%2Fmy%2Fconsent%2F")


def test_fragment_of_a_page_leads_the_whole_page_to_the_door(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        browser = signed_in_as(cast.staff)
        browser.get("/")
        clock.shift(timedelta(minutes=16))
        response = browser.get("/today/", headers={"HX-Request": "true"})
        assert response["HX-Redirect"] == reverse("account_login")


def test_se_04_signing_out_clears_the_browsers_cache(cast: Cast) -> None:
    browser = signed_in_as(cast.ann.user)
    response = browser.post(reverse("account_logout"))
    assert response["Clear-Site-Data"] == '"cache"'
    assert response["Location"] == reverse("account_request_login_code")


@pytest.mark.parametrize("path", ["/", "/my/", "/my/consent/", "/nowhere/"])
def test_se_04_no_page_is_kept_by_the_browser(path: str, cast: Cast) -> None:
    assert signed_in_as(cast.ann.user).get(path)["Cache-Control"] == "no-store"


def test_se_05_closed_account_ends_at_the_next_click(cast: Cast) -> None:
    browser = signed_in_as(cast.staff)
    assert browser.get("/today/").status_code == 200
    actions.close_account(person=cast.staff, by=cast.therapist, at=NOON)
    assert browser.get("/today/").status_code == 302


def test_se_05_changed_role_counts_at_the_next_click(cast: Cast) -> None:
    browser = signed_in_as(cast.staff)
    User.objects.filter(pk=cast.staff.pk).update(role="prescriber")
    assert browser.get("/today/").status_code == 403
