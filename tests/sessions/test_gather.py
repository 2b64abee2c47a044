"""What other pages ask of the pathway: the rail, the day, what waits."""

from datetime import timedelta
from decimal import Decimal

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.actor import as_actor
from screening.models import Hold
from sessions import actions, gather
from sessions.actions import DoseOrder
from sessions.models import Appointment, Role
from sessions.rules.blockers import Reader
from tests.cast import NOON, Cast
from tests.states import HOUR, booked, planned, ready_for_ketamine

pytestmark = pytest.mark.django_db
DAY = NOON.date()
TOMORROW = NOON + timedelta(days=1)


def took_place(cast: Cast, kind: str, number: int = 1, *, starts_at: object = None) -> Appointment:
    appointment = booked(cast, kind=kind, number=number, starts_at=starts_at or NOON)  # type: ignore[arg-type]  # a moment
    with as_actor(cast.therapist):
        actions.complete(appointment=appointment, by=cast.therapist, at=NOON + 24 * HOUR)
    return appointment


def states(cast: Cast) -> list[str]:
    with as_actor(cast.therapist):
        return [node.state for node in gather.rail(cast.couple, cast.therapist, NOON)]


def test_a_new_plan_starts_at_its_first_step(cast: Cast) -> None:
    planned(cast)
    assert states(cast) == ["next", *["not_yet"] * 16]


def test_the_rail_follows_what_took_place_and_what_is_booked(cast: Cast) -> None:
    took_place(cast, "consult", starts_at=NOON - 2 * HOUR)
    booked(cast, kind="intake", starts_at=NOON)
    booked(cast, kind="prep", starts_at=TOMORROW)
    assert states(cast)[:6] == ["done", "today", "not_yet", "booked", "not_yet", "not_yet"]


def test_a_closed_gate_is_a_hold_on_the_next_step_only(cast: Cast) -> None:
    for number, kind in enumerate(("consult", "intake", "intake", "prep", "prep")):
        took_place(cast, kind, 2 if number in {2, 4} else 1, starts_at=NOON + number * HOUR)
    assert states(cast)[4:8] == ["done", "hold", "not_yet", "not_yet"]
    ready_for_ketamine(cast)
    assert states(cast)[5] == "next"


def test_a_node_knows_its_names_its_people_and_its_page(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast, roles={cast.ann: Role.DOSING, cast.ben: Role.WITNESS})
    with as_actor(cast.therapist):
        nodes = gather.rail(cast.couple, cast.therapist, NOON)
    assert (nodes[1].label, nodes[1].name, nodes[1].note) == ("Intake 1", "Private intake, Ann", "Ann")
    assert (nodes[5].label, nodes[5].name, nodes[5].roles) == ("K1", "Ketamine 1", "Ann takes it, Ben supports")
    assert nodes[5].url.endswith(f"/appointments/{appointment.pk}/")
    assert nodes[0].url.endswith("/book/")
    assert (nodes[5].minor, nodes[6].minor) == (False, True)


