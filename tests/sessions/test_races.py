"""Two people at the same moment, against the real database: one result, and a sentence for everybody else."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest

from accounts.actor import as_actor
from accounts.roles import Role as UserRole
from clients.models import Couple
from sessions import actions
from sessions.actions import refusals as no
from sessions.models import Appointment, Note, PlanStep
from tests.cast import NOON, couple_of, make_cast, partner, person
from tests.races import at_once
from tests.states import BEFORE, booked, plan_step

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 20
ROUNDS = 5


def outcomes_of(*acts: Callable[[], object]) -> Counter[str]:
    """What came of acts in the same moment, counted by name."""
    return Counter(type(one).__name__ if isinstance(one, Exception) else "done" for one in at_once(*acts))


def test_one_of_twenty_gets_the_step() -> None:
    cast = make_cast()
    step = plan_step(cast, "prep")

    def act() -> None:
        with as_actor(cast.staff):
            actions.book(couple=cast.couple, step=step, starts_at=NOON, by=cast.staff, at=BEFORE)

    outcomes = outcomes_of(*[act] * THREADS)
    assert outcomes["done"] == 1
    assert set(outcomes) <= {"done", "StepTaken", "TherapistBusy"}


def test_one_of_twenty_couples_gets_the_therapists_hour() -> None:
    cast = make_cast()
    acts = []
    for number in range(THREADS):
        with as_actor(cast.staff):
            pair = [partner(f"{first}{number}", "Test") for first in ("Eve", "Fay")]
            couple = couple_of(cast.staff, cast.therapist, *pair)
        with as_actor(cast.therapist):
            step = actions.make_plan(couple=couple, by=cast.therapist, at=BEFORE)[0]

        def act(couple: object = couple, step: object = step, number: int = number) -> None:
            with as_actor(cast.staff):
                actions.book(
                    couple=couple,  # type: ignore[arg-type]  # bound at definition
                    step=step,  # type: ignore[arg-type]  # bound at definition
                    starts_at=NOON + timedelta(minutes=number),
                    by=cast.staff,
                    at=BEFORE,
                )

        acts.append(act)
    assert outcomes_of(*acts) == {"done": 1, "TherapistBusy": THREADS - 1}


def test_one_of_twenty_therapists_gets_the_room_in_each_of_five_rounds() -> None:
    """Each with a couple of her own, all at once in one room: everybody else is told what is in the way."""
    cast = make_cast()
    with as_actor(cast.therapist):
        actions.add_room(name="Attic", by=cast.therapist, at=BEFORE)
    pairs = []
    for number in range(THREADS):
        with as_actor(role="door"):
            therapist = person(f"Tess{number} Test", UserRole.THERAPIST)
        with as_actor(cast.staff):
            pair = [partner(f"{first}{number}", "Test") for first in ("Eve", "Fay")]
            couple = couple_of(cast.staff, therapist, *pair)
        with as_actor(therapist):
            pairs.append((couple, actions.make_plan(couple=couple, by=therapist, at=BEFORE)))
    for number in range(ROUNDS):
        start = NOON + timedelta(hours=number)

        def act(couple: Couple, step: PlanStep, start: datetime = start) -> None:
            with as_actor(cast.staff):
                actions.book(couple=couple, step=step, starts_at=start, by=cast.staff, at=BEFORE)

        met = at_once(*[partial(act, couple, plan[number]) for couple, plan in pairs])
        assert Counter(type(one).__name__ for one in met) == {"NoneType": 1, "RoomBusy": THREADS - 1}
        assert all("Attic is taken then." in one.sentence for one in met if isinstance(one, no.RoomBusy))
    with as_actor(cast.staff):
        assert Appointment.objects.count() == ROUNDS


def test_a_double_click_on_complete_is_one_completion() -> None:
    cast = make_cast()
    appointment = booked(cast, kind="prep")

    def act() -> None:
        with as_actor(cast.therapist):
            actions.complete(appointment=appointment, by=cast.therapist, at=NOON)

    assert outcomes_of(act, act, act) == {"done": 1, "AppointmentEnded": 2}


def test_signing_and_saving_at_once_never_changes_what_is_signed() -> None:
    cast = make_cast()
    appointment = booked(cast, kind="prep")
    with as_actor(cast.therapist):
        actions.save_note(appointment=appointment, body="Read.", version=0, by=cast.therapist, at=NOON)

    def sign() -> None:
        with as_actor(cast.therapist):
            actions.sign_note(appointment=appointment, version=1, by=cast.therapist, at=NOON)

    def save() -> None:
        with as_actor(cast.therapist):
            actions.save_note(appointment=appointment, body="Another tab.", version=1, by=cast.therapist, at=NOON)

    outcomes = outcomes_of(sign, save)
    assert outcomes["done"] == 1
    with as_actor(cast.therapist):
        note = Note.objects.get()
    assert (note.body, note.signed_at is None) == (
        ("Another tab.", True) if outcomes["NoteChanged"] else ("Read.", False)
    )


def test_back_to_back_appointments_do_not_touch() -> None:
    cast = make_cast()
    first = booked(cast, kind="consult")
    booked(cast, kind="prep", starts_at=first.ends_at)
    with as_actor(cast.therapist):
        assert Appointment.objects.count() == 2
    with pytest.raises(no.TherapistBusy):
        booked(cast, kind="prep", number=2, starts_at=first.ends_at - timedelta(minutes=1))
