"""What runs out of a clearance, and what a prescriber reads of earlier sessions."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.actor import as_actor
from clients.actions import end_emergency, open_emergency
from sessions import actions
from sessions.gather.course import _happened, course_of, readings_in_order
from sessions.rules.leaving import QUESTIONS, LeavingFacts
from sessions.rules.readings import ReadingFacts
from tests.cast import NOON, Cast, signed_in_as
from tests.sessions.people import GOOD
from tests.states import ORDER, booked, given_clearance, ready_for_ketamine

# Of these only the gait is of the body; thoughts and safety were asked alone.
LEFT_WITH = {"steady": False, "no_new_thoughts": False, "safe_to_go": False}


@pytest.fixture
def after_a_session(cast: Cast) -> Cast:
    """Ann took a dose, felt sick, and left."""
    ready_for_ketamine(cast)
    appointment = booked(cast)
    by = cast.therapist
    with as_actor(by):
        room = actions.open_room(appointment=appointment, by=by, at=NOON)
        common: dict[str, Any] = {"therapy_session": room, "person": cast.ann, "by": by}
        actions.record_reading(**common, reading=GOOD, at=NOON)
        actions.record_dose(**common, order=actions.DoseOrder("first", "lozenge", Decimal(100), "Ann"), at=NOON)
        actions.log(**common, kind="nausea", words="CANARY-WORDS", at=NOON + timedelta(minutes=30))
        actions.log(**common, kind="tearful", words="", at=NOON + timedelta(minutes=31))
        actions.record_reading(**common, reading=ReadingFacts(150, 92, 88, 95), at=NOON + timedelta(minutes=40))
        home = LeavingFacts(dict.fromkeys(QUESTIONS, True) | LEFT_WITH, "Her sister")
        actions.record_leaving(**common, answers=home, words="CANARY-HOME", at=NOON + timedelta(hours=3))
    return cast


@pytest.mark.django_db
def test_a_prescriber_reads_doses_peaks_reactions_and_leaving(after_a_session: Cast) -> None:
    cast = after_a_session
    for reader in (cast.prescriber, cast.therapist):
        with as_actor(reader):
            [course] = course_of(cast.ann, reader)
        assert course.peak == "150/92, pulse 88, oxygen 95\u00a0% at its lowest"
        assert [words for _, words in course.reactions] == ["Nausea"]
        assert course.left_at == NOON + timedelta(hours=3)
        assert [one.systolic for one in readings_in_order([course])] == [GOOD.systolic, 150]
        assert course.left_words == "Left at 15:00. Not yet then: walks steadily"
    assert_course(signed_in_as(cast.prescriber).get(reverse("clearance", args=[cast.ann.pk])).content.decode())


def assert_course(page: str) -> None:
    """How the session went, and not a word that was typed or asked alone."""
    assert "12:30 Nausea" in page
    assert "150/92, pulse 88" in page
    assert "Not yet then: walks steadily" in page
    for private in ("CANARY", "Her sister", "Tearful", "dying", "safe to go"):
        assert private not in page


@pytest.mark.django_db
def test_a_prescriber_who_opens_it_in_an_emergency_reads_the_same_and_only_for_its_hour(after_a_session: Cast) -> None:
    cast, at = after_a_session, timezone.now()  # the hour runs by the database's clock
    with as_actor(cast.therapist):
        cast.ann.referrals.update(ended_at=at)
    with as_actor(cast.prescriber):
        assert not course_of(cast.ann, cast.prescriber)
        assert not _happened(cast.ann.pk)
        access = open_emergency(
            first_name="Ann", last_name="Archer", birth_date=cast.ann.birth_date, reason="x", by=cast.prescriber, at=at
        )
    page = signed_in_as(cast.prescriber).get(reverse("emergency_record", args=[access.pk])).content.decode()
    assert_course(page)
    with as_actor(cast.prescriber):
        assert list(_happened(cast.ann.pk))
        assert not _happened(cast.ben.pk)
        end_emergency(access=access, by=cast.prescriber, at=at)
        assert not _happened(cast.ann.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["staff", "ann", "ben", "other_therapist"])
def test_nobody_else_reads_a_course(after_a_session: Cast, who: str) -> None:
    somebody = getattr(after_a_session, who)
    with as_actor(getattr(somebody, "user", somebody)), connection.cursor() as cursor:
        cursor.execute("select count(*) from kap_course_of(%s)", [after_a_session.ann.pk])
        assert cursor.fetchone()[0] == 0


@pytest.mark.django_db
def test_fewer_sessions_than_dates_is_said_on_those_dates_and_nothing_is_cancelled(cast: Cast) -> None:
    ready_for_ketamine(cast)
    first = booked(cast, starts_at=NOON + timedelta(days=7))
    second = booked(cast, number=2, starts_at=NOON + timedelta(days=14))
    given_clearance(cast, cast.ann, NOON, replace(ORDER, sessions=1))
    said = "Ann: the dates before this one use up the clearance."
    with time_machine.travel(NOON, tick=False):
        maya = signed_in_as(cast.therapist, at=NOON)
        pages = [maya.get(reverse("appointment", args=[one.pk])).content.decode() for one in (first, second)]
    assert [said in page for page in pages] == [False, True]
