"""Going past a stop, row by row: what leaves room, on whose word, and what it is worth when the fact has changed."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from sessions.rules import gate
from sessions.rules.blockers import KINDS, NEVER_OVERRIDDEN, OVERRIDABLE, Blocker
from sessions.rules.gate import Attendee, Staffing
from sessions.rules.overrides import Asked, PrescriberCall, reasons_not_to_override
from sessions.rules.readings import ReadingFacts
from tests.sessions.people import ANN, BEN, NOW, TODAY, check, clearance, ready

CALL = PrescriberCall("Dr Lee", NOW - timedelta(minutes=5), "Go ahead with half the dose.")
NEVER = "Nobody can go past this."
NO_CALL = "Call the prescriber first. Write whom you spoke with, when, and what they said."
ROW, OTHER_ROW = UUID(int=7), UUID(int=8)


def asked(kind: str, reason: str = "Had tea at ten.", call: PrescriberCall | None = CALL) -> list[str]:
    return reasons_not_to_override(Asked(kind, reason, call), ANN, [Blocker(KINDS[kind], ANN, "Ann")], NOW)


@pytest.mark.parametrize("kind", sorted(NEVER_OVERRIDDEN))
def test_most_stops_leave_no_room_whatever_is_written(kind: str) -> None:
    assert asked(kind) == [NEVER]


@pytest.mark.parametrize("kind", sorted(OVERRIDABLE))
def test_the_others_need_a_reason(kind: str) -> None:
    assert asked(kind) == []
    assert asked(kind, reason=" ") == ["Write why, in a few words."]


@pytest.mark.parametrize(
    ("call", "reasons"),
    [
        (CALL, []),
        (None, [NO_CALL]),
        (replace(CALL, name=" "), [NO_CALL]),
        (replace(CALL, words=""), [NO_CALL]),
        (replace(CALL, at=NOW), []),
        (replace(CALL, at=NOW + timedelta(minutes=1)), ["The time of the call has not come yet."]),
    ],
)
@pytest.mark.parametrize("kind", ["not_fasted", "something_new", "baseline_outside"])
def test_three_need_the_prescribers_word(kind: str, call: PrescriberCall | None, reasons: list[str]) -> None:
    assert asked(kind, call=call) == reasons


def test_a_second_staff_member_is_the_therapists_own_word() -> None:
    assert asked("no_second_staff", call=None) == []


def test_what_does_not_stand_now_is_not_gone_past() -> None:
    asked_ = Asked("not_fasted", "Tea.", CALL)
    assert reasons_not_to_override(asked_, ANN, [], NOW) == ["This does not stand in the way now."]
    other = [Blocker(KINDS["not_fasted"], BEN, "Ben")]
    assert reasons_not_to_override(asked_, ANN, other, NOW) == ["This does not stand in the way now."]
    assert reasons_not_to_override(Asked("nonsense", "x", CALL), ANN, other, NOW) == [NEVER]


def stands(person: Attendee, **more: str) -> list[Blocker]:
    return gate.blockers_to_start(ANN, [person, ready(BEN)], TODAY, staffing=Staffing(**more))


@pytest.mark.parametrize(
    ("changes", "later", "setting"),
    [
        ({"day_check": check(fasted=False), "check_id": ROW}, {"check_id": OTHER_ROW}, "off"),
        ({"day_check": check(nothing_new=False), "check_id": ROW}, {"check_id": OTHER_ROW}, "off"),
        ({"baseline": ReadingFacts(151, 80, 70), "baseline_id": ROW}, {"baseline_id": OTHER_ROW}, "off"),
        ({}, {"overrides": frozenset()}, "required"),
    ],
)
def test_what_was_gone_past_counts_until_the_fact_is_another(
    changes: dict[str, object], later: dict[str, object], setting: str
) -> None:
    person = replace(ready(ANN), **changes)  # type: ignore[arg-type]  # a test's keywords
    (stop,) = stands(person, second_staff=setting)
    past = replace(person, overrides=frozenset({(stop.kind.key, stop.fact)}))
    assert stands(past, second_staff=setting) == []
    assert [one.kind for one in stands(replace(past, **later), second_staff=setting)] == [stop.kind]  # type: ignore[arg-type]  # the same


def test_new_limits_make_an_old_word_worth_nothing() -> None:
    person = replace(ready(ANN), baseline=ReadingFacts(151, 80, 70), baseline_id=ROW)
    (stop,) = stands(person)
    past = replace(person, overrides=frozenset({(stop.kind.key, stop.fact)}))
    newer = clearance(given_at=NOW + timedelta(minutes=1))
    renewed = replace(past, facts=replace(past.facts, clearance=newer))
    assert [one.kind.key for one in stands(renewed)] == ["baseline_outside"]


def test_another_persons_word_opens_nothing() -> None:
    ann = replace(ready(ANN), day_check=check(fasted=False), check_id=ROW)
    (stop,) = stands(ann)
    ben = replace(ready(BEN), overrides=frozenset({(stop.kind.key, stop.fact)}))
    assert gate.blockers_to_start(ANN, [ann, ben], TODAY) == [stop]


SHUT: dict[str, Attendee] = {
    "consent_missing": ready(ANN, consent_signed=False),
    "said_no": replace(ready(ANN), day_check=check(goes_ahead=False)),
    "not_sober": replace(ready(ANN), day_check=check(sober=False)),
    "no_clearance": ready(ANN, clearance=None),
    "clearance_past": ready(ANN, clearance=clearance(valid_until=TODAY - timedelta(days=1))),
    "clearance_suspended": ready(ANN, clearance=clearance(suspended=True)),
    "clearance_used": replace(ready(ANN), sessions_used=2),
    "look_due": ready(ANN, clearance=clearance(re_evaluate_after=0)),
    "safety_hold": ready(ANN, safety_hold=True),
    "no_decision": ready(ANN, goes_on=False, decided_at=None),
    "not_well": replace(ready(ANN), day_check=check(well=False)),
    "not_asked_alone": replace(ready(ANN), day_check=check(asked_alone=False)),
    "no_day_check": replace(ready(ANN), day_check=None),
    "no_baseline": replace(ready(ANN), baseline=None),
    "baseline_dangerous": replace(ready(ANN), baseline=ReadingFacts(190, 80, 70)),
    "no_medical_person": ready(ANN, clearance=clearance(medical_present=True)),
    "ride_under_hold": replace(ready(ANN, safety_hold=True), day_check=check(ride_name="Ben")),
}


@pytest.mark.parametrize("key", SHUT)
def test_a_row_in_the_database_opens_none_of_these(key: str) -> None:
    """Even if somebody wrote one past the action and the constraint: the rule itself does not look."""
    person = SHUT[key]
    found = [one for one in stands(person) if one.kind.key == key]
    assert found
    forged = replace(person, overrides=frozenset((one.kind.key, one.fact) for one in found))
    assert [one for one in stands(forged) if one.kind.key == key] == found