def test_the_rail_asks_the_same_number_of_queries_for_any_plan(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ready_for_ketamine(cast)
    booked(cast)
    booked(cast, kind="prep", starts_at=TOMORROW)
    with as_actor(cast.therapist), django_assert_max_num_queries(20):
        gather.rail(cast.couple, cast.therapist, NOON)


def test_the_next_steps_blockers_are_those_of_the_gate(cast: Cast) -> None:
    for number, kind in enumerate(("consult", "intake", "intake", "prep", "prep")):
        took_place(cast, kind, 2 if number in {2, 4} else 1, starts_at=NOON + number * HOUR)
    with as_actor(cast.therapist):
        found = gather.next_step_blockers(cast.couple, cast.therapist, NOON)
        step = gather.next_step(cast.couple)
    assert str(step) == "Ketamine 1"
    assert {one.kind.key for one in found} == {"no_decision", "no_clearance", "consent_missing"}


def test_a_talking_step_has_no_blockers(cast: Cast) -> None:
    planned(cast)
    with as_actor(cast.therapist):
        assert gather.next_step_blockers(cast.couple, cast.therapist, NOON) == []


def test_the_plans_warnings_are_words(cast: Cast) -> None:
    planned(cast)
    assert gather.warnings_of_plan(cast.couple) == [
        "Ketamine 2 and 3, 4 and 5, 6 to 8: no integration session between."
    ]


def dosed(cast: Cast) -> None:
    """Ketamine 1 took place: Ann took it, Ben supported."""
    appointment = booked(cast, roles={cast.ann: Role.DOSING, cast.ben: Role.WITNESS})
    with as_actor(cast.therapist):
        room = actions.open_room(appointment=appointment, by=cast.therapist, at=NOON)
        order = DoseOrder("first", "lozenge", Decimal(100), "Ann")
        actions.record_dose(therapy_session=room, person=cast.ann, order=order, by=cast.therapist, at=NOON)
        Appointment.objects.filter(pk=appointment.pk).update(state=Appointment.State.COMPLETED)


def test_the_couples_count_and_each_persons_own_are_two_things(cast: Cast) -> None:
    ready_for_ketamine(cast)
    dosed(cast)
    with as_actor(cast.therapist):
        ratio = gather.session_ratio(cast.couple)
    assert ratio is not None
    assert ratio.words == "Session 2 of 8; Ann's 2nd, Ben's 1st"


@pytest.mark.parametrize(
    ("number", "words"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (21, "21st")]
)
def test_ordinals_are_english(number: int, words: str) -> None:
    assert gather.plan.ordinal(number) == words


def test_the_agenda_is_the_local_day_by_the_clock(cast: Cast) -> None:
    ready_for_ketamine(cast)
    booked(cast, kind="prep", starts_at=NOON - 2 * HOUR)
    booked(cast, starts_at=NOON)
    booked(cast, kind="consult", starts_at=NOON + 12 * HOUR)  # midnight: the next day
    with as_actor(cast.therapist):
        rows = gather.agenda(cast.therapist, DAY, NOON)
    assert [row.label for row in rows] == ["Preparation 1", "Ketamine 1 of 8"]
    assert [row.is_ready for row in rows] == [True, True]


def test_the_agendas_reasons_are_worded_for_its_reader(cast: Cast) -> None:
    ready_for_ketamine(cast)
    booked(cast)
    with as_actor(cast.therapist):
        Hold.objects.create(partner=cast.ben, scope=Hold.Scope.SAFETY, opened_at=NOON)
        therapists = gather.agenda(cast.therapist, DAY, NOON)[0]
    with as_actor(cast.staff):
        offices = gather.agenda(cast.staff, DAY, NOON)[0]
    assert "Ben" in therapists.reasons[0].text
    assert [reason.text for reason in offices.reasons] == ["Therapist to release"]
    assert gather.reader_of(cast.staff) is Reader.STAFF


def test_another_therapists_day_is_empty(cast: Cast) -> None:
    booked(cast, kind="prep")
    with as_actor(cast.other_therapist):
        assert gather.agenda(cast.other_therapist, DAY, NOON) == []


def test_the_agenda_asks_the_same_number_of_queries_for_any_day(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ready_for_ketamine(cast)
    booked(cast)
    booked(cast, number=2, starts_at=NOON + 4 * HOUR)
    booked(cast, kind="prep", starts_at=NOON - HOUR)
    with as_actor(cast.therapist), django_assert_max_num_queries(23):
        assert len(gather.agenda(cast.therapist, DAY, NOON)) == 3


def test_a_couples_dates_keep_the_cancelled_ones(cast: Cast) -> None:
    appointment = booked(cast, kind="prep")
    with as_actor(cast.therapist):
        actions.cancel(appointment=appointment, by=cast.therapist, at=NOON)
        assert [row.appointment.state for row in gather.dates_of(cast.couple, cast.therapist, NOON)] == ["cancelled"]
        assert gather.agenda(cast.therapist, DAY, NOON) == []


def test_the_next_date_of_each_couple_is_the_first_to_come(cast: Cast) -> None:
    booked(cast, kind="prep", starts_at=TOMORROW)
    first = booked(cast, kind="consult", starts_at=NOON + HOUR)
    booked(cast, kind="intake", starts_at=NOON - 2 * HOUR)
    assert gather.next_dates([cast.couple, cast.other_couple], NOON) == {cast.couple.pk: first}


def test_notes_wait_until_they_are_signed(cast: Cast) -> None:
    appointment = took_place(cast, "prep")
    by = cast.therapist
    with as_actor(by):
        assert gather.unsigned_notes(by) == [appointment]
        actions.save_note(appointment=appointment, body="We spoke.", version=0, by=by, at=NOON)
        assert gather.unsigned_notes(by) == [appointment]
        actions.sign_note(appointment=appointment, version=1, by=by, at=NOON)
        assert gather.unsigned_notes(by) == []
    with as_actor(cast.staff):
        assert gather.unsigned_notes(cast.staff) == []


def test_deviations_wait_until_they_are_reviewed(cast: Cast) -> None:
    ready_for_ketamine(cast)
    dosed(cast)
    by = cast.therapist
    with as_actor(by):
        waiting = gather.deviations_to_review(by)
        assert [one.dose.person for one in waiting] == [cast.ann]
        actions.review_deviation(deviation=waiting[0], words="Fine.", by=by, at=NOON)
        assert gather.deviations_to_review(by) == []
