"""The prescriber's page of one referred partner."""

from itertools import product
from typing import Any

import pytest
from django.test import Client

from accounts import clock
from accounts.actor import as_actor
from screening.models import Clearance, Hold, PrescriberReply
from tests.cast import Cast, signed_in_as
from tests.states import answered, given_clearance, referred

pytestmark = pytest.mark.django_db
PRIVATE_WORDS = ("Safe at home", "Wants this", "Entrenched conflict", "Private check")


@pytest.fixture
def ruth(cast: Cast) -> Client:
    referred(cast, cast.ann)
    return signed_in_as(cast.prescriber)


def url(cast: Cast, name: str = "clearance") -> str:
    return f"/partners/{cast.ann.pk}/screening/{name}/"


def order(**changed: Any) -> dict[str, Any]:
    today = clock.today()
    return {
        "routes": ["lozenge"],
        "max_dose_mg": "150",
        "max_booster_mg": "0",
        "sessions": "2",
        "valid_until": today.isoformat(),
        "max_systolic": "140",
        "max_diastolic": "90",
        "evaluated_on": today.isoformat(),
        "evaluated_how": "telehealth",
    } | changed


def given(cast: Cast) -> int:
    with as_actor(cast.prescriber):
        return Clearance.objects.count()


def test_it_shows_health_answers_and_nothing_of_the_private_layer(cast: Cast, ruth: Client) -> None:
    answered(cast.ann, heart={"stroke": "yes"}, private={"safe_home": "no"})
    text = ruth.get(url(cast)).content.decode()
    assert "a serious hazard" in text
    assert [words for words in PRIVATE_WORDS if words in text] == []


def test_a_clearance_is_given_with_its_limits(cast: Cast, ruth: Client) -> None:
    page = ruth.post(url(cast), order(), follow=True).content.decode()
    assert "Ann is cleared until" in page
    assert "Blood pressure 140 / 90, pulse no limit" in page
    assert given(cast) == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"routes": []}, "Choose at least one route."),
        ({"routes": ["iv"]}, "Choose from the answers shown."),
        ({"max_dose_mg": ""}, "Give the highest first dose in mg."),
        ({"max_dose_mg": "0"}, "0.1 or more"),
        ({"max_dose_mg": "NaN"}, "Enter a number"),
        ({"max_dose_mg": "1e9"}, "1000 or less"),
        ({"max_booster_mg": "151"}, "A booster is at most as high as the first dose."),
        ({"sessions": "0"}, "1 or more"),
        ({"sessions": "two"}, "Enter a whole number"),
        ({"valid_until": "2020-01-01"}, "Give a date from today to one year ahead."),
        ({"valid_until": "9999-12-31"}, "Give a date from today to one year ahead."),
        ({"evaluated_on": "2099-01-01"}, "It cannot be in the future."),
        ({"evaluated_on": "31/31/2026"}, "Enter a date"),
        ({"max_diastolic": "140"}, "The lower number has to be below the upper one."),
        ({"max_systolic": "14"}, "90 or more"),
        ({"instructions": "a\x00"}, "Remove the hidden character"),
        ({"instructions": "x" * 4001}, "Shorten this"),
    ],
)
def test_a_slip_is_said_beside_its_field_and_nothing_is_lost(
    cast: Cast, ruth: Client, changed: dict[str, Any], words: str
) -> None:
    page = ruth.post(url(cast), order(instructions="Keep me") | changed)
    text = page.content.decode()
    assert page.status_code == 422
    assert words in text
    assert "instructions" in changed or "Keep me" in text
    assert given(cast) == 0


def test_a_double_click_clears_once(cast: Cast, ruth: Client) -> None:
    for _ in range(2):
        assert ruth.post(url(cast), order(key="6b2a5d5e-8f0e-4a37-9d0a-0f6e3b0d6a11")).status_code == 302
    assert given(cast) == 1


def test_a_clearance_is_suspended_at_once_with_a_reason(cast: Cast, ruth: Client) -> None:
    given_clearance(cast, cast.ann)
    assert ruth.post(url(cast, "suspend"), {"reason": ""}).status_code == 422
    ruth.post(url(cast, "suspend"), {"reason": "New results"})
    page = ruth.get(url(cast)).content.decode()
    assert "New results" in page
    assert "Suspend this clearance now" not in page


def test_a_suspension_without_a_clearance_changes_nothing(cast: Cast, ruth: Client) -> None:
    assert ruth.post(url(cast, "suspend"), {"reason": "x"}).headers["Location"] == url(cast)


@pytest.mark.parametrize("kind", ["ask", "decline"])
def test_the_prescriber_asks_or_says_not_now_in_words(cast: Cast, ruth: Client, kind: str) -> None:
    assert ruth.post(url(cast, "reply"), {"kind": kind, "words": " "}).status_code == 422
    page = ruth.post(url(cast, "reply"), {"kind": kind, "words": "An ECG first"}, follow=True)
    assert "An ECG first" in page.content.decode()
    with as_actor(cast.therapist):
        assert PrescriberReply.objects.get().kind == kind


def test_not_now_beside_a_clearance_in_force_says_what_to_do_first(cast: Cast, ruth: Client) -> None:
    ruth.post(url(cast), order())
    page = ruth.post(url(cast, "reply"), {"kind": "decline", "words": "No"})
    assert page.status_code == 422
    assert "Suspend it first." in page.content.decode()


def test_a_hold_is_told_without_its_cause(cast: Cast, ruth: Client) -> None:
    with as_actor(cast.therapist):
        Hold.objects.create(partner=cast.ann, scope=Hold.Scope.SAFETY, opened_at=clock.now())
    text = ruth.get(url(cast)).content.decode()
    assert "The therapist is to release it." in text
    assert "safety" not in text.lower()


@pytest.mark.parametrize(
    ("who", "name"),
    [
        *product(["therapist", "staff", "ann", "ben"], ["clearance", "reply"]),
        *product(["staff", "ann", "ben", "other_therapist"], ["suspend"]),  # the therapist may, on a prescriber's word
    ],
)
def test_only_a_prescriber_finds_it(cast: Cast, ruth: Client, name: str, who: str) -> None:
    somebody = getattr(cast, who)
    client = signed_in_as(getattr(somebody, "user", somebody))
    assert client.get(url(cast, name)).status_code == 404
    assert client.post(url(cast, name), order()).status_code == 404


@pytest.mark.parametrize("name", ["clearance", "reply", "suspend"])
def test_a_prescriber_finds_only_those_referred(cast: Cast, ruth: Client, name: str) -> None:
    foreign = url(cast, name).replace(str(cast.ann.pk), str(cast.ben.pk))
    assert ruth.get(foreign).status_code == 404
    assert ruth.post(foreign, order()).status_code == 404


def test_a_double_click_asks_once(cast: Cast, ruth: Client) -> None:
    for _ in range(2):
        answer = ruth.post(
            url(cast, "reply"), {"kind": "ask", "words": "An ECG?", "key": "6b2a5d5e-8f0e-4a37-9d0a-0f6e3b0d6a11"}
        )
        assert answer.status_code == 302
    with as_actor(cast.prescriber):
        assert PrescriberReply.objects.count() == 1


@pytest.mark.parametrize("name", ["reply", "suspend"])
def test_an_address_that_only_takes_leads_back(cast: Cast, ruth: Client, name: str) -> None:
    assert ruth.get(url(cast, name)).headers["Location"] == url(cast)
