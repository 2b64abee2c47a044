"""Booking, by its refusals."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError
from pytest_django import Settings

from accounts.actor import as_actor
from clients.models import Couple, Partner
from screening.actions import suspend_clearance
from screening.models import Clearance, Hold
from sessions.actions import NotReady, book, cancel, complete, make_plan, move
from sessions.actions.refusals import (
    AppointmentEnded,
    CareEnded,
    NoTherapist,
    OnlyInRoom,
    PastTime,
    PersonBusy,
    StepTaken,
    TherapistBusy,
    TooEarly,
)
from sessions.models import Appointment, Attendance, Role
from sessions.rules.blockers import Reader
from tests.cast import NOON, Cast
from tests.states import BEFORE, ORDER, booked, given_clearance, plan_step, planned, ready_for_ketamine, worried

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=2)


def hold(cast: Cast, partner: Partner, scope: str) -> None:
    with as_actor(cast.therapist):
        Hold.objects.create(partner=partner, scope=scope, opened_at=BEFORE)


def limited(cast: Cast, **changes: object) -> None:
    """Ann's clearance is replaced by one with other limits."""
    order = replace(ORDER, **changes)  # type: ignore[arg-type]  # a test's keywords
    given_clearance(cast, cast.ann, NOON - timedelta(hours=21), order)


def test_a_plan_is_made_once(cast: Cast) -> None:
    first = planned(cast)
    assert planned(cast) == first
    assert [one.person_id for one in first[1:3]] == [cast.ann.pk, cast.ben.pk]


def test_a_ketamine_session_takes_its_block_and_keeps_the_therapist_for_the_room(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast)
    assert appointment.ends_at - appointment.starts_at == timedelta(minutes=180)
    assert appointment.busy_until - appointment.ends_at == timedelta(minutes=30)
    assert {one.role for one in appointment.attendances.all()} == {Role.DOSING}


def test_a_talking_step_needs_free_time_and_nothing_else(cast: Cast) -> None:
    appointment = booked(cast, kind="prep")
    assert appointment.ends_at - appointment.starts_at == timedelta(minutes=50)
    assert {one.role for one in appointment.attendances.all()} == {Role.PRESENT}


def test_a_private_intake_is_one_persons(cast: Cast) -> None:
    appointment = booked(cast, kind="intake")
    assert [one.person for one in appointment.attendances.all()] == [cast.ann]
    with as_actor(cast.ben.user):
        assert not Appointment.objects.visible_to(cast.ben.user).exists()


def test_a_ketamine_session_is_refused_with_every_reason(cast: Cast) -> None:
    with pytest.raises(NotReady) as refusal:
        booked(cast)
    assert {one.kind.key for one in refusal.value.blockers} == {"no_decision", "no_clearance", "consent_missing"}


def test_the_office_is_refused_in_its_own_words(cast: Cast) -> None:
    ready_for_ketamine(cast)
    hold(cast, cast.ben, Hold.Scope.SAFETY)
    own = plan_step(cast, "ketamine")
    with as_actor(cast.staff), pytest.raises(NotReady) as refusal:
        book(
            couple=cast.couple,
            step=own,
            starts_at=LATER,
            roles={cast.ann: Role.DOSING, cast.ben: Role.WITNESS},
            by=cast.staff,
            at=BEFORE,
        )
    assert refusal.value.sentence(Reader.STAFF) == "Therapist to release."
    assert "Ben" in refusal.value.sentence(Reader.THERAPIST)


def test_the_office_books_what_is_ready(cast: Cast) -> None:
    ready_for_ketamine(cast)
    own = plan_step(cast, "ketamine")
    with as_actor(cast.staff):
        made = book(
            couple=cast.couple, step=own, starts_at=LATER, roles={cast.ann: Role.DOSING}, by=cast.staff, at=NOON
        )
    assert made.therapist == cast.therapist
    assert made.attendances.get(person=cast.ben).role == Role.ABSENT


def test_a_date_may_lie_beyond_a_clearance_and_not_be_booked_after_its_end(cast: Cast) -> None:
    ready_for_ketamine(cast)
    limited(cast, valid_until=NOON.date())
    booked(cast, starts_at=NOON + timedelta(days=1))
    with pytest.raises(NotReady) as refusal:
        booked(cast, number=2, starts_at=NOON + timedelta(days=9), at=NOON + timedelta(hours=12))
    assert [one.kind.key for one in refusal.value.blockers] == ["clearance_past"]


def test_the_day_of_a_late_booking_is_the_practices_own(cast: Cast) -> None:
    ready_for_ketamine(cast)
    limited(cast, valid_until=NOON.date())
    booked(cast, starts_at=NOON + timedelta(days=1), at=NOON + timedelta(hours=10))  # 22:00, already the 18th in UTC


def test_one_who_is_not_cleared_can_support_the_other(cast: Cast) -> None:
    ready_for_ketamine(cast)
    with as_actor(cast.prescriber):
        suspend_clearance(
            clearance=Clearance.objects.get(partner=cast.ben), reason="Results", by=cast.prescriber, at=BEFORE
        )
    with pytest.raises(NotReady):
        booked(cast)
    booked(cast, roles={cast.ann: Role.DOSING, cast.ben: Role.WITNESS})


