"""The page that books, as each of those who may."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actor import as_actor
from screening.models import Hold
from sessions.models import Appointment
from tests.cast import NOON, Cast, signed_in_as
from tests.states import booked, plan_step, ready_for_ketamine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
BOTH = {"part_a": "dosing", "part_b": "dosing"}


def url(cast: Cast, kind: str = "ketamine", number: int = 1) -> str:
    return reverse("book", args=[cast.couple.pk, plan_step(cast, kind, number).pk])


def fields(day: str = "2026-11-19", hour: str = "10:00", **more: str) -> dict[str, str]:
    return {"day": day, "hour": hour, **more}


def test_a_booked_session_is_told_with_its_zone(cast: Cast) -> None:
    ready_for_ketamine(cast)
    client = signed_in_as(cast.therapist)
    response = client.post(url(cast), fields(**BOTH), follow=True)
    assert "Booked for Thursday 19 November, 10:00 Pacific." in response.content.decode()
    assert Appointment.objects.get().starts_at.isoformat() == "2026-11-19T18:00:00+00:00"


def test_a_second_tab_is_told_that_its_date_was_not_taken(cast: Cast) -> None:
    client = signed_in_as(cast.staff)
    client.post(url(cast, "prep"), fields(place="11"), follow=True)
    again = client.post(url(cast, "prep"), fields(place="11"), follow=True).content.decode()
    other = client.post(url(cast, "prep"), fields(day="2026-11-20", place="11"), follow=True).content.decode()
    assert "booked meanwhile" not in again
    assert "This was booked meanwhile, for Thursday 19 November, 10:00 Pacific." in other
    assert Appointment.objects.count() == 1


def test_the_page_says_before_what_the_refusal_would_say(cast: Cast) -> None:
    client = signed_in_as(cast.therapist)
    before = client.get(url(cast)).content.decode()
    after = client.post(url(cast), fields(**BOTH))
    for reason in ("Ann: no clearance from a prescriber yet.", "Ben: consent is not signed, or was withdrawn."):
        assert reason in before
        assert reason in after.content.decode()
    assert after.status_code == 422
    assert not Appointment.objects.exists()


def test_the_office_reads_a_release_and_no_cause(cast: Cast) -> None:
    ready_for_ketamine(cast)
    with as_actor(cast.therapist):
        Hold.objects.create(partner=cast.ben, scope=Hold.Scope.SAFETY, opened_at=NOON)
    page = signed_in_as(cast.staff).post(url(cast), fields(**BOTH)).content.decode()
    assert "Therapist to release" in page
    assert "private" not in page.lower()


def test_what_was_typed_comes_back(cast: Cast) -> None:
    response = signed_in_as(cast.therapist).post(url(cast), fields(day="2026-11-19", hour="", **BOTH))
    assert response.status_code == 422
    assert 'value="2026-11-19"' in response.content.decode()
    assert "Choose when it starts." in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (fields(day="2026-11-16"), "Choose a time that is still to come."),
        (fields(day="2027-03-14", hour="02:30"), "The clocks go forward over this hour on that day."),
        (fields(day="2026-02-30"), "Enter a date"),
        (fields(day="9999-12-31"), "Check the year of this day."),
        (fields(day="0001-01-01", hour="00:00"), "Check the year of this day."),
        (fields(day="\x00"), "Enter a date"),
        (fields(hour="\U0001f319"), "Enter a time"),
        (fields(hour="25:00"), "Enter a time"),
        ({}, "Choose the day."),
    ],
)
def test_bad_input_gets_a_sentence(cast: Cast, typed: dict[str, str], sentence: str) -> None:
    response = signed_in_as(cast.staff).post(url(cast, "consult"), {"place": "11", **typed})
    assert response.status_code == 422
    assert sentence in response.content.decode()


@pytest.mark.parametrize(("which", "hour"), [("0", 8), ("1", 9)])
def test_an_hour_that_comes_twice_is_asked_about_in_words(cast: Cast, which: str, hour: int) -> None:
    client, typed = signed_in_as(cast.staff), fields(day="2027-11-07", hour="01:30", place="11")
    asked = client.post(url(cast, "consult"), typed)
    said = asked.content.decode()
    assert asked.status_code == 422
    assert "The clocks go back on that day, so this hour comes twice. Choose one." in said
    for words in ("The first, 01:30 PDT", "The second, 01:30 PST"):
        assert words in said
    assert not Appointment.objects.exists()
    assert client.post(url(cast, "consult"), typed | {"which": "2"}).status_code == 422
    client.post(url(cast, "consult"), typed | {"which": which})
    assert Appointment.objects.get().starts_at == datetime(2027, 11, 7, hour, 30, tzinfo=UTC)


def test_an_overlap_gets_a_sentence(cast: Cast) -> None:
    booked(cast, kind="prep", starts_at=NOON + timedelta(hours=22))
    response = signed_in_as(cast.staff).post(url(cast, "consult"), fields(day="2026-11-18", hour="10:10", place="11"))
    assert response.status_code == 422
    assert "Maya Okafor is busy then. Choose another time." in response.content.decode()


def test_a_step_with_a_date_leads_to_it(cast: Cast) -> None:
    appointment = booked(cast, kind="consult")
    response = signed_in_as(cast.staff).get(url(cast, "consult"))
    assert response["Location"] == reverse("appointment", args=[appointment.pk])


@pytest.mark.parametrize(
    ("who", "status"),
    [("therapist", 200), ("staff", 200), ("prescriber", 403), ("other_therapist", 404), ("ann", 404), (None, 302)],
)
def test_who_may_book(cast: Cast, who: str | None, status: int) -> None:
    person = getattr(cast, who) if who else None
    client = Client() if person is None else signed_in_as(getattr(person, "user", person))
    assert client.get(url(cast)).status_code == status


def test_a_step_of_another_couple_is_not_there(cast: Cast) -> None:
    wrong = reverse("book", args=[cast.other_couple.pk, plan_step(cast, "consult").pk])
    assert signed_in_as(cast.staff).get(wrong).status_code == 404
