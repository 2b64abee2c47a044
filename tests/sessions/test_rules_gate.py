"""The gate as tables: each row a situation, and the reasons it must give."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.rules import gate
from sessions.rules.blockers import NEVER_OVERRIDDEN, OVERRIDABLE, Authority, Blocker, Stage
from sessions.rules.gate import Attendee, Given, Part, Staffing
from sessions.rules.home import is_called
from sessions.rules.readings import ReadingFacts
from tests.sessions.people import ANN, BEN, TODAY, check, clearance, ready

W, A = Part.WITNESS, Part.ABSENT


def keys(blockers: list[Blocker]) -> set[str]:
    return {one.kind.key for one in blockers}


def start(*attendees: Attendee, route: str = "", **more: str) -> set[str]:
    return keys(gate.blockers_to_start(ANN, attendees, TODAY, route=route, staffing=Staffing(**more)))


BOOKING = [
    # situation, the two people, what stands before booking
    ("all in place for both", ready(ANN), ready(BEN), set()),
    ("nobody takes it", ready(ANN, W), ready(BEN, W), {"nobody_doses"}),
    ("no decision", ready(ANN, goes_on=False, decided_at=None), ready(BEN), {"no_decision"}),
    ("decided not to go on", ready(ANN, goes_on=False), ready(BEN), {"not_going_on"}),
    ("a safety hold of the other who doses", ready(ANN), ready(BEN, safety_hold=True), {"safety_hold"}),
    ("a safety hold of the witness", ready(ANN), ready(BEN, W, safety_hold=True), {"safety_hold"}),
    ("a safety hold of who takes it beside a witness", ready(ANN, safety_hold=True), ready(BEN, W), {"safety_hold"}),
    ("a safety hold of somebody absent", ready(ANN), ready(BEN, A, safety_hold=True), set()),
    ("a clinical hold of who takes it", ready(ANN, clinical_hold=True), ready(BEN), {"clinical_hold"}),
    ("a clinical hold of the witness", ready(ANN), ready(BEN, W, clinical_hold=True), set()),
    ("no clearance", ready(ANN, clearance=None), ready(BEN), {"no_clearance"}),
    ("a witness without clearance", ready(ANN), ready(BEN, W, clearance=None), set()),
    ("a witness who is decided not to take it", ready(ANN), ready(BEN, W, goes_on=False), set()),
    ("a witness nobody spoke with alone", ready(ANN), ready(BEN, W, goes_on=False, decided_at=None), {"no_decision"}),
    ("suspended", ready(ANN, clearance=clearance(suspended=True)), ready(BEN), {"clearance_suspended"}),
    ("consent of the witness missing", ready(ANN), ready(BEN, W, consent_signed=False), {"consent_missing"}),
    ("consent of the absent missing", ready(ANN), ready(BEN, A, consent_signed=False), set()),
    ("consent of who takes it missing", ready(ANN, consent_signed=False), ready(BEN), {"consent_missing"}),
    ("one session used of two", replace(ready(ANN), sessions_used=1), ready(BEN), set()),
    ("two sessions used of two", replace(ready(ANN), sessions_used=2), ready(BEN), {"clearance_used"}),
    ("used up by the witness", ready(ANN), replace(ready(BEN, W), sessions_used=9), set()),
]


@pytest.mark.parametrize(("first", "second", "expected"), [row[1:] for row in BOOKING], ids=[row[0] for row in BOOKING])
def test_booking_names_what_is_missing(first: Attendee, second: Attendee, expected: set[str]) -> None:
    assert keys(gate.blockers_to_book([first, second], TODAY)) == expected


# The clearance's own ends, each at its last good value and one beyond: domain.md 1.0.
ENDS = [
    # days from today, sessions used, changes of the clearance, what stands
    (0, 0, {}, set()),
    (1, 0, {}, {"clearance_past"}),
    (0, 1, {}, set()),
    (0, 2, {}, {"clearance_used"}),
    (1, 2, {}, {"clearance_past", "clearance_used"}),
    (0, 1, {"re_evaluate_after": 2}, set()),
    (0, 2, {"re_evaluate_after": 2, "sessions": 8}, {"look_due"}),
    (0, 0, {"re_evaluate_after": 0}, {"look_due"}),
    (0, 0, {"re_evaluate_on": TODAY}, set()),
    (0, 0, {"re_evaluate_on": TODAY - timedelta(days=1)}, {"look_due"}),
    (0, 1, {"re_evaluate_on": TODAY, "re_evaluate_after": 1}, {"look_due"}),
    (0, 5, {"re_evaluate_after": 2, "suspended": True}, {"clearance_suspended"}),
]


@pytest.mark.parametrize(("days", "used", "changes", "expected"), ENDS)
def test_a_clearance_ends_by_date_by_sessions_and_by_another_look(
    days: int, used: int, changes: dict[str, object], expected: set[str]
) -> None:
    person = replace(ready(ANN, clearance=clearance(**changes)), sessions_used=used)
    assert keys(gate.blockers_to_book([person], TODAY + timedelta(days=days))) == expected


@pytest.mark.parametrize(
    ("changes", "detail"),
    [
        ({"re_evaluate_after": 0}, "after 0 sessions"),
        ({"re_evaluate_after": 0, "re_evaluate_on": date(2026, 3, 3)}, "after 0 sessions or by 3 March 2026"),
        ({"re_evaluate_on": date(2026, 3, 3)}, "by 3 March 2026"),
    ],
)
def test_another_look_is_told_with_its_limit(changes: dict[str, object], detail: str) -> None:
    assert gate.blockers_to_book([ready(ANN, clearance=clearance(**changes))], TODAY)[0].detail == detail


def test_a_look_after_one_session_is_told_of_one() -> None:
    person = replace(ready(ANN, clearance=clearance(re_evaluate_after=1)), sessions_used=1)
    assert gate.blockers_to_book([person], TODAY)[0].detail == "after 1 session"


def test_the_clearances_end_is_told_as_a_date() -> None:
    blockers = gate.blockers_to_book([ready(ANN, clearance=clearance(valid_until=date(2026, 3, 3)))], TODAY)
    assert blockers[0].detail == "3 March 2026"


DAY = [
    ("all in place", {}, set()),
    ("not asked", {"day_check": None}, {"no_day_check"}),
    ("asked beside the other", {"day_check": check(asked_alone=False)}, {"not_asked_alone"}),
    ("no today", {"day_check": check(goes_ahead=False)}, {"said_no"}),
    ("not sober", {"day_check": check(sober=False)}, {"not_sober"}),
    ("not well", {"day_check": check(well=False)}, {"not_well"}),
    ("has eaten", {"day_check": check(fasted=False)}, {"not_fasted"}),
    ("something new", {"day_check": check(nothing_new=False)}, {"something_new"}),
    ("nobody to go home with", {"day_check": check(ride_name=" ")}, {"no_ride"}),
    ("goes home with Ben, who takes it too", {"day_check": check(ride_name="Ben")}, {"ride_also_doses"}),
    ("no reading", {"baseline": None}, {"no_baseline"}),
    ("at the prescriber's limit", {"baseline": ReadingFacts(150, 95, 100)}, set()),
    ("above it by the upper number", {"baseline": ReadingFacts(151, 80, 70)}, {"baseline_outside"}),
    ("above it by the lower number", {"baseline": ReadingFacts(120, 96, 70)}, {"baseline_outside"}),
    ("above our pulse where none was set", {"baseline": ReadingFacts(120, 80, 101)}, {"baseline_outside"}),
    ("the last number below a danger", {"baseline": ReadingFacts(179, 119, 70)}, {"baseline_outside"}),
    ("dangerous by the upper number", {"baseline": ReadingFacts(180, 80, 70)}, {"baseline_dangerous"}),
    ("dangerous by the lower number", {"baseline": ReadingFacts(150, 120, 70)}, {"baseline_dangerous"}),
    ("dangerous by the oxygen", {"baseline": ReadingFacts(118, 76, 70, 89)}, {"baseline_dangerous"}),
    ("low oxygen, without a danger", {"baseline": ReadingFacts(118, 76, 70, 90)}, {"baseline_outside"}),
    ("does not want the other there", {"day_check": check(other_welcome=False)}, {"other_not_welcome"}),
    ("not asked whether the other may be there", {"day_check": check(other_welcome=None)}, {"other_not_welcome"}),
    ("stays tonight with Ben, who takes it too", {"day_check": check(stays_with="Ben")}, {"adult_also_doses"}),
    ("Ben is called if something happens", {"day_check": check(contact="Ben")}, set()),
]


@pytest.mark.parametrize(("changes", "expected"), [row[1:] for row in DAY], ids=[row[0] for row in DAY])
def test_the_day_names_what_is_missing(changes: dict[str, object], expected: set[str]) -> None:
    assert start(replace(ready(ANN), **changes), ready(BEN)) == expected  # type: ignore[arg-type]  # a test's keywords


def test_a_person_who_supports_is_not_started() -> None:
    assert start(ready(ANN, W), ready(BEN)) == {"not_dosing"}


@pytest.mark.parametrize(("route", "expected"), [("lozenge", set()), ("im", {"route_not_cleared"}), ("", set())])
def test_a_route_must_be_cleared(route: str, expected: set[str]) -> None:
    assert start(ready(ANN), ready(BEN), route=route, medical="Jo Park") == expected


@pytest.mark.parametrize(
    ("setting", "helper", "expected"),
    [("required", "", {"no_second_staff"}), ("required", "Jo Park", set()), ("warn", "", set()), ("off", "", set())],
)
def test_two_doses_ask_for_a_second_staff_member_as_the_practice_set(
    setting: str, helper: str, expected: set[str]
) -> None:
    assert start(ready(ANN), ready(BEN), second_staff=setting, helper=helper) == expected
    assert start(ready(ANN), ready(BEN, W), second_staff=setting, helper=helper) == set()


# domain.md 1.0: a licensed person gives an injection; a clearance can ask for one in any case.
LOZENGE, IM = frozenset({"lozenge"}), frozenset({"im"})
MEDICAL = [
    # routes cleared, the clearance asks for one, route chosen, who is there, what stands
    (LOZENGE, False, "", "", set()),
    (LOZENGE, False, "lozenge", "", set()),
    (LOZENGE, False, "im", "", {"route_not_cleared", "no_medical_person"}),
    (LOZENGE, True, "", "", {"no_medical_person"}),
    (LOZENGE, True, "lozenge", "", {"no_medical_person"}),
    (LOZENGE, True, "lozenge", " ", {"no_medical_person"}),
    (LOZENGE, True, "lozenge", "Jo Park", set()),
    (IM, False, "", "", {"no_medical_person"}),
    (IM, False, "im", "", {"no_medical_person"}),
    (IM, True, "im", "", {"no_medical_person"}),
    (IM, False, "im", "Jo Park", set()),
    (LOZENGE | IM, False, "", "", set()),
    (LOZENGE | IM, False, "lozenge", "", set()),
    (LOZENGE | IM, False, "im", "", {"no_medical_person"}),
    (LOZENGE | IM, True, "", "", {"no_medical_person"}),
    (LOZENGE | IM, True, "im", "Jo Park", set()),
]


@pytest.mark.parametrize(("routes", "asks", "route", "there", "expected"), MEDICAL)
def test_a_medical_person_is_there_for_an_injection_and_where_the_clearance_asks(
    routes: frozenset[str], asks: bool, route: str, there: str, expected: set[str]
) -> None:
    ann = ready(ANN, clearance=clearance(routes=routes, medical_present=asks))
    assert start(ann, ready(BEN), route=route, medical=there) == expected
    assert start(ann, ready(BEN, W), route=route, medical=there) == expected


def test_the_others_clearance_asks_for_nobody_at_ones_own_start() -> None:
    assert start(ready(ANN), ready(BEN, clearance=clearance(medical_present=True))) == set()
    assert start(ready(ANN, clearance=None), ready(BEN), route="im") == {"no_clearance", "no_medical_person"}
    assert start(ready(ANN, clearance=None), ready(BEN)) == {"no_clearance"}


@pytest.mark.parametrize(
    ("asks", "route", "detail"), [(True, "lozenge", "the clearance asks for one"), (True, "im", "an injection")]
)
def test_a_missing_medical_person_is_told_with_the_cause(asks: bool, route: str, detail: str) -> None:
    ann = ready(ANN, clearance=clearance(routes=LOZENGE | IM, medical_present=asks))
    (stop,) = gate.blockers_to_start(ANN, [ann, ready(BEN)], TODAY, route=route)
    assert stop.detail == detail


def test_a_witness_needs_no_reading_no_fasting_and_no_questions() -> None:
    assert start(ready(ANN), replace(ready(BEN, W, clearance=None), day_check=None, baseline=None)) == set()


@pytest.mark.parametrize("part", [Part.DOSING, W])
@pytest.mark.parametrize(("answer", "key"), [("goes_ahead", "said_no"), ("sober", "not_sober")])
def test_the_other_persons_no_stops_both_while_they_are_there(part: Part, answer: str, key: str) -> None:
    other = replace(ready(BEN, part), day_check=check(**{answer: False}))
    assert start(ready(ANN), other) == {key}
    assert start(ready(ANN), replace(other, part=A)) == set()


# decisions.md 1.3: a hold stops any dosing where the other is present, supporting, driving, the adult or the contact.
@pytest.mark.parametrize("hold_of", [ANN, BEN])
@pytest.mark.parametrize(
    ("part", "named", "expected"),
    [
        (Part.DOSING, "", "safety_hold"),
        (Part.WITNESS, "", "safety_hold"),
        (Part.PRESENT, "", "safety_hold"),
        (Part.ABSENT, "ride_name", "ride_under_hold"),
        (Part.ABSENT, "stays_with", "adult_under_hold"),
        (Part.ABSENT, "contact", "contact_under_hold"),
        (Part.ABSENT, "", None),
    ],
)
def test_a_hold_stops_a_dose_wherever_the_other_is_needed(
    part: Part, named: str, expected: str | None, hold_of: object
) -> None:
    answers = {named: "Ben"} if named else {}
    ann = replace(ready(ANN, safety_hold=hold_of == ANN), day_check=check(**answers))
    ben = ready(BEN, part, safety_hold=hold_of == BEN)
    assert start(ann, ben) == ({expected} if expected else set())


def test_a_supporting_partner_needs_a_yes_of_both() -> None:
    ben = replace(ready(BEN, W), day_check=check(other_welcome=False))
    assert start(ready(ANN), ben) == {"other_not_welcome"}
    assert start(ready(ANN), replace(ben, day_check=check(other_welcome=None))) == set()
    assert start(replace(ready(ANN), day_check=check(other_welcome=None)), ready(BEN, A)) == set()


def test_where_both_take_it_both_are_asked_alone_before_the_first_start() -> None:
    assert start(ready(ANN), replace(ready(BEN), day_check=None)) == {"no_day_check"}


def test_the_witness_may_be_the_way_home() -> None:
    assert start(replace(ready(ANN), day_check=check(ride_name="Ben")), ready(BEN, W)) == set()


@pytest.mark.parametrize(
    ("written", "is_ben"),
    [
        ("Ben", True),
        ("ben", True),
        ("BEN BOYD", True),
        ("Benjamin Boyd, by car", True),
        ("Ben, by car", True),
        ("my husband", True),
        ("Her partner", True),
        ("Ben's sister", False),
        ("Ben\u2019s sister", False),
        ("Ben Smith", False),
        ("Bennet", False),
        ("", False),
        ("\u0000", False),
    ],
)
def test_a_name_is_recognised_as_people_write_it(written: str, is_ben: bool) -> None:
    assert is_called(written, ready(BEN).called) is is_ben


def beside(*attendees: Attendee, started: bool = True, mg: int = 100, booster: bool = False) -> set[str]:
    return keys(
        gate.blockers_beside_a_dose(
            ANN, attendees, TODAY, Given("lozenge", Decimal(mg), is_booster=booster), started=started
        )
    )


def test_a_dose_after_the_start_has_nothing_beside_it() -> None:
    assert beside(ready(ANN), ready(BEN)) == set()


@pytest.mark.parametrize(("mg", "booster", "expected"), [(100, False, set()), (101, False, {"over_maximum"})])
def test_a_dose_above_the_maximum_is_marked(mg: int, booster: bool, expected: set[str]) -> None:
    assert beside(ready(ANN), ready(BEN), mg=mg, booster=booster) == expected


@pytest.mark.parametrize(("mg", "expected"), [(50, set()), (51, {"over_maximum"})])
def test_a_booster_has_its_own_maximum(mg: int, expected: set[str]) -> None:
    assert beside(ready(ANN), ready(BEN), mg=mg, booster=True) == expected


def test_a_dose_without_a_start_keeps_every_reason() -> None:
    assert beside(replace(ready(ANN, consent_signed=False), baseline=None), started=False) == {
        "not_started",
        "consent_missing",
        "no_baseline",
    }


def test_a_dose_without_any_clearance_has_no_maximum_to_stand_above() -> None:
    assert beside(ready(ANN, clearance=None), mg=500) == {"no_clearance"}


def test_a_dose_of_the_witness_is_marked() -> None:
    assert beside(ready(ANN, W), ready(BEN)) == {"not_dosing"}


def test_consent_withdrawn_after_the_first_dose_is_marked_beside_a_further_one() -> None:
    assert beside(ready(ANN, consent_signed=False), ready(BEN), mg=10, booster=True) == {"consent_missing"}


def boost(*attendees: Attendee, minutes: int = 40, mg: int = 0, route: str = "lozenge", **more: str) -> set[str]:
    so_far = Given(route, Decimal(mg), is_booster=True, minutes=minutes)
    return keys(gate.blockers_to_boost(ANN, attendees, TODAY, so_far, Staffing(**more)))


# domain.md 1.0, 1.5: the window and the amount of a booster are the clearance's, in minutes since the first dose.
WINDOW = [
    # changes of the clearance, minute, mg of boosters taken, what stands
    ({}, 0, 0, set()),
    ({}, 600, 0, set()),
    ({"booster_from": 30}, 29, 0, {"booster_early"}),
    ({"booster_from": 30}, 30, 0, set()),
    ({"booster_from": 30}, -5, 0, {"booster_early"}),
    ({"booster_from": 30}, 600, 0, set()),
    ({"booster_until": 60}, 0, 0, set()),
    ({"booster_until": 60}, 60, 0, set()),
    ({"booster_until": 60}, 61, 0, {"booster_late"}),
    ({"booster_from": 30, "booster_until": 60}, 45, 49, set()),
    ({}, 45, 50, {"no_booster"}),
    ({}, 45, 51, {"no_booster"}),
    ({"max_booster_mg": Decimal(0)}, 45, 0, {"no_booster"}),
    ({"booster_until": 60}, 61, 50, {"booster_late", "no_booster"}),
]


@pytest.mark.parametrize(("changes", "minutes", "mg", "expected"), WINDOW)
def test_a_booster_has_its_window_and_its_amount(
    changes: dict[str, object], minutes: int, mg: int, expected: set[str]
) -> None:
    assert boost(ready(ANN, clearance=clearance(**changes)), ready(BEN), minutes=minutes, mg=mg) == expected


@pytest.mark.parametrize(("changes", "minutes", "mg", "expected"), [row for row in WINDOW if row[2] == 0])
def test_a_booster_outside_its_window_is_recorded_and_marked(
    changes: dict[str, object], minutes: int, mg: int, expected: set[str]
) -> None:
    ann = ready(ANN, clearance=clearance(**changes))
    given = Given("lozenge", Decimal(20), is_booster=True, minutes=minutes)
    found = keys(gate.blockers_beside_a_dose(ANN, [ann, ready(BEN)], TODAY, given, started=True))
    assert found == {"over_maximum" if one == "no_booster" else one for one in expected}
    first = replace(given, is_booster=False)
    assert keys(gate.blockers_beside_a_dose(ANN, [ann, ready(BEN)], TODAY, first, started=True)) == set()


@pytest.mark.parametrize(
    ("changes", "mg", "detail"),
    [
        ({"booster_from": 41}, 0, "41 minutes"),
        ({"booster_until": 39}, 0, "39 minutes"),
        ({"max_booster_mg": Decimal(0)}, 0, "none is cleared"),
        ({}, 50, "50 mg taken, up to 50 mg"),
    ],
)
def test_a_booster_to_wait_with_is_told_with_its_limit(changes: dict[str, object], mg: int, detail: str) -> None:
    so_far = Given("lozenge", Decimal(mg), is_booster=True, minutes=40)
    ann = ready(ANN, clearance=clearance(**changes))
    (stop,) = gate.blockers_to_boost(ANN, [ann, ready(BEN)], TODAY, so_far, Staffing())
    assert stop.detail == detail


DANGEROUS, HIGH = ReadingFacts(184, 84, 70), ReadingFacts(170, 84, 70)
ASKS = clearance(medical_present=True)
BOOSTING = [
    # what is otherwise, whose, what stands before a booster
    ("all in place", ready(ANN), ready(BEN), set()),
    ("consent withdrawn since", ready(ANN, consent_signed=False), ready(BEN), {"consent_missing"}),
    ("the other's consent", ready(ANN), ready(BEN, W, consent_signed=False), {"consent_missing"}),
    ("a safety hold since", ready(ANN), ready(BEN, W, safety_hold=True), {"safety_hold"}),
    ("a clinical hold since", ready(ANN, clinical_hold=True), ready(BEN), {"clinical_hold"}),
    ("no clearance at all", ready(ANN, clearance=None), ready(BEN), {"no_clearance"}),
    ("suspended since", ready(ANN, clearance=clearance(suspended=True)), ready(BEN), {"clearance_suspended"}),
    ("the questions of the day are behind", replace(ready(ANN), day_check=None), ready(BEN), set()),
    ("no reading", replace(ready(ANN), baseline=None), replace(ready(BEN), baseline=None), set()),
    ("above the limit before a first dose", replace(ready(ANN), baseline=HIGH), ready(BEN), set()),
    ("a dangerous reading", replace(ready(ANN), baseline=DANGEROUS), ready(BEN), {"baseline_dangerous"}),
    ("the other's dangerous reading", ready(ANN), replace(ready(BEN), baseline=DANGEROUS), {"other_in_danger"}),
    ("of a witness too", ready(ANN), replace(ready(BEN, W), baseline=DANGEROUS), {"other_in_danger"}),
    ("of somebody who is not there", ready(ANN), replace(ready(BEN, A), baseline=DANGEROUS), set()),
    ("a medical person who left", ready(ANN, clearance=ASKS), ready(BEN), {"no_medical_person"}),
    ("somebody who supports", ready(ANN, W), ready(BEN), {"not_dosing"}),
]  # fmt: skip


@pytest.mark.parametrize(("ann", "ben", "expected"), [row[1:] for row in BOOSTING], ids=[row[0] for row in BOOSTING])
def test_what_stands_before_a_booster_stands_beside_one_that_was_given(
    ann: Attendee, ben: Attendee, expected: set[str]
) -> None:
    assert boost(ann, ben) == expected
    assert beside(ann, ben, mg=20, booster=True) == expected


def test_a_booster_by_a_route_that_is_not_cleared_is_told() -> None:
    assert boost(ready(ANN), ready(BEN), route="im", medical="Jo Park") == {"route_not_cleared"}


def test_a_booster_without_any_start_keeps_each_reason_once() -> None:
    ann, ben = replace(ready(ANN), baseline=DANGEROUS), ready(BEN)
    given = Given("lozenge", Decimal(20), is_booster=True)
    found = [one.kind.key for one in gate.blockers_beside_a_dose(ANN, [ann, ben], TODAY, given, started=False)]
    assert found == ["not_started", "baseline_dangerous"]


FINAL: dict[str, dict[str, object]] = {
    "safety_hold": {"safety_hold": True},
    "no_decision": {"goes_on": False, "decided_at": None},
    "not_going_on": {"goes_on": False},
    "no_clearance": {"clearance": None},
    "clearance_suspended": {"clearance": clearance(suspended=True)},
    "clearance_past": {"clearance": clearance(valid_until=TODAY - timedelta(days=1))},
    "consent_missing": {"consent_signed": False},
}
people = st.builds(
    lambda part, changes, used, day, reading: replace(
        ready(ANN, part, **{key: value for name in changes for key, value in FINAL[name].items()}),
        sessions_used=used,
        day_check=day,
        baseline=reading,
    ),
    st.sampled_from(Part),
    st.sets(st.sampled_from(sorted(FINAL)), max_size=2),
    st.integers(0, 3),
    st.none() | st.builds(lambda go, sober: check(goes_ahead=go, sober=sober), st.booleans(), st.booleans()),
    st.none() | st.just(ReadingFacts(118, 76, 68)),
)


@given(person=people, other=people)
def test_start_is_open_only_when_every_positive_fact_is_there(person: Attendee, other: Attendee) -> None:
    other = replace(other, facts=replace(other.facts, person_id=BEN, name="Ben"), called=frozenset({"Ben"}))
    if start(person, other):
        return
    facts = person.facts
    assert person.part is Part.DOSING
    assert facts.goes_on
    assert facts.consent_signed
    assert facts.clearance is not None
    assert not facts.clearance.suspended
    assert facts.clearance.valid_until >= TODAY
    assert person.sessions_used < facts.clearance.sessions
    assert not facts.clearance.look_due(TODAY, person.sessions_used)
    assert person.day_check is not None
    assert (person.day_check.goes_ahead, person.day_check.sober) == (True, True)
    assert person.baseline is not None
    assert not (other.is_there and (facts.safety_hold or other.facts.safety_hold))


def test_the_law_names_what_nobody_overrides() -> None:
    law = {"consent_missing", "said_no", "not_sober", "no_clearance", "safety_hold"}
    law |= {"clearance_past", "clearance_used", "clearance_suspended", "look_due", "no_decision", "not_going_on"}
    law |= {"ride_under_hold", "adult_under_hold", "contact_under_hold", "other_not_welcome", "not_asked_alone"}
    law |= {"no_medical_person", "booster_early", "booster_late", "no_booster", "other_in_danger"}
    assert law <= NEVER_OVERRIDDEN


def test_the_table_of_what_may_be_gone_past_is_this_and_no_more() -> None:
    assert OVERRIDABLE == {
        "not_fasted": Authority.PRESCRIBER,
        "something_new": Authority.PRESCRIBER,
        "baseline_outside": Authority.PRESCRIBER,
        "no_second_staff": Authority.THERAPIST,
    }


@given(person=people, other=people)
def test_booking_judges_what_the_table_says_it_judges(person: Attendee, other: Attendee) -> None:
    other = replace(other, facts=replace(other.facts, person_id=BEN, name="Ben"))
    assert {one.kind.first for one in gate.blockers_to_book([person, other], TODAY)} <= {Stage.BOOK}
    assert {one.kind.first for one in gate.blockers_to_start(ANN, [person, other], TODAY)} <= {Stage.BOOK, Stage.START}
