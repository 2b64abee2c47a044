"""Plan, clock, phases, readings, leaving and notes, as tables."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from sessions.rules import leaving, notes, phases, plan, readings, times
from sessions.rules.phases import DoseFacts
from sessions.rules.readings import ReadingFacts
from tests.sessions.people import NOW, clearance

PACIFIC = ZoneInfo("America/Los_Angeles")
K, I, P = plan.KETAMINE, plan.INTEGRATION, plan.PREPARATION  # noqa: E741 - I is the plan's own letter


def after(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def test_the_default_plan_is_the_practices_own() -> None:
    labels = [plan.short_label(step.kind, step.number) for step in plan.default_plan()]
    assert ", ".join(labels) == (
        "Consult, Intake 1, Intake 2, Prep 1, Prep 2, K1, Int 1, K2, K3, Int 2, K4, K5, Int 3, K6, K7, K8, Int 4"
    )


def test_each_partner_has_an_intake_of_their_own() -> None:
    assert [step.place for step in plan.default_plan() if step.kind == plan.INTAKE] == ["A", "B"]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([P, K, I, K, I], []),
        ([K, K, I], ["Ketamine 1 and 2: no integration session between."]),
        ([K, I, K, K, I, K, K, K, I], ["Ketamine 2 and 3, 4 to 6: no integration session between."]),
        ([P, K], ["This plan has no integration session."]),
        ([P], []),
    ],
)
def test_doses_without_talking_between_are_named(kinds: list[str], expected: list[str]) -> None:
    assert plan.plan_warnings(kinds) == expected


@pytest.mark.parametrize(
    ("kind", "talking", "words"),
    [
        (K, False, "Ketamine 3"),
        (K, True, "Talking day"),
        (plan.CONSULT, False, "First talk"),
        (I, False, "Integration 3"),
    ],
)
def test_a_partner_reads_plain_names(kind: str, talking: bool, words: str) -> None:
    assert plan.own_step_name(kind, 3, talking=talking) == words


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        (date(2026, 3, 7), 18),
        (date(2026, 3, 8), 17),
        (date(2026, 11, 1), 18),
    ],
)
def test_ten_oclock_stays_ten_oclock_when_the_clocks_change(day: date, utc_hour: int) -> None:
    assert times.at_wall_clock(day, time(10), PACIFIC) == datetime.combine(day, time(utc_hour), UTC)


def test_an_hour_that_no_clock_shows_is_refused() -> None:
    with pytest.raises(times.NoSuchTime):
        times.at_wall_clock(date(2026, 3, 8), time(2, 30), PACIFIC)


def test_an_hour_that_comes_twice_is_the_first() -> None:
    assert times.at_wall_clock(date(2026, 11, 1), time(1, 30), PACIFIC) == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "words"),
    [("America/Los_Angeles", "Tuesday 17 November, 12:00 here"), ("Europe/Berlin", "Tuesday 17 November, 21:00 here")],
)
def test_a_time_is_told_with_its_zone(zone: str, words: str) -> None:
    assert times.spoken_time(NOW, ZoneInfo(zone), "here") == words


@pytest.mark.parametrize(
    ("hour", "food"), [(11, "No food after 07:00."), (3, "No food after 23:00 on Monday.")], ids=["morning", "night"]
)
def test_fasting_is_told_as_clock_times(hour: int, food: str) -> None:
    starts_at = times.at_wall_clock(date(2026, 11, 17), time(hour), PACIFIC)
    words = times.fasting_words(starts_at, PACIFIC, food_hours=4, liquid_hours=2)
    assert words[0] == food


@pytest.mark.parametrize(("kind", "minutes", "buffer"), [(K, 180, 30), (I, 50, 0), (plan.CONSULT, 50, 0)])
def test_a_block_is_as_long_as_its_kind(kind: str, minutes: int, buffer: int) -> None:
    assert times.BlockLengths(180, 30, 50).of(kind) == times.Block(minutes, buffer)


@pytest.mark.parametrize("route", phases.PHASE_TIMES)
@pytest.mark.parametrize("booster", [None, 35])
def test_phases_have_no_gap(route: str, booster: int | None) -> None:
    doses = [DoseFacts(NOW, route)] + ([DoseFacts(after(booster), route)] if booster else [])
    bar = phases.phases(doses, NOW)
    assert [phase.since for phase in bar] == [0, *(phase.until for phase in bar[:-1])]


@pytest.mark.parametrize("route", phases.PHASE_TIMES)
def test_phases_lie_within_what_the_practice_describes(route: str) -> None:
    own = phases.PHASE_TIMES[route]
    assert 10 <= own.onset_end <= 20
    assert 60 <= own.return_start - own.onset_end <= 90
    assert 90 <= own.expected_end <= 120


@pytest.mark.parametrize(
    ("minute", "words"),
    [
        (0, "Onset"),
        (19, "Onset"),
        (20, "Altered"),
        (89, "Altered"),
        (90, "Wearing off"),
        (119, "Wearing off"),
        (120, "Settled"),
    ],
)
def test_the_phase_follows_the_clock(minute: int, words: str) -> None:
    assert phases.phase_words([DoseFacts(NOW, "lozenge")], after(minute)) == words


def test_a_booster_moves_the_return_and_the_stay() -> None:
    doses = [DoseFacts(NOW, "lozenge"), DoseFacts(after(35), "lozenge")]
    assert [phase.until for phase in phases.phases(doses, NOW)] == [20, 125, 155]
    assert phases.earliest_leaving(doses, 120) == after(155)


@pytest.mark.parametrize(("amount", "words"), [("100.0", "100 mg"), ("12.5", "12.5 mg"), ("0.5", "0.5 mg")])
def test_an_amount_is_told_as_people_write_it(amount: str, words: str) -> None:
    assert phases.milligrams(Decimal(amount)) == words


def test_before_the_dose_there_is_no_clock() -> None:
    assert (phases.phases([], NOW), phases.phase_words([], NOW)) == ([], "Before the dose")
    assert phases.earliest_leaving([], 120) is None
    assert phases.overdue_reading([], [], NOW) is None
    assert phases.next_due_reading([], NOW) is None


@pytest.mark.parametrize(
    ("route", "minute", "taken", "expected"),
    [
        ("lozenge", 39, [], None),
        ("lozenge", 40, [], 40),
        ("lozenge", 50, [-5], 40),
        ("lozenge", 50, [41], None),
        ("im", 25, [10], 20),
        ("im", 25, [22], None),
        ("im", 70, [], 60),
    ],
)
def test_a_reading_that_is_due_is_named(route: str, minute: int, taken: list[int], expected: int | None) -> None:
    readings_at = [after(one) for one in taken]
    assert phases.overdue_reading([DoseFacts(NOW, route)], readings_at, after(minute)) == expected


@pytest.mark.parametrize(
    ("minute", "due"), [(0, 10), (10, 20), (59, 60), (60, None)], ids=["at once", "at ten", "before the last", "after"]
)
def test_the_next_reading_is_foreseen(minute: int, due: int | None) -> None:
    found = phases.next_due_reading([DoseFacts(NOW, "im")], after(minute))
    assert found == (None if due is None else after(due))


def test_the_stay_and_the_readings_are_the_prescribers_where_they_set_them() -> None:
    assert (phases.stay_of(90, 120), phases.stay_of(None, 120)) == (90, 120)
    schedule = phases.schedule_of({"lozenge": (30, 90)})
    doses = [DoseFacts(NOW, "lozenge")]
    assert phases.overdue_reading(doses, [], after(35), schedule) == 30
    assert phases.next_due_reading(doses, after(35), schedule) == after(90)
    assert schedule["im"] == phases.DUE_READINGS["im"]


@pytest.mark.parametrize(("minutes", "words"), [(0, "just now"), (12, "12 min ago"), (65, "1 h 05 min ago")])
def test_the_age_of_a_reading_is_told(minutes: int, words: str) -> None:
    assert phases.age_words(NOW, after(minutes)) == words


@pytest.mark.parametrize(
    ("reading", "fields"),
    [
        (ReadingFacts(118, 76, 68, 98), set()),
        (ReadingFacts(60, 30, 30, 50), set()),
        (ReadingFacts(260, 160, 220, 100), set()),
        (ReadingFacts(220, 130, 190, 85), set()),
        (ReadingFacts(261, 76, 68), {"systolic"}),
        (ReadingFacts(59, 40, 68), {"systolic"}),
        (ReadingFacts(118, 161, 68), {"diastolic"}),
        (ReadingFacts(118, 29, 68), {"diastolic"}),
        (ReadingFacts(118, 76, 29), {"pulse"}),
        (ReadingFacts(118, 76, 221), {"pulse"}),
        (ReadingFacts(118, 76, 68, 49), {"saturation"}),
        (ReadingFacts(118, 76, 68, 101), {"saturation"}),
        (ReadingFacts(76, 118, 68), {"diastolic"}),
        (ReadingFacts(90, 90, 68), {"diastolic"}),
        (ReadingFacts(0, 0, 0, 0), {"systolic", "diastolic", "pulse", "saturation"}),
    ],
)
def test_what_no_body_can_have_is_refused_and_what_alarms_is_kept(reading: ReadingFacts, fields: set[str]) -> None:
    assert set(readings.impossible(reading)) == fields


@pytest.mark.parametrize(
    ("reading", "count"),
    [
        (ReadingFacts(139, 89, 100, 94), 0),
        (ReadingFacts(140, 89, 100), 1),
        (ReadingFacts(139, 90, 100), 1),
        (ReadingFacts(139, 89, 101), 1),
        (ReadingFacts(139, 89, 49), 1),
        (ReadingFacts(139, 89, 100, 93), 1),
        (ReadingFacts(152, 94, 110, 90), 4),
    ],
)
def test_either_number_is_enough_to_stand_outside_our_limits(reading: ReadingFacts, count: int) -> None:
    assert len(readings.outside(reading, readings.limits_of(None))) == count


def test_the_prescribers_limits_win_and_are_named() -> None:
    limits = readings.limits_of(clearance(max_systolic=150, max_diastolic=None))
    assert readings.outside(ReadingFacts(152, 84, 70), limits) == [
        "Upper number 152 is above the limit Ruth Lee set (150)."
    ]
    assert limits.max_diastolic == readings.DEFAULT_LIMITS.max_diastolic


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


@pytest.mark.parametrize(
    ("reading", "tells"),
    [
        (ReadingFacts(179, 119, 70, 90), ""),
        (ReadingFacts(180, 100, 70), "chest pain"),
        (ReadingFacts(150, 120, 70), "chest pain"),
        (ReadingFacts(120, 80, 70, 89), "below 90 %"),
    ],
)
def test_a_dangerous_value_says_what_to_do(reading: ReadingFacts, tells: str) -> None:
    assert tells in readings.emergency(reading)
    assert bool(tells) == bool(readings.emergency(reading))


@pytest.mark.parametrize(("count", "tells"), [(0, ""), (1, "Rest"), (2, "Rest"), (3, "talking day")])
def test_a_high_pressure_is_measured_again_at_most_twice(count: int, tells: str) -> None:
    assert tells in readings.recheck_words(count)


YES = dict.fromkeys(leaving.QUESTIONS, True)
BEN = leaving.OtherFacts("Ben", frozenset({"Ben"}), has_dosed=True)
DOSE = [DoseFacts(NOW, "lozenge")]


@pytest.mark.parametrize(
    ("answers", "home", "minute", "other", "tells"),
    [
        (YES, "Sister", 120, BEN, []),
        (YES, "Sister", 119, BEN, ["The stay is not over: 0:01 to go."]),
        (YES | {"steady": False}, "Sister", 120, BEN, ["Not yet: walks steadily."]),
        (YES, "Ben", 120, BEN, ["Ben took the medicine too, and cannot be the way home.", leaving.CHECK_WAY_HOME]),
        (YES, "Ben", 120, leaving.OtherFacts("Ben", frozenset({"Ben"}), False), [leaving.CHECK_WAY_HOME]),
        (YES, "Ben", 120, None, []),
    ],
)
def test_leaving_names_what_asks_for_words(
    answers: dict[str, bool], home: str, minute: int, other: leaving.OtherFacts | None, tells: list[str]
) -> None:
    assert leaving.concerns(leaving.LeavingFacts(answers, home), DOSE, after(minute), 120, other) == tells


@pytest.mark.parametrize(
    ("people", "tells"),
    [
        ([("Ann", True, True), ("Ben", False, False)], []),
        ([("Ann", True, False), ("Ben", True, True)], ["Ann has not been cleared to leave yet."]),
        ([("Ann", False, False)], ["Nobody has taken a dose. Record it, or make this a talking day."]),
    ],
)
def test_a_session_is_complete_when_everybody_with_a_dose_has_left(
    people: list[tuple[str, bool, bool]], tells: list[str]
) -> None:
    assert leaving.missing_to_complete([leaving.InRoom(*one) for one in people]) == tells


@pytest.mark.parametrize(
    ("at", "not_yet", "words"),
    [
        ("", [], "No leaving is recorded"),
        ("15:00", [], "Left at 15:00, oriented, steady and settled"),
        ("15:00", ["steady"], "Left at 15:00. Not yet then: walks steadily"),
        (
            "15:00",
            ["oriented", "settled"],
            "Left at 15:00. Not yet then: knows who, where and when; nausea and strangeness have settled",
        ),
    ],
)
def test_how_somebody_left_an_earlier_session(at: str, not_yet: list[str], words: str) -> None:
    assert leaving.left_words(at, not_yet) == words


def test_a_digest_changes_with_one_letter() -> None:
    assert notes.digest("Ann spoke.") != notes.digest("Ann spoke")
    assert len(notes.digest("")) == 64


def test_a_first_draft_carries_the_rooms_own_record() -> None:
    draft = notes.first_draft(ketamine=True, medicine=["Ann: 100 mg lozenge at 12:40"])
    assert "Medicine and dose\nAnn: 100 mg lozenge at 12:40\n" in draft
    assert "Medicine" not in notes.first_draft(ketamine=False)
