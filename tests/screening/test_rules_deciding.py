"""What a decision, the lifting of a hold, and a clearance are judged by; and what waits for whom."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from screening.rules.clearing import ClearanceOrder, slips
from screening.rules.deciding import (
    Check,
    DecidingFacts,
    reasons_not_to_decide,
    reasons_not_to_go_on,
    reasons_not_to_lift,
)
from screening.rules.waiting import Progress, ReferralProgress, Waiting, for_prescriber, for_therapist
from tests.cast import NOON
from tests.states import HOUR, ORDER

SAFE = Check(NOON + HOUR, "maya", safe=True)
READY = DecidingFacts("Ann", "maya", [SAFE], [], NOON, NOON, NOON + 2 * HOUR)
TODAY = date(2026, 11, 17)


def test_a_check_after_the_last_private_answers_opens_the_decision() -> None:
    assert reasons_not_to_decide(READY) == []
    assert reasons_not_to_go_on(READY) == []


@pytest.mark.parametrize(
    "facts",
    [
        replace(READY, checks=[]),
        replace(READY, checks=[replace(SAFE, by="otto")]),
        replace(READY, last_private_at=NOON + HOUR),
        replace(READY, last_private_at=NOON + 2 * HOUR),
    ],
)
def test_no_decision_without_a_newer_check_of_ones_own(facts: DecidingFacts) -> None:
    assert len(reasons_not_to_decide(facts)) == 1
    assert reasons_not_to_decide(facts)[0] in reasons_not_to_go_on(facts)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (replace(READY, checks=[replace(SAFE, safe=False)]), "“not now”"),
        (replace(READY, checks=[SAFE, Check(NOON + 2 * HOUR, "otto", safe=False)]), "“not now”"),
        (replace(READY, outstanding=["Medicines"]), "has not answered: Medicines."),
        (replace(READY, last_sent_at=NOON + 3 * HOUR), "Read it first."),
    ],
)
def test_going_on_asks_for_more_than_a_decision(facts: DecidingFacts, words: str) -> None:
    assert reasons_not_to_decide(facts) == []
    assert [words in reason for reason in reasons_not_to_go_on(facts)] == [True]


HELD = replace(READY, safety_holds_opened_at=[NOON])


def test_a_safe_check_newer_than_the_hold_lifts_it() -> None:
    assert reasons_not_to_lift(HELD) == []


@pytest.mark.parametrize(
    "facts",
    [
        replace(HELD, checks=[]),
        replace(HELD, checks=[replace(SAFE, by="otto")]),
        replace(HELD, checks=[replace(SAFE, safe=False)]),
        replace(HELD, checks=[SAFE, Check(NOON + 2 * HOUR, "otto", safe=False)]),
        replace(HELD, safety_holds_opened_at=[NOON, NOON + HOUR]),
        replace(HELD, safety_holds_opened_at=[]),
    ],
)
def test_anything_less_leaves_the_safety_hold(facts: DecidingFacts) -> None:
    assert len(reasons_not_to_lift(facts)) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"routes": frozenset()}, "routes"),
        ({"max_dose_mg": Decimal(0), "max_booster_mg": Decimal(0)}, "max_dose_mg"),
        ({"max_dose_mg": Decimal("1000.1")}, "max_dose_mg"),
        ({"max_booster_mg": Decimal("150.1")}, "max_booster_mg"),
        ({"max_booster_mg": Decimal("-0.1")}, "max_booster_mg"),
        ({"sessions": 0}, "sessions"),
        ({"sessions": 31}, "sessions"),
        ({"valid_until": TODAY - timedelta(days=1)}, "valid_until"),
        ({"valid_until": TODAY + timedelta(days=367)}, "valid_until"),
        ({"evaluated_on": TODAY + timedelta(days=1)}, "evaluated_on"),
        ({"evaluated_on": TODAY - timedelta(days=367)}, "evaluated_on"),
        ({"max_systolic": 89, "max_diastolic": None}, "max_systolic"),
        ({"max_pulse": 181}, "max_pulse"),
        ({"max_systolic": 90, "max_diastolic": 90}, "max_diastolic"),
        ({"max_systolic": 90, "max_diastolic": 91}, "max_diastolic"),
    ],
)
def test_a_slip_in_a_clearance_is_pointed_at(changed: dict[str, Any], field: str) -> None:
    assert [slip.field for slip in slips(replace(ORDER, **changed), TODAY)] == [field]


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"max_booster_mg": ORDER.max_dose_mg},
        {"valid_until": TODAY},
        {"evaluated_on": TODAY},
        {"max_systolic": None},
        {"max_diastolic": None},
        {"max_systolic": 91, "max_diastolic": 90},
        {"sessions": 30, "max_dose_mg": Decimal(1000)},
    ],
)
def test_an_order_at_the_edge_is_a_clearance(changed: dict[str, Any]) -> None:
    order: ClearanceOrder = replace(ORDER, **changed)
    assert slips(order, TODAY) == []


LATER, LATEST = NOON + HOUR, NOON + 2 * HOUR
DONE = Progress(complete=True, last_sent_at=NOON, last_private_at=NOON, checked_at=LATER)


@pytest.mark.parametrize(
    ("person", "kinds"),
    [
        (Progress(), []),
        (Progress(last_sent_at=NOON), []),
        (replace(DONE, checked_at=None), [Waiting.PRIVATE_ANSWERS]),
        (replace(DONE, last_private_at=LATEST), [Waiting.PRIVATE_ANSWERS]),
        (DONE, [Waiting.DECISION]),
        (replace(DONE, decided_at=LATEST, outcome="go_on"), []),
        (replace(DONE, decided_at=LATEST, outcome="ask_again"), []),
        (replace(DONE, decided_at=LATER, outcome="ask_again", last_sent_at=LATEST), [Waiting.DECISION]),
        (replace(DONE, decided_at=LATEST, outcome="not_now", clinical_hold_at=LATEST), []),
        (replace(DONE, decided_at=LATER, outcome="go_on", clinical_hold_at=LATEST), [Waiting.CLINICAL_HOLD]),
        (replace(DONE, safety_hold_at=NOON), [Waiting.SAFETY_HOLD, Waiting.DECISION]),
        (Progress(reply="ask", replied_at=LATER, decided_at=NOON), [Waiting.PRESCRIBER_ASKED]),
        (Progress(reply="decline", replied_at=LATER, decided_at=NOON), [Waiting.PRESCRIBER_DECLINED]),
        (Progress(reply="ask", replied_at=LATER, cleared_at=LATEST), []),
        (Progress(cleared_at=LATER, decided_at=NOON, outcome="prescriber"), [Waiting.PRESCRIBER_CLEARED]),
        (Progress(cleared_at=LATER, decided_at=NOON, outcome="go_on"), []),
        (Progress(cleared_at=NOON, suspended_at=LATER), [Waiting.PRESCRIBER_SUSPENDED]),
        (Progress(cleared_at=NOON, suspended_at=LATER, decided_at=LATEST, outcome="not_now"), []),
        (Progress(reply="ask", replied_at=LATER, wrote_at=LATEST), []),
        (Progress(reply="decline", replied_at=LATER, wrote_at=LATEST), []),
        (Progress(paper_at=NOON), [Waiting.PAPER_TO_READ]),
        (replace(DONE, paper_at=NOON), [Waiting.DECISION, Waiting.PAPER_TO_READ]),
    ],
)
def test_the_therapist_is_told_what_is_hers_to_do(person: Progress, kinds: list[Waiting]) -> None:
    assert [kind for kind, _ in for_therapist(person)] == kinds


REFERRED = ReferralProgress(complete=True, referred_at=NOON, last_sent_at=LATER)


@pytest.mark.parametrize(
    ("person", "kinds"),
    [
        (replace(REFERRED, complete=False), []),
        (REFERRED, [Waiting.TO_EVALUATE]),
        (replace(REFERRED, replied_at=LATEST), []),
        (replace(REFERRED, replied_at=NOON), [Waiting.TO_EVALUATE]),
        (replace(REFERRED, cleared_at=LATEST, valid_until=TODAY), []),
        (replace(REFERRED, cleared_at=LATEST, valid_until=TODAY - timedelta(days=1)), [Waiting.TO_EVALUATE]),
        (replace(REFERRED, cleared_at=LATEST, valid_until=None), [Waiting.TO_EVALUATE]),
        (replace(REFERRED, cleared_at=NOON, valid_until=TODAY), [Waiting.HEALTH_ADDED]),
        (replace(REFERRED, cleared_at=NOON, valid_until=TODAY, replied_at=LATEST), []),
        (replace(REFERRED, last_sent_at=None), []),
        (replace(REFERRED, reply="decline", replied_at=LATEST), []),
        (replace(REFERRED, reply="reopen", replied_at=LATEST), [Waiting.TO_EVALUATE]),
        (replace(REFERRED, paper_at=NOON), [Waiting.PAPER_TO_READ, Waiting.TO_EVALUATE]),
        (replace(REFERRED, complete=False, paper_at=NOON), [Waiting.PAPER_TO_READ]),
        (replace(REFERRED, reply="ask", replied_at=LATER, wrote="answer", wrote_at=LATEST), [Waiting.ANSWERED]),
        (replace(REFERRED, reply="decline", replied_at=LATER, wrote="again", wrote_at=LATEST), [Waiting.ASKED_AGAIN]),
        (replace(REFERRED, complete=False, wrote="answer", wrote_at=LATEST), [Waiting.ANSWERED]),
        (replace(REFERRED, wrote="answer", wrote_at=LATER, replied_at=LATEST), []),
        (replace(REFERRED, wrote="again", wrote_at=LATER, cleared_at=LATEST, valid_until=TODAY), []),
    ],
)
def test_the_prescriber_is_told_whom_to_evaluate(person: ReferralProgress, kinds: list[Waiting]) -> None:
    assert [kind for kind, _ in for_prescriber(person, TODAY)] == kinds


@pytest.mark.parametrize(
    ("referred_at", "last_sent_at"), [(NOON, LATER), (LATER, NOON)], ids=["answered later", "referred later"]
)
def test_an_evaluation_waits_since_the_later_of_referral_and_answers(
    referred_at: datetime, last_sent_at: datetime
) -> None:
    person = ReferralProgress(complete=True, referred_at=referred_at, last_sent_at=last_sent_at)
    assert list(for_prescriber(person, TODAY)) == [(Waiting.TO_EVALUATE, LATER)]


ALONE = replace(SAFE, safe=False, alone=True)


def test_who_needs_a_way_of_their_own_may_go_on_and_the_hold_stays() -> None:
    facts = replace(READY, checks=[ALONE], safety_holds_opened_at=[NOON])
    assert reasons_not_to_go_on(facts) == []
    assert reasons_not_to_lift(facts) == ["The finding of the last private check was “a way of their own”."]


def test_the_latest_finding_of_whoever_made_it_is_named() -> None:
    newer = Check(NOON + 2 * HOUR, "otto", safe=False)
    facts = replace(READY, checks=[SAFE, newer], safety_holds_opened_at=[NOON])
    assert reasons_not_to_lift(facts) == ["The finding of the last private check was “not now”."]
    older = replace(ALONE, at=NOON + HOUR)
    facts = replace(facts, checks=[older, replace(newer, safe=True)])
    assert reasons_not_to_lift(facts) == ["The finding of the last private check was “a way of their own”."]


@pytest.mark.parametrize(("check", "words"), [(SAFE, 1), (ALONE, 0)])
def test_severe_trauma_speaks_against_going_on_together(check: Check, words: int) -> None:
    assert len(reasons_not_to_go_on(replace(READY, checks=[check], trauma_stops=True))) == words