@pytest.mark.parametrize("minutes", [0, -1])
def test_the_past_is_refused(cast: Cast, minutes: int) -> None:
    with pytest.raises(PastTime):
        booked(cast, kind="consult", starts_at=NOON + timedelta(minutes=minutes), at=NOON)


def test_a_step_has_one_date(cast: Cast) -> None:
    booked(cast, kind="consult")
    with pytest.raises(StepTaken):
        booked(cast, kind="consult", starts_at=LATER)


def test_a_therapist_is_in_one_place_and_the_room_needs_its_buffer(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast)
    with pytest.raises(TherapistBusy) as refusal:
        booked(cast, kind="consult", starts_at=appointment.ends_at + timedelta(minutes=29))
    assert refusal.value.sentence == (
        "Maya Okafor is busy then. Choose another time."
        " In the way: Ann & Ben, Ketamine 1, 12:00 to 15:00, held until 15:30."
    )
    booked(cast, kind="consult", starts_at=appointment.busy_until)


def test_a_person_is_in_one_place_and_the_reason_names_them(cast: Cast) -> None:
    booked(cast, kind="intake", number=2)
    own = plan_step(cast, "prep")
    with as_actor(cast.therapist), pytest.raises(PersonBusy) as refusal:
        book(
            couple=cast.couple,
            step=own,
            starts_at=NOON + timedelta(minutes=10),
            therapist=cast.other_therapist,
            by=cast.therapist,
            at=BEFORE,
        )
    assert refusal.value.sentence == (
        "Ben is busy then. Choose another time. In the way: Ben, Private intake, 12:00 to 12:50."
    )


def test_a_refusal_by_the_database_leaves_nothing_behind(cast: Cast) -> None:
    booked(cast, kind="consult")
    with pytest.raises(TherapistBusy):
        booked(cast, kind="prep")
    assert Attendance.objects.count() == 2


def test_a_closed_couple_books_nothing(cast: Cast) -> None:
    own = plan_step(cast, "consult")
    with as_actor(cast.therapist):
        Couple.objects.filter(pk=cast.couple.pk).update(closed_at=NOON)
    with as_actor(cast.therapist), pytest.raises(CareEnded):
        book(couple=cast.couple, step=own, starts_at=LATER, by=cast.therapist, at=NOON)


def test_a_couple_without_a_therapist_books_nothing(cast: Cast) -> None:
    with as_actor(cast.staff):
        couple = Couple.objects.create(opened_at=BEFORE, opened_by=cast.staff)
        own = make_plan(couple=couple, by=cast.staff, at=BEFORE)[0]
    with as_actor(cast.staff), pytest.raises(NoTherapist):
        book(couple=couple, step=own, starts_at=LATER, by=cast.staff, at=NOON)


def test_a_moved_appointment_has_a_new_version_and_frees_the_old_time(cast: Cast) -> None:
    appointment = booked(cast, kind="consult")
    with as_actor(cast.staff):
        moved = move(appointment=appointment, starts_at=LATER, by=cast.staff, at=BEFORE)
    assert (moved.version, moved.ends_at - moved.starts_at) == (2, timedelta(minutes=50))
    assert {one.starts_at for one in moved.attendances.all()} == {LATER}
    booked(cast, kind="prep")


def test_a_move_is_judged_anew(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast)
    worried(cast.ann, at=BEFORE)
    with as_actor(cast.therapist), pytest.raises(NotReady):
        move(appointment=appointment, starts_at=LATER, by=cast.therapist, at=BEFORE)
    with as_actor(cast.therapist), pytest.raises(PastTime):
        move(appointment=appointment, starts_at=BEFORE, by=cast.therapist, at=BEFORE)


def test_its_own_date_does_not_count_against_a_move(cast: Cast) -> None:
    ready_for_ketamine(cast)
    limited(cast, sessions=1)
    appointment = booked(cast)
    with as_actor(cast.therapist):
        assert move(appointment=appointment, starts_at=LATER, by=cast.therapist, at=BEFORE).version == 2


def test_a_cancelled_time_is_free_and_its_step_open_again(cast: Cast) -> None:
    appointment = booked(cast, kind="consult")
    with as_actor(cast.staff):
        cancel(appointment=appointment, by=cast.staff, at=NOON)
    booked(cast, kind="consult")
    with as_actor(cast.staff), pytest.raises(AppointmentEnded):
        cancel(appointment=appointment, by=cast.staff, at=NOON)


def test_a_talking_session_is_complete_once_it_has_begun(cast: Cast) -> None:
    appointment = booked(cast, kind="consult")
    with as_actor(cast.therapist), pytest.raises(TooEarly):
        complete(appointment=appointment, by=cast.therapist, at=NOON - timedelta(minutes=1))
    with as_actor(cast.therapist):
        complete(appointment=appointment, by=cast.therapist, at=NOON)
    appointment.refresh_from_db()
    assert (appointment.state, appointment.ended_by) == (Appointment.State.COMPLETED, cast.therapist)


def test_a_ketamine_session_is_completed_in_its_room(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast)
    with as_actor(cast.therapist), pytest.raises(OnlyInRoom):
        complete(appointment=appointment, by=cast.therapist, at=NOON)


def test_a_refusal_by_the_database_that_has_no_words_is_not_hidden(cast: Cast, settings: Settings) -> None:
    settings.KAP = settings.KAP | {"TALKING_MINUTES": 0}
    with pytest.raises(IntegrityError, match="an_appointment_takes_time"):
        booked(cast, kind="consult")
