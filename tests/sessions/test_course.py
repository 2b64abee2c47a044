"""What runs out of a clearance, and what a prescriber reads of earlier sessions."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from accounts.actor import as_actor
from sessions import actions
from sessions.gather.course import course_of, readings_in_order
from sessions.rules import phases, readings
from sessions.rules.course import HIGH, picture
from sessions.rules.leaving import QUESTIONS, LeavingFacts
from sessions.rules.readings import ReadingFacts
from sessions.rules.second_look import endings
from tests.cast import NOON, Cast, signed_in_as
from tests.sessions.people import GOOD, TODAY, clearance
from tests.states import ORDER, booked, given_clearance, ready_for_ketamine

FAR = TODAY + timedelta(days=60)


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


@pytest.mark.parametrize(
    ("changes", "used", "words", "over"),
    [
        ({"valid_until": FAR, "sessions": 6}, 0, "", False),
        ({"valid_until": days(22), "sessions": 6}, 0, "", False),
        ({"valid_until": days(21), "sessions": 6}, 0, "Ends in 21 days", False),
        ({"valid_until": days(1), "sessions": 6}, 0, "Ends tomorrow", False),
        ({"valid_until": days(0), "sessions": 6}, 0, "Ends today", False),
        ({"valid_until": days(-1), "sessions": 6}, 0, "Ran out by date", True),
        ({"valid_until": FAR, "sessions": 2}, 1, "1 session left", False),
        ({"valid_until": FAR, "sessions": 2}, 2, "All sessions used", True),
        ({"valid_until": FAR, "sessions": 8, "re_evaluate_after": 2}, 0, "", False),
        ({"valid_until": FAR, "sessions": 8, "re_evaluate_after": 2}, 1, "after 1 more session", False),
        ({"valid_until": FAR, "sessions": 8, "re_evaluate_after": 2}, 2, "the sessions until then are used", True),
        ({"valid_until": FAR, "sessions": 8, "re_evaluate_on": days(22)}, 0, "", False),
        ({"valid_until": FAR, "sessions": 8, "re_evaluate_on": days(1)}, 0, "To look at again tomorrow", False),
        ({"valid_until": FAR, "sessions": 8, "re_evaluate_on": days(0)}, 0, "To look at again today", False),
        ({"valid_until": FAR, "sessions": 8, "re_evaluate_on": days(-1)}, 0, "the day has passed", True),
        ({"valid_until": days(3), "sessions": 8, "re_evaluate_on": days(-1)}, 0, "the day has passed", True),
    ],
)
def test_what_is_over_or_ends_soon_by_date_and_by_sessions(
    changes: dict[str, Any], used: int, words: str, over: bool
) -> None:
    found = endings(clearance(**changes), used, TODAY)
    assert bool(found) is bool(words)
    if found:
        assert words in found[0].words
        assert found[0].is_over is over


def test_a_picture_needs_two_readings_and_keeps_inside_its_field() -> None:
    assert picture([GOOD], 140, 90) is None
    wild = ReadingFacts(250, 35, 80)
    drawn = picture([GOOD, wild], 140, None)
    assert drawn
    assert (drawn.limit_upper is None, drawn.limit_lower) == (False, None)
    heights = [int(point.split(",")[1]) for line in (drawn.upper, drawn.lower) for point in line.split()]
    assert all(0 <= height <= HIGH for height in heights)
    assert drawn.words == "Blood pressure in 2 readings, at its highest 250/76."


@pytest.mark.parametrize(
    ("systolic", "diastolic", "words"),
    [
        (170, 105, ""),
        (171, 105, "Call Ruth Lee: 171 is above 170."),
        (170, 106, "Call Ruth Lee: 106 is above 105."),
        (180, 110, "Call Ruth Lee: 180 is above 170 and 110 is above 105."),
    ],
)
def test_the_prescriber_is_called_above_what_they_named(systolic: int, diastolic: int, words: str) -> None:
    limits = readings.limits_of(clearance(call_systolic=170, call_diastolic=105))
    assert readings.call(ReadingFacts(systolic, diastolic, 80), limits) == words


def test_nobody_is_called_where_no_number_was_named() -> None:
    assert readings.call(ReadingFacts(200, 120, 80), readings.limits_of(clearance())) == ""


def test_the_lowest_pulse_and_saturation_are_the_prescribers_where_they_set_them() -> None:
    limits = readings.limits_of(clearance(min_pulse=45, min_saturation=90))
    assert readings.outside(ReadingFacts(118, 76, 46, 91), limits) == []
    assert len(readings.outside(ReadingFacts(118, 76, 46, 91), readings.limits_of(clearance()))) == 2


def test_the_stay_and_the_readings_are_the_prescribers_where_they_set_them() -> None:
    assert (phases.stay_of(90, 120), phases.stay_of(None, 120)) == (90, 120)
    schedule = phases.schedule_of({"lozenge": (30, 90)})
    doses = [phases.DoseFacts(NOON, "lozenge")]
    assert phases.overdue_reading(doses, [], NOON + timedelta(minutes=35), schedule) == 30
    assert phases.next_due_reading(doses, NOON + timedelta(minutes=35), schedule) == NOON + timedelta(minutes=90)
    assert schedule["im"] == phases.DUE_READINGS["im"]


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
        home = LeavingFacts(dict.fromkeys(QUESTIONS, True), "Her sister")
        actions.record_leaving(**common, answers=home, at=NOON + timedelta(hours=3))
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
    page = signed_in_as(cast.prescriber).get(reverse("clearance", args=[cast.ann.pk])).content.decode()
    assert "12:30 Nausea" in page
    assert "CANARY-WORDS" not in page
    assert "Her sister" not in page


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
