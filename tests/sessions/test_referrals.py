"""The prescriber's start list."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.actor import as_actor
from screening.actions import suspend_clearance
from sessions import actions
from sessions.actions import DoseOrder
from sessions.models import Role
from sessions.rules.leaving import QUESTIONS, LeavingFacts
from tests.cast import NOON, Cast, signed_in_as
from tests.sessions.people import GOOD
from tests.states import ORDER, answered, booked, given_clearance, ready_for_ketamine, referred

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def page(cast: Cast) -> str:
    return signed_in_as(cast.prescriber).get(reverse("referrals")).content.decode()


def test_it_starts_with_who_waits(cast: Cast) -> None:
    answered(cast.ann, NOON - timedelta(days=1))
    referred(cast, cast.ann, NOON - timedelta(days=1))
    text = page(cast)
    assert "To evaluate" in text
    assert reverse("clearance", args=[cast.ann.pk]) in text
    assert "Ben" not in text


def test_an_empty_list_says_so(cast: Cast) -> None:
    assert "Nobody waits for you." in page(cast)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"valid_until": (NOON + timedelta(days=5)).date()}, "Ends in 5 days"),
        ({"valid_until": (NOON + timedelta(days=1)).date()}, "Ends tomorrow"),
        ({"valid_until": NOON.date()}, "Ends today"),
        ({"sessions": 1}, "1 session left"),
    ],
)
def test_a_clearance_that_ends_is_named(cast: Cast, changes: dict[str, object], words: str) -> None:
    referred(cast, cast.ann, NOON)
    given_clearance(cast, cast.ann, NOON, replace(ORDER, **changes))  # type: ignore[arg-type]  # a test's keywords
    assert words in page(cast)


def test_a_clearance_that_ran_out_or_was_suspended_says_so(cast: Cast) -> None:
    for partner in (cast.ann, cast.ben):
        referred(cast, partner, NOON)
    given_clearance(
        cast,
        cast.ann,
        NOON - timedelta(days=2),
        replace(ORDER, valid_until=(NOON - timedelta(days=1)).date(), evaluated_on=(NOON - timedelta(days=3)).date()),
    )
    clearance = given_clearance(cast, cast.ben, NOON)
    with as_actor(cast.prescriber):
        suspend_clearance(clearance=clearance, reason="Results", by=cast.prescriber, at=NOON)
    text = page(cast)
    assert "Ran out by date. No session until you have looked again." in text
    assert "Suspended" in text


def test_somebody_not_cleared_yet_is_among_the_referred(cast: Cast) -> None:
    referred(cast, cast.ann, NOON)
    assert "Not cleared yet" in page(cast)


def test_a_good_clearance_is_not_among_those_that_end(cast: Cast) -> None:
    referred(cast, cast.ann, NOON)
    given_clearance(cast, cast.ann, NOON)
    text = page(cast)
    assert "No clearance ends in the next three weeks." in text
    assert "2 of 2 left" in text
    assert "Until 16 February 2027" in text


def test_a_completed_session_is_told_in_doses_and_readings_of_the_referred_only(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast, roles={cast.ann: Role.DOSING, cast.ben: Role.WITNESS})
    by = cast.therapist
    with as_actor(by):
        room = actions.open_room(appointment=appointment, by=by, at=NOON)
        common = {"therapy_session": room, "person": cast.ann, "by": by, "at": NOON}
        actions.record_reading(**common, reading=GOOD)  # type: ignore[arg-type]  # keywords
        actions.log(**common, kind="words", words="CANARY-LOG")  # type: ignore[arg-type]  # keywords
        actions.record_dose(**common, order=DoseOrder("first", "lozenge", Decimal(100), "Ann"))  # type: ignore[arg-type]  # keywords
        home = LeavingFacts(dict.fromkeys(QUESTIONS, True), "Her sister")
        actions.record_leaving(**common, answers=home, words="Early.")  # type: ignore[arg-type]  # keywords
        assert "100 mg, lozenge" not in page(cast)
        actions.complete_session(therapy_session=room, by=by, at=NOON)
    text = page(cast)
    assert "12:00 100 mg, lozenge" in text
    assert "12:00 118/76, pulse 68, oxygen 98\u00a0%" in text
    assert "CANARY-LOG" not in text


@pytest.mark.parametrize(("who", "status"), [("therapist", 404), ("staff", 404), ("ann", 404)])
def test_it_is_the_prescribers_own(cast: Cast, who: str, status: int) -> None:
    person = getattr(cast, who)
    client = signed_in_as(getattr(person, "user", person))
    assert client.get(reverse("referrals")).status_code == status


@pytest.mark.parametrize("name", ["custody", "readings", "instruction_sheet"])
def test_a_page_of_one_person_belongs_to_referrals(cast: Cast, name: str) -> None:
    referred(cast, cast.ann, NOON)
    text = signed_in_as(cast.prescriber).get(reverse(name, args=[cast.ann.pk])).content.decode()
    assert f'href="{reverse("referrals")}" aria-current="page"' in " ".join(text.split())
