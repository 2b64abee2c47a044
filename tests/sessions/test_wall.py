"""What was asked alone stays with the therapist, whatever a view forgets: read past the views, as each of the cast."""

from decimal import Decimal

import pytest
from django.db import connection

from accounts.actor import as_actor
from accounts.models import User
from sessions import actions
from sessions.actions import DoseOrder
from sessions.models import Dose, Reading
from sessions.rules.leaving import QUESTIONS, LeavingFacts
from tests.cast import NOON, Cast
from tests.sessions.people import CHECK, GOOD
from tests.states import booked, ready_for_ketamine

pytestmark = pytest.mark.django_db
WALLED = ("daycheck", "leaving", "logentry", "deviation")


@pytest.fixture
def run(cast: Cast) -> Cast:
    """A session in which everything was recorded once for Ann, with a dose off the gate."""
    ready_for_ketamine(cast)
    appointment = booked(cast)
    by = cast.therapist
    with as_actor(by):
        room = actions.open_room(appointment=appointment, by=by, at=NOON)
        common = {"therapy_session": room, "person": cast.ann, "by": by, "at": NOON}
        actions.record_day_check(**common, answers=CHECK)  # type: ignore[arg-type]  # keywords
        actions.record_reading(**common, reading=GOOD)  # type: ignore[arg-type]  # keywords
        actions.log(**common, kind="tearful")  # type: ignore[arg-type]  # keywords
        actions.record_dose(**common, order=DoseOrder("first", "lozenge", Decimal(100), "Ann"))  # type: ignore[arg-type]  # keywords
        home = LeavingFacts(dict.fromkeys(QUESTIONS, True), "Her sister")
        actions.record_leaving(**common, answers=home, words="Early.")  # type: ignore[arg-type]  # keywords
    return cast


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from kap_sessions_{table}")
        found: int = cursor.fetchone()[0]
        return found


def user(cast: Cast, who: str) -> User:
    person = getattr(cast, who)
    return person if isinstance(person, User) else person.user


@pytest.mark.parametrize("table", WALLED)
def test_the_therapist_reads_it(run: Cast, table: str) -> None:
    with as_actor(run.therapist):
        assert count(table) == 1


@pytest.mark.parametrize("table", WALLED)
@pytest.mark.parametrize("who", ["staff", "prescriber", "other_therapist", "ann", "ben"])
def test_nobody_else_reads_it(run: Cast, table: str, who: str) -> None:
    with as_actor(user(run, who)):
        assert count(table) == 0


@pytest.mark.parametrize(
    ("who", "seen"), [("therapist", 1), ("prescriber", 1), ("staff", 0), ("other_therapist", 0), ("ann", 0), ("ben", 0)]
)
def test_doses_and_readings_are_the_clinicians_own(run: Cast, who: str, seen: int) -> None:
    reader = user(run, who)
    with as_actor(reader):
        assert Dose.objects.visible_to(reader).count() == Reading.objects.visible_to(reader).count() == seen
