"""The therapist's review of one partner."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from accounts.actor import as_actor
from screening import actions
from screening.models import Decision, Hold, PrivateCheck
from tests.cast import NOON, Cast, signed_in_as
from tests.states import HOUR, answered, cleared, goes_on, referred

pytestmark = pytest.mark.django_db
CHECK = {"how": "in_person", "finding": "safe", "words": "Well."}


@pytest.fixture
def maya(cast: Cast) -> Client:
    return signed_in_as(cast.therapist)


def url(cast: Cast, name: str = "") -> str:
    return f"/partners/{cast.ann.pk}/screening/{name}"


def page(cast: Cast, client: Client) -> str:
    return client.get(url(cast)).content.decode()


def decision(cast: Cast, client: Client, **changed: str) -> dict[str, str]:
    read_at = re.search(r'name="read_at" value="([^"]+)"', page(cast, client))
    return {"outcome": "go_on", "reason": "Well.", "read_at": read_at[1] if read_at else ""} | changed


def test_it_says_what_is_still_open(cast: Cast, maya: Client) -> None:
    with as_actor(cast.ann.user):
        actions.send_page(partner=cast.ann, page="heart", answers={}, by=cast.ann.user, at=NOON)
    text = page(cast, maya)
    assert "Ann has answered 1 of 10 parts. Still open: Head, eyes and memory, Body" in text
    assert "Nothing can be said of the whole yet." in text


def test_it_shows_findings_with_reason_and_source_the_heaviest_first(cast: Cast, maya: Client) -> None:
    seized = {"seizures": "yes", "seizures_more": "past"}
    answered(cast.ann, heart={"stroke": "yes"}, head=seized, private={"safe_home": "no"})
    text = page(cast, maya)
    assert text.index("a serious hazard") < text.index("A history of seizures")
    assert "Ketamine (Ketalar) label" in text
    assert "Do not proceed" in text
    assert "Entrenched conflict" in text
    assert text.index("Safe at home") < text.index("Wants this")
    assert "eligible" not in text


def test_it_shows_what_the_prescriber_gave(cast: Cast, maya: Client) -> None:
    cleared(cast, cast.ann)
    assert "Cleared until 16 February 2027" in page(cast, maya)
    assert "at most 150 mg and a booster of 50 mg" in page(cast, maya)


def test_a_private_check_opens_the_decision(cast: Cast, maya: Client) -> None:
    answered(cast.ann, NOON - timedelta(days=400))
    assert "No decision can be recorded yet." in page(cast, maya)
    maya.post(url(cast, "check/"), CHECK)
    maya.post(url(cast, "decision/"), decision(cast, maya))
    with as_actor(cast.therapist):
        assert PrivateCheck.objects.get().words == "Well."
        assert Decision.objects.get().outcome == "go_on"


def test_a_double_click_decides_once(cast: Cast, maya: Client) -> None:
    answered(cast.ann, NOON - timedelta(days=400))
    maya.post(url(cast, "check/"), CHECK)
    form = decision(cast, maya, key="6b2a5d5e-8f0e-4a37-9d0a-0f6e3b0d6a11")
    for _ in range(2):
        assert maya.post(url(cast, "decision/"), form).headers["Location"] == url(cast)
    with as_actor(cast.therapist):
        assert Decision.objects.count() == 1


def test_a_check_without_a_finding_is_asked_for_and_its_words_are_kept(cast: Cast, maya: Client) -> None:
    answer = maya.post(url(cast, "check/"), {"words": "A long talk"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose what you found." in text
    assert "A long talk" in text
    assert "<title>Error:" in text


def test_a_refused_decision_says_why_and_keeps_its_words(cast: Cast, maya: Client) -> None:
    answered(cast.ann, NOON - timedelta(days=400))
    maya.post(url(cast, "check/"), CHECK | {"finding": "not_now"})
    answer = maya.post(url(cast, "decision/"), decision(cast, maya, reason="Because"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "The finding of the last private check was" in text
    assert "Because" in text


@pytest.mark.parametrize("read_at", ["", "yesterday", "2026-13-45T00:00Z", "2026-11-17T12:00", "\x00"])
def test_a_broken_moment_of_reading_is_asked_for_again(cast: Cast, maya: Client, read_at: str) -> None:
    answered(cast.ann, NOON - timedelta(days=400))
    maya.post(url(cast, "check/"), CHECK)
    assert maya.post(url(cast, "decision/"), decision(cast, maya, read_at=read_at)).status_code == 422


def test_a_safety_hold_is_lifted_by_its_own_button(cast: Cast, maya: Client) -> None:
    answered(cast.ann, NOON - timedelta(days=400), private={"skipped": "yes"})
    assert "Lift the safety hold" not in page(cast, maya)
    refused = maya.post(url(cast, "lift/"))
    assert refused.status_code == 422
    assert "The safety hold stays." in refused.content.decode()
    maya.post(url(cast, "check/"), CHECK)
    assert "Lift the safety hold" in page(cast, maya)
    maya.post(url(cast, "lift/"))
    with as_actor(cast.therapist):
        assert not Hold.objects.active().exists()


@pytest.mark.parametrize("name", ["check/", "decision/", "lift/"])
def test_an_address_that_only_takes_leads_back(cast: Cast, maya: Client, name: str) -> None:
    assert maya.get(url(cast, name)).headers["Location"] == url(cast)


@pytest.mark.parametrize("name", ["", "check/", "decision/", "lift/"])
@pytest.mark.parametrize("who", ["staff", "prescriber", "ben", "ann", "other_therapist"])
def test_nobody_else_finds_it(cast: Cast, name: str, who: str) -> None:
    goes_on(cast, cast.ann)
    referred(cast, cast.ann)
    somebody = getattr(cast, who)
    client = signed_in_as(getattr(somebody, "user", somebody))
    foreign, absent = client.post(url(cast, name), CHECK), client.post("/partners/" + "0" * 36 + "/", CHECK)
    assert foreign.status_code == absent.status_code == 404
    assert client.get(url(cast, name)).status_code == 404


def test_the_page_takes_the_same_queries_however_much_was_sent(
    cast: Cast, maya: Client, django_assert_max_num_queries: object
) -> None:
    answered(cast.ann)
    with as_actor(cast.ann.user):
        for hours in range(1, 6):
            actions.add_to_page(
                partner=cast.ann, page="medicines", answers={"words": "x"}, by=cast.ann.user, at=NOON + hours * HOUR
            )
    with django_assert_max_num_queries(48):  # type: ignore[operator]  # pytest-django's own type is not public
        maya.get(url(cast))
