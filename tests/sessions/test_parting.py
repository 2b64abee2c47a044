"""A couple parts, or its care ends: who learns what and when, and what its record takes afterwards."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction

from accounts.actor import as_actor
from accounts.models import User
from clients import actions as clients
from clients.models import CareChange, Couple, Partner, Separation, Telling
from outbox.models import Message
from reminders.actions import plan as plan_reminders
from screening.models import SealedAnswer
from sessions import actions
from sessions.actions import NotWhole, Refused
from sessions.actions.parting import NotParted, StillInCare
from sessions.actions.refusals import CareEnded
from sessions.gather import shown_to
from sessions.models import Appointment, DayCheck, LogEntry, Note, PlanStep
from tests.cast import NOON, Cast, make_cast
from tests.parting import alone, closed, parted, separating, told
from tests.states import BEFORE, answered, booked, plan_step, ready_for_ketamine

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)


def own_dates(person: Partner) -> list[datetime]:
    with as_actor(person.user):
        return [date.starts_at for date in shown_to(person, person.user, NOON).dates]


def held_talk(cast: Cast, *, signed: bool = True) -> Appointment:
    """A consult that took place yesterday, with its note."""
    start = NOON - timedelta(days=1)
    appointment = booked(cast, kind="consult", starts_at=start, at=start - timedelta(days=1))
    with as_actor(cast.therapist):
        actions.complete(appointment=appointment, by=cast.therapist, at=start + timedelta(hours=1))
        note = actions.save_note(appointment=appointment, body="Spoke.", version=0, by=cast.therapist, at=NOON)
        if signed:
            actions.sign_note(appointment=appointment, version=note.version, by=cast.therapist, at=NOON)
    return appointment


def test_it_takes_effect_only_when_both_were_told(cast: Cast) -> None:
    separation = separating(cast)
    told(cast, separation, cast.ann)
    with as_actor(cast.therapist), pytest.raises(NotWhole, match="Ben has not been told, alone"):
        actions.part(separation=separation, by=cast.therapist, at=NOON)
    assert Couple.objects.get(pk=cast.couple.pk).closed_at is None


def test_it_takes_effect_by_an_act_and_not_by_the_telling(cast: Cast) -> None:
    appointment = booked(cast, kind="consult", starts_at=LATER)
    separation = separating(cast)
    told(cast, separation, cast.ann)
    told(cast, separation, cast.ben)
    appointment.refresh_from_db()
    assert appointment.state == Appointment.State.BOOKED
    with as_actor(cast.therapist):
        actions.part(separation=separation, by=cast.therapist, at=NOON)
    appointment.refresh_from_db()
    assert appointment.state == Appointment.State.CANCELLED
    assert own_dates(cast.ann) == own_dates(cast.ben) == []


def test_before_its_effect_only_the_couples_therapist_knows_of_it(cast: Cast) -> None:
    separation = separating(cast)
    told(cast, separation, cast.ann, words="CANARY-TOLD-5d")
    others = [cast.ann.user, cast.ben.user, cast.staff, cast.prescriber, cast.other_therapist]
    for user in others:
        with as_actor(user):
            assert not Separation.objects.exists()
            assert not Telling.objects.exists()
    with as_actor(cast.therapist):
        assert Telling.objects.get().words == "CANARY-TOLD-5d"
    with connection.cursor() as cursor, as_actor(cast.therapist):
        cursor.execute("select words from clients_telling")
        assert "CANARY" not in cursor.fetchone()[0]


def test_taking_it_back_leaves_everything_as_it_was(cast: Cast) -> None:
    appointment = booked(cast, kind="consult", starts_at=LATER)
    separation = separating(cast)
    told(cast, separation, cast.ann)
    with as_actor(cast.therapist):
        clients.withdraw_separation(separation=separation, by=cast.therapist, at=NOON)
        with pytest.raises(clients.NotStanding):
            actions.part(separation=separation, by=cast.therapist, at=NOON)
    assert own_dates(cast.ben) == [appointment.starts_at]
    assert not CareChange.objects.exists()
    assert separating(cast) != separation


def test_a_separation_is_opened_once(cast: Cast) -> None:
    assert separating(cast) == separating(cast)


def test_only_the_two_are_told_and_not_ahead_of_time(cast: Cast) -> None:
    separation = separating(cast)
    with pytest.raises(clients.NotOfCouple):
        told(cast, separation, cast.cat)
    with as_actor(cast.therapist), pytest.raises(clients.NotYet):
        clients.record_telling(
            separation=separation, partner=cast.ann, how="by_voice", told_at=LATER, words="", by=cast.therapist, at=NOON
        )


def test_a_corrected_telling_is_another_row(cast: Cast) -> None:
    separation = separating(cast)
    told(cast, separation, cast.ann)
    told(cast, separation, cast.ann, NOON + timedelta(hours=1))
    with as_actor(cast.therapist):
        assert separation.tellings.count() == 2


def test_reminders_of_the_dates_are_withdrawn_and_nothing_is_written(cast: Cast) -> None:
    booked(cast, kind="consult", starts_at=LATER)
    plan_reminders(at=BEFORE)
    with as_actor(role="worker"):
        assert [one.state for one in Message.objects.all()] == ["waiting", "waiting"]
    parted(cast)
    plan_reminders(at=NOON)
    with as_actor(role="worker"):
        assert [one.state for one in Message.objects.all()] == ["withdrawn", "withdrawn"]


def test_an_unsigned_note_and_an_open_date_are_finished_first(cast: Cast) -> None:
    held_talk(cast, signed=False)
    with pytest.raises(NotWhole, match="The note of Consult, 16 November, is not signed"):
        parted(cast)
    with pytest.raises(NotWhole, match="is not signed"):
        closed(cast)


def test_a_date_whose_time_has_come_is_completed_or_cancelled_first(cast: Cast) -> None:
    booked(cast, kind="consult", starts_at=NOON)
    with pytest.raises(NotWhole, match="has not been completed or cancelled"):
        parted(cast, NOON + timedelta(minutes=10))


def test_the_closed_record_takes_no_date_note_or_room_by_action(cast: Cast) -> None:
    appointment = held_talk(cast)
    parted(cast)
    with as_actor(cast.therapist):
        with pytest.raises(CareEnded):
            booked(cast, kind="prep", starts_at=LATER)
        with pytest.raises(Refused):
            actions.move(appointment=appointment, starts_at=LATER, by=cast.therapist, at=NOON)


def test_the_closed_record_takes_nothing_past_the_actions_either(cast: Cast) -> None:
    appointment = held_talk(cast)
    step = plan_step(cast, "prep")
    parted(cast)
    with as_actor(cast.therapist):
        wrong = [
            PlanStep(couple=cast.couple, position=90, kind="prep", number=9),
            Appointment(
                couple=cast.couple,
                step=step,
                therapist=cast.therapist,
                starts_at=LATER,
                ends_at=LATER + timedelta(hours=1),
                busy_until=LATER + timedelta(hours=1),
                booked_at=NOON,
                booked_by=cast.therapist,
            ),
        ]
        for row in wrong:
            with pytest.raises(IntegrityError, match="this record is closed"), transaction.atomic():
                row.save(force_insert=True)
        with pytest.raises(IntegrityError, match="this record is closed"), transaction.atomic():
            Appointment.objects.filter(pk=appointment.pk).update(state="booked")


def test_a_signed_note_of_the_closed_record_can_still_be_added_to(cast: Cast) -> None:
    appointment = held_talk(cast)
    parted(cast)
    with as_actor(cast.therapist):
        note = Note.objects.get(appointment=appointment)
        actions.amend_note(note=note, body="One thing more.", by=cast.therapist, at=NOON)
        assert note.amendments.count() == 1


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_sealed_words_of_a_closed_record_still_get_a_new_key() -> None:
    cast = make_cast()
    held_talk(cast)
    parted(cast)
    with connections["owner"].cursor() as cursor:
        cursor.execute("update kap_sessions_note set body = body")
        assert cursor.rowcount == 1


def test_one_person_goes_on_alone_with_own_dates(cast: Cast) -> None:
    parted(cast)
    unit = alone(cast, cast.ann, cast.therapist)
    assert str(unit) == "Ann"
    with as_actor(cast.therapist):
        step = PlanStep.objects.get(couple=unit, kind="intake")
        own = actions.book(couple=unit, step=step, starts_at=LATER, by=cast.therapist, at=NOON)
    assert own_dates(cast.ann) == [own.starts_at]
    assert own_dates(cast.ben) == []


def test_nobody_goes_on_twice_or_before_the_parting(cast: Cast) -> None:
    with pytest.raises(StillInCare):
        alone(cast, cast.ann, cast.therapist)
    parted(cast)
    alone(cast, cast.ann, cast.therapist)
    with pytest.raises(StillInCare):
        alone(cast, cast.ann, cast.therapist)
    with as_actor(cast.therapist):
        assert {str(one) for one in Couple.objects.all()} == {"Ann & Ben", "Ann"}


def test_somebody_in_care_alone_does_not_separate(cast: Cast) -> None:
    parted(cast)
    unit = alone(cast, cast.ann, cast.therapist)
    with as_actor(cast.therapist), pytest.raises(clients.NotOfCouple):
        clients.open_separation(couple=unit, by=cast.therapist, at=NOON)


def opens(user: User, partner: Partner) -> bool:
    with as_actor(user):
        seen = Partner.objects.visible_to(user).filter(pk=partner.pk).exists()
        read = SealedAnswer.objects.filter(partner=partner).exists()
    assert seen == read
    return seen


def test_each_person_is_opened_by_whoever_cares_for_them_now(cast: Cast) -> None:
    answered(cast.ann)
    answered(cast.ben)
    parted(cast)
    assert [opens(cast.therapist, one) for one in (cast.ann, cast.ben)] == [True, True]
    alone(cast, cast.ann, cast.other_therapist)
    assert [opens(cast.therapist, one) for one in (cast.ann, cast.ben)] == [False, True]
    assert [opens(cast.other_therapist, one) for one in (cast.ann, cast.ben)] == [True, False]


def test_the_record_of_the_couple_stays_with_its_therapist(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast)
    by = cast.therapist
    with as_actor(by):
        room = actions.open_room(appointment=appointment, by=by, at=NOON)
        actions.log(therapy_session=room, person=cast.ann, kind="tearful", by=by, at=NOON)
        actions.convert_to_talking(appointment=appointment, words="Unwell.", by=by, at=NOON)
        actions.complete(appointment=appointment, by=by, at=NOON + timedelta(hours=3))
        note = actions.save_note(appointment=appointment, body="Both.", version=0, by=by, at=NOON + timedelta(hours=3))
        actions.sign_note(appointment=appointment, version=note.version, by=by, at=NOON + timedelta(hours=3))
    parted(cast, NOON + timedelta(hours=4))
    alone(cast, cast.ann, cast.other_therapist, NOON + timedelta(hours=4))
    with as_actor(by):
        assert LogEntry.objects.count() == Note.objects.count() == 1
        assert not DayCheck.objects.exists()
    with as_actor(cast.other_therapist):
        assert LogEntry.objects.count() == 1  # Ann's own line
        assert Note.objects.count() == 0
        assert not Appointment.objects.visible_to(cast.other_therapist).filter(pk=appointment.pk).exists()


def test_care_that_came_to_its_end_is_closed_and_taken_up_again(cast: Cast) -> None:
    held_talk(cast)
    closed(cast)
    with as_actor(cast.therapist):
        with pytest.raises(CareEnded):
            actions.close_care(couple=cast.couple, by=cast.therapist, at=NOON)
        actions.reopen_care(couple=cast.couple, by=cast.therapist, at=NOON + timedelta(days=1))
        with pytest.raises(NotParted):
            actions.reopen_care(couple=cast.couple, by=cast.therapist, at=NOON)
        assert [one.kind for one in CareChange.objects.order_by("at")] == ["closed", "reopened"]
    assert booked(cast, kind="prep", starts_at=LATER).state == Appointment.State.BOOKED


def test_care_with_a_date_to_come_is_not_at_its_end(cast: Cast) -> None:
    booked(cast, kind="consult", starts_at=LATER)
    with pytest.raises(NotWhole, match="A date is still to come"):
        closed(cast)


def test_a_couple_that_parted_is_not_taken_up_again(cast: Cast) -> None:
    parted(cast)
    with as_actor(cast.therapist), pytest.raises(NotParted):
        actions.reopen_care(couple=cast.couple, by=cast.therapist, at=NOON)


def test_no_separation_of_a_couple_whose_care_has_ended(cast: Cast) -> None:
    closed(cast)
    with pytest.raises(clients.CareHasEnded):
        separating(cast)


def test_the_office_cannot_open_or_carry_out_a_separation(cast: Cast) -> None:
    separation = separating(cast)
    with as_actor(cast.staff), pytest.raises(clients.NotStanding):
        actions.part(separation=separation, by=cast.staff, at=NOON)
