"""The page of one appointment, and what can be done from it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actor import as_actor
from screening.models import Hold
from sessions import actions
from sessions.actions import DoseOrder
from sessions.models import Appointment, Deviation, Role
from tests.cast import NOON, Cast, signed_in_as
from tests.states import booked, ready_for_ketamine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
LATER = NOON + timedelta(hours=2)


def page(appointment: Appointment, name: str = "appointment") -> str:
    return reverse(name, args=[appointment.pk])


def client_of(cast: Cast, who: str) -> Client:
    person = getattr(cast, who)
    return signed_in_as(getattr(person, "user", person))


def hold(cast: Cast) -> None:
    with as_actor(cast.therapist):
        Hold.objects.create(partner=cast.ben, scope=Hold.Scope.SAFETY, opened_at=NOON)


def test_it_says_when_who_and_what(cast: Cast) -> None:
    ready_for_ketamine(cast)
    text = client_of(cast, "staff").get(page(booked(cast))).content.decode()
    for words in ("Ketamine 1 of 8", "Tuesday 17 November, 12:00 Pacific", "Both take it", "Everything is in place"):
        assert words in text


def test_the_true_reason_is_the_therapists(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast, starts_at=NOON + timedelta(days=1))
    hold(cast)
    assert "Speak with Ben alone." in client_of(cast, "therapist").get(page(appointment)).content.decode()
    office = client_of(cast, "staff").get(page(appointment)).content.decode()
    assert "Therapist to release" in office
    assert "Speak with Ben" not in office


def test_while_both_may_look_on_the_page_holds_nothing_private(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast, starts_at=NOON + timedelta(minutes=45))
    hold(cast)
    text = client_of(cast, "therapist").get(page(appointment)).content.decode()
    assert "The therapist is still preparing." in text
    assert "Speak with Ben" not in text


def test_the_office_has_no_way_into_room_or_note(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast)
    text = client_of(cast, "staff").get(page(appointment)).content.decode()
    assert page(appointment, "open_room") not in text
    assert page(appointment, "note") not in text


def test_the_therapist_opens_the_room_on_the_day(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast)
    client = client_of(cast, "therapist")
    response = client.post(page(appointment, "open_room"))
    assert response["Location"] == page(appointment, "room")
    assert client.get(page(appointment, "room")).status_code == 200


def test_on_another_day_the_room_stays_shut_with_a_sentence(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast, starts_at=NOON + timedelta(days=1))
    response = client_of(cast, "therapist").post(page(appointment, "open_room"), follow=True)
    assert "The room opens on the day of the session." in response.content.decode()


def test_cancelling_asks_once_and_names_nobody(cast: Cast) -> None:
    appointment = booked(cast, kind="prep", starts_at=LATER)
    client = client_of(cast, "staff")
    assert "Cancel this date" in client.get(page(appointment, "cancel_appointment")).content.decode()
    text = client.post(page(appointment, "cancel_appointment"), follow=True).content.decode()
    assert "Cancelled: Preparation 1 on Tuesday 17 November, 14:00 Pacific." in text
    assert "already" not in client.post(page(appointment, "cancel_appointment"), follow=True).content.decode()


def test_a_second_cancelling_gets_a_sentence(cast: Cast) -> None:
    appointment = booked(cast, kind="prep", starts_at=LATER)
    client = client_of(cast, "staff")
    client.post(page(appointment, "cancel_appointment"))
    text = client.post(page(appointment, "cancel_appointment"), follow=True).content.decode()
    assert "This appointment has ended. It stays as it is." in text


def test_moving_tells_the_new_time(cast: Cast) -> None:
    appointment = booked(cast, kind="prep", starts_at=LATER)
    response = client_of(cast, "staff").post(
        page(appointment, "move_appointment"), {"day": "2026-11-20", "hour": "09:30"}, follow=True
    )
    assert "Moved to Friday 20 November, 09:30 Pacific." in response.content.decode()


def test_a_date_beyond_a_clearance_may_be_made_and_says_what_it_waits_for(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast, starts_at=LATER)
    therapist = client_of(cast, "therapist")
    therapist.post(page(appointment, "move_appointment"), {"day": "2027-03-20", "hour": "09:30"})
    text = therapist.get(page(appointment)).content.decode()
    assert "the clearance runs out on 16 February 2027" in text
    assert "It closes then unless the prescriber renews it." in text


def test_the_office_moves_nothing_into_the_past(cast: Cast) -> None:
    appointment = booked(cast, kind="prep", starts_at=LATER)
    response = client_of(cast, "staff").post(
        page(appointment, "move_appointment"), {"day": "2026-11-10", "hour": "09:30"}
    )
    assert response.status_code == 422
    assert "Choose a time that is still to come." in response.content.decode()


def test_a_talking_session_takes_place(cast: Cast) -> None:
    appointment = booked(cast, kind="prep")
    client_of(cast, "therapist").post(page(appointment, "complete_appointment"))
    appointment.refresh_from_db()
    assert appointment.state == Appointment.State.COMPLETED


def test_a_talking_day_needs_a_reason_for_the_therapist_alone(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast)
    client = client_of(cast, "therapist")
    assert client.post(page(appointment, "talking_day"), {"words": ""}).status_code == 422
    text = client.post(page(appointment, "talking_day"), {"words": "CANARY-WHY"}, follow=True).content.decode()
    assert "CANARY-WHY" in text
    assert "Talking day (Ketamine 1)" in text
    assert "CANARY-WHY" not in client_of(cast, "staff").get(page(appointment)).content.decode()


def test_parts_are_changed_before_the_day(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast, starts_at=NOON + timedelta(days=1))
    client_of(cast, "therapist").post(
        page(appointment, "session_parts"), {"part_a": "dosing", "part_b": "witness"}, follow=True
    )
    assert appointment.attendances.get(person=cast.ben).role == Role.WITNESS


def test_parts_without_anybody_taking_it_are_refused(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast)
    response = client_of(cast, "therapist").post(
        page(appointment, "session_parts"), {"part_a": "witness", "part_b": "witness"}
    )
    assert response.status_code == 422
    assert "Nobody takes the medicine. Choose who does." in response.content.decode()


def test_somebody_who_has_begun_keeps_their_part(cast: Cast) -> None:
    appointment = deviation_of(cast).dose.therapy_session.appointment
    response = client_of(cast, "therapist").post(
        page(appointment, "session_parts"), {"part_a": "witness", "part_b": "dosing"}
    )
    assert response.status_code == 422
    assert "Ann has started already. That part stays." in response.content.decode()


@pytest.mark.parametrize("name", ["session_parts", "talking_day"])
def test_a_talking_session_has_no_parts_to_change(cast: Cast, name: str) -> None:
    appointment = booked(cast, kind="prep")
    assert client_of(cast, "therapist").get(page(appointment, name))["Location"] == page(appointment)


def test_a_session_with_a_dose_does_not_become_a_talking_day(cast: Cast) -> None:
    appointment = deviation_of(cast).dose.therapy_session.appointment
    response = client_of(cast, "therapist").post(page(appointment, "talking_day"), {"words": "Unwell"})
    assert response.status_code == 422
    assert "A dose was recorded in this session." in response.content.decode()


def deviation_of(cast: Cast) -> Deviation:
    ready_for_ketamine(cast)
    appointment = booked(cast)
    with as_actor(cast.therapist):
        room = actions.open_room(appointment=appointment, by=cast.therapist, at=NOON)
        order = DoseOrder("first", "lozenge", Decimal(100), "Ann herself")
        actions.record_dose(therapy_session=room, person=cast.ann, order=order, by=cast.therapist, at=NOON)
        return Deviation.objects.select_related("dose__therapy_session__appointment").get()


def test_a_dose_outside_the_gate_is_reviewed_in_words(cast: Cast) -> None:
    deviation = deviation_of(cast)
    appointment = deviation.dose.therapy_session.appointment
    client = client_of(cast, "therapist")
    assert "Ann: take a reading before the dose." in client.get(page(appointment)).content.decode()
    url = reverse("review_deviation", args=[deviation.pk])
    assert client.post(url, {"words": ""}).status_code == 422
    assert "Spoke with Dr Lee." in client.post(url, {"words": "Spoke with Dr Lee."}, follow=True).content.decode()


@pytest.mark.parametrize(
    ("who", "status"), [("staff", 404), ("prescriber", 404), ("other_therapist", 404), ("ann", 404)]
)
def test_nobody_else_reviews(cast: Cast, who: str, status: int) -> None:
    url = reverse("review_deviation", args=[deviation_of(cast).pk])
    assert client_of(cast, who).post(url, {"words": "Fine."}).status_code == status


GET = ("appointment", "move_appointment", "cancel_appointment")
CLINICAL = ("talking_day", "session_parts", "room", "note", "sign_note")


@pytest.mark.parametrize("name", GET)
@pytest.mark.parametrize(
    ("who", "status"), [("therapist", 200), ("staff", 200), ("prescriber", 403), ("other_therapist", 404), ("ben", 404)]
)
def test_who_may_see_an_appointment(cast: Cast, name: str, who: str, status: int) -> None:
    assert client_of(cast, who).get(page(booked(cast, kind="prep"), name)).status_code == status


@pytest.mark.parametrize("name", CLINICAL)
@pytest.mark.parametrize("who", ["staff", "prescriber", "other_therapist", "ann", "ben"])
def test_the_clinical_pages_are_not_there_for_others(cast: Cast, name: str, who: str) -> None:
    ready_for_ketamine(cast)
    assert client_of(cast, who).get(page(booked(cast), name)).status_code == 404
