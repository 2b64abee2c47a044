from datetime import timedelta

import pytest

from accounts.actor import as_actor
from outbox.models import Message
from reminders.actions import plan
from sessions.actions import booking
from sessions.models import Appointment, StepKind
from tests.cast import NOON, Cast
from tests.states import booked

LATER = NOON + timedelta(days=9)


def told() -> list[tuple[str, str, str]]:
    rows = Message.objects.filter(key__startswith="appointment:").order_by("kind", "person__name")
    with as_actor(role="worker"):
        return [(row.person.name, row.kind, row.state) for row in rows.select_related("person")]


@pytest.fixture
def consult(cast: Cast) -> Appointment:
    return booked(cast, kind=StepKind.CONSULT, starts_at=LATER)


def test_a_booked_date_is_told_once_to_each_who_comes(consult: Appointment) -> None:
    assert plan(at=NOON) == 2
    assert plan(at=NOON) == 0
    assert told() == [("Ann Archer", "booked", "waiting"), ("Ben Boyd", "booked", "waiting")]


def test_the_day_before_is_told_a_day_before(consult: Appointment) -> None:
    plan(at=NOON)
    assert plan(at=LATER - timedelta(hours=24, minutes=1)) == 0
    assert plan(at=LATER - timedelta(hours=24)) == 2


def test_nothing_is_told_once_it_has_begun(consult: Appointment) -> None:
    assert plan(at=LATER) == 0


def test_a_private_date_is_told_to_its_person_alone(cast: Cast) -> None:
    booked(cast, kind=StepKind.INTAKE, starts_at=LATER)
    plan(at=NOON)
    assert {name for name, _, _ in told()} == {"Ann Archer"}


def test_a_cancelled_date_takes_its_waiting_messages_back(cast: Cast, consult: Appointment) -> None:
    plan(at=NOON)
    with as_actor(cast.therapist):
        booking.cancel(appointment=consult, by=cast.therapist, at=NOON)
    plan(at=NOON)
    assert {state for _, _, state in told()} == {"withdrawn"}


def test_a_moved_date_is_told_anew_and_its_old_time_never(cast: Cast, consult: Appointment) -> None:
    plan(at=NOON)
    with as_actor(cast.therapist):
        booking.move(appointment=consult, starts_at=LATER + timedelta(days=1), by=cast.therapist, at=NOON)
    assert plan(at=NOON) == 2
    with as_actor(role="worker"):
        waiting = list(Message.objects.filter(state="waiting"))
    assert {message.subject for message in waiting} == {"Appointment: Friday 27 November, 12:00 Pacific"}


def test_whoever_was_never_invited_is_not_written_to(cast: Cast, consult: Appointment) -> None:
    cast.ben.user.is_active = False
    cast.ben.user.save()
    plan(at=NOON)
    assert {name for name, _, _ in told()} == {"Ann Archer"}
