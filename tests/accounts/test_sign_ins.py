"""Where people are signed in, and ending that."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from accounts import actions
from accounts.actor import as_actor
from accounts.models import SignIn, User
from accounts.rules import device_words
from tests.cast import NOON, Cast, signed_in_as

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1"
DESK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"
PAGE = "my_sign_ins"


def browser_of(user: User, agent: str) -> Client:
    """A browser whose sign-in stands in the list, as after its first page."""
    browser = signed_in_as(user)
    session = browser.session
    del session["sign_in"]
    session.save()
    browser.get(reverse(PAGE), headers={"User-Agent": agent})
    return browser


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (PHONE, "Safari on an iPhone"),
        (DESK, "Chrome on Windows"),
        (DESK + " Edg/130.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox on Linux"),
        ("curl/8.0", "A browser"),
        ("", "A browser"),
    ],
)
def test_device_is_told_in_plain_words(agent: str, words: str) -> None:
    assert device_words(agent) == words


def test_person_sees_where_they_are_signed_in(cast: Cast) -> None:
    browser_of(cast.ann.user, PHONE)
    page = browser_of(cast.ann.user, DESK).get(reverse(PAGE)).content.decode()
    assert "Safari on an iPhone" in page
    assert "Chrome on Windows" in page
    assert "127.0.0.1" not in page


def test_nobody_sees_anybody_elses(cast: Cast) -> None:
    browser_of(cast.ann.user, PHONE)
    assert "iPhone" not in browser_of(cast.ben.user, DESK).get(reverse(PAGE)).content.decode()
    with as_actor(cast.ben.user):
        assert not SignIn.objects.filter(user=cast.ann.user).exists()
    with as_actor(cast.staff):
        assert not SignIn.objects.filter(user=cast.ann.user).exists()


def test_one_other_sign_in_is_ended(cast: Cast) -> None:
    phone, desk = browser_of(cast.ann.user, PHONE), browser_of(cast.ann.user, DESK)
    with as_actor(cast.ann.user):
        there = SignIn.objects.get(device="Safari on an iPhone")
    desk.post(reverse(PAGE), {"sign_in": str(there.pk)})
    assert phone.get("/my/").status_code == 302
    assert desk.get("/my/").status_code == 200


def test_all_others_are_ended_and_this_one_stays(cast: Cast) -> None:
    others = [browser_of(cast.staff, PHONE), browser_of(cast.staff, PHONE)]
    here = browser_of(cast.staff, DESK)
    here.post(reverse(PAGE))
    assert [one.get("/today/").status_code for one in others] == [302, 302]
    assert here.get("/today/").status_code == 200


def test_what_is_no_key_ends_nothing(cast: Cast) -> None:
    other, here = browser_of(cast.staff, PHONE), browser_of(cast.staff, DESK)
    here.post(reverse(PAGE), {"sign_in": "all of them"})
    assert other.get("/today/").status_code == 200


def test_sign_in_of_somebody_else_cannot_be_ended(cast: Cast) -> None:
    phone = browser_of(cast.ann.user, PHONE)
    with as_actor(cast.ann.user):
        hers = SignIn.objects.get()
    browser_of(cast.ben.user, DESK).post(reverse(PAGE), {"sign_in": str(hers.pk)})
    assert phone.get("/my/").status_code == 200


def test_se_09_therapist_ends_a_partners_sign_ins_from_the_next_click_on(cast: Cast) -> None:
    phone, desk = browser_of(cast.ann.user, PHONE), browser_of(cast.ann.user, DESK)
    maya = signed_in_as(cast.therapist)
    answer = maya.post(reverse("end_partner_sign_ins", args=[cast.ann.pk]))
    assert answer["Location"] == reverse("partner_sign_in", args=[cast.ann.pk])
    assert [one.get("/my/").status_code for one in (phone, desk)] == [302, 302]


def test_se_09_therapist_of_another_couple_ends_nothing(cast: Cast) -> None:
    phone = browser_of(cast.ann.user, PHONE)
    with as_actor(cast.other_therapist):
        assert actions.end_sign_ins(person=cast.ann.user, by=cast.other_therapist, at=NOON) == 0
    assert phone.get("/my/").status_code == 200


def test_se_09_therapist_ends_a_colleagues_sign_ins(cast: Cast) -> None:
    desk = browser_of(cast.staff, DESK)
    signed_in_as(cast.therapist).post(reverse("end_colleague_sign_ins", args=[cast.staff.pk]))
    assert desk.get("/today/").status_code == 302


def test_se_05_closing_an_account_leaves_no_session_of_it(cast: Cast) -> None:
    desk = browser_of(cast.staff, DESK)
    key = desk.session.session_key
    with as_actor(cast.therapist):
        actions.close_account(person=cast.staff, by=cast.therapist, at=NOON)
    assert not Session.objects.filter(session_key=key).exists()


def test_list_shows_only_what_is_still_open(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        browser_of(cast.staff, PHONE)
        clock.shift(timedelta(minutes=16))
        assert "iPhone" not in browser_of(cast.staff, DESK).get(reverse(PAGE)).content.decode()


def test_who_signed_out_stands_in_no_list(cast: Cast) -> None:
    browser_of(cast.staff, PHONE).post(reverse("account_logout"))
    assert "iPhone" not in browser_of(cast.staff, DESK).get(reverse(PAGE)).content.decode()


def test_last_seen_is_kept_by_the_minute_also_after_a_new_session_key(cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        browser = browser_of(cast.staff, DESK)
        session = browser.session
        session.cycle_key()
        browser.cookies["sessionid"] = session.session_key or ""
        clock.shift(timedelta(minutes=2))
        browser.get("/today/")
        with as_actor(cast.staff):
            kept = SignIn.objects.get()
        assert (kept.session_key, kept.seen_at) == (session.session_key, NOON + timedelta(minutes=2))


@pytest.mark.parametrize("method", ["head", "options"])
def test_se_02_what_programs_ask_is_no_sign_of_life(method: str, cast: Cast) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        browser = signed_in_as(cast.staff)
        browser.get("/today/")
        for _ in range(4):
            clock.shift(timedelta(minutes=4))
            getattr(browser, method)("/today/?skip_timeout_reset=1")
        assert browser.get("/today/").status_code == 302


def test_se_02_superbill_that_is_waited_for_does_not_keep_anybody_signed_in(cast: Cast) -> None:
    from billing.views.superbill import superbill_state  # noqa: PLC0415 - this test only

    assert superbill_state.polled  # type: ignore[attr-defined]  # set by the decorator
