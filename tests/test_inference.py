"""What one partner tells in private changes no byte, number, order or moment of what the other can get.

Two worlds are lived through by the same acts and differ in one thing that Ann told, or in what followed from it
without the therapist showing anything. Everything that Ben's browser can ask for, and all his mail, must be the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache as once

import pytest

from accounts.actor import as_actor
from clients.actions import withdraw_consent
from clients.models import Partner
from screening import actions as screening
from screening.models import Clearance
from screening.rules.findings import Answer
from screening.rules.private import PRIVATE, SKIPPED
from sessions import actions as sessions
from sessions.models import Appointment, Published
from sessions.rules.gate import DayCheckFacts
from tests.billing.states import completed, diagnosed, insured, issued_to, made, with_fees
from tests.cast import NOON, Cast
from tests.inference_world import Seen, in_a_world, seen_by
from tests.sessions.people import CHECK
from tests.states import ANSWERS, BEFORE, HOUR, REASSURING, booked, ready_for_ketamine

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SESSION = NOON + 7 * DAY
Tell = Callable[[Cast, datetime], None]


def nothing(cast: Cast, at: datetime) -> None:
    """Ann says nothing more."""


def private(**answers: str) -> Tell:
    def tell(cast: Cast, at: datetime) -> None:
        _send(cast.ann, "private", answers if SKIPPED in answers else {**REASSURING, **answers}, at)

    return tell


def _send(partner: Partner, page: str, answers: Mapping[str, str], at: datetime) -> None:
    with as_actor(partner.user):
        screening.send_or_add(partner=partner, page=page, answers=answers, by=partner.user, at=at)


def more_on_health(cast: Cast, at: datetime) -> None:
    _send(cast.ann, "medicines", {"words": "A new tablet since Monday."}, at)


def seen_alone(cast: Cast, at: datetime, finding: str) -> None:
    with as_actor(cast.therapist):
        screening.record_private_check(
            partner=cast.ann, how="by_voice", finding=finding, by=cast.therapist, at=at + timedelta(minutes=10)
        )


def said_not_now_alone(cast: Cast, at: datetime) -> None:
    seen_alone(cast, at, "not_now")


def decided(outcome: str) -> Tell:
    def tell(cast: Cast, at: datetime) -> None:
        seen_alone(cast, at, "safe")
        with as_actor(cast.therapist):
            screening.decide(
                partner=cast.ann, outcome=outcome, reason="Said alone.", by=cast.therapist, at=at + HOUR / 2
            )

    return tell


def held_and_lifted(cast: Cast, at: datetime) -> None:
    private(safe_home="no")(cast, at)
    seen_alone(cast, at, "safe")
    with as_actor(cast.therapist):
        screening.lift_safety_hold(partner=cast.ann, by=cast.therapist, at=at + HOUR / 2)


def took_consent_back(cast: Cast, at: datetime) -> None:
    with as_actor(cast.ann.user):
        withdraw_consent(consent=cast.ann.consents.get(), by=cast.ann.user, at=at)


def prescriber_stopped(cast: Cast, at: datetime) -> None:
    with as_actor(cast.prescriber):
        clearance = Clearance.objects.get(partner=cast.ann)
        screening.suspend_clearance(clearance=clearance, reason="Pressure.", by=cast.prescriber, at=at)


def prescriber_asked(cast: Cast, at: datetime) -> None:
    with as_actor(cast.prescriber):
        screening.reply(partner=cast.ann, kind="ask", words="More readings.", by=cast.prescriber, at=at)


EACH_PRIVATE_ANSWER = {
    f"{question.id}: {answer.value}": private(**{question.id: answer.value})
    for question in PRIVATE
    for answer in Answer
    if answer != question.reassuring
}
WITH_MORE_THAN_ANSWERS: dict[str, Tell] = {
    "health, more": more_on_health,
    "seen alone, not now": said_not_now_alone,
    "decided: not now": decided("not_now"),
    "decided: ask again": decided("ask_again"),
    "held and lifted": held_and_lifted,
    "consent taken back": took_consent_back,
    "prescriber: stopped": prescriber_stopped,
    "prescriber: asks": prescriber_asked,
}
WELL = private()
PRIVATE_AGAIN: dict[str, Tell] = {"skipped": private(**{SKIPPED: "yes"})} | EACH_PRIVATE_ANSWER
LATER = WITH_MORE_THAN_ANSWERS | {
    "private, all well": WELL,
    "skipped": PRIVATE_AGAIN["skipped"],
    "safe_home: no": PRIVATE_AGAIN["safe_home: no"],
}


def at_the_start(tell: Tell, who: str, *, whole: bool = False) -> Seen:
    """Nobody has a date but a talk; Ann sends her private page for the first time."""

    def story(cast: Cast) -> Seen:
        for page in ("conditions", "medicines", "allergies", "issues"):
            _send(cast.ann, page, ANSWERS[page], BEFORE)
        _send(cast.ben, "conditions", ANSWERS["conditions"], BEFORE)
        booked(cast, kind="prep", starts_at=SESSION)
        tell(cast, NOON)
        return seen_by(getattr(cast, who), cast, NOON + HOUR, NOON + 2 * DAY, whole=whole)

    return in_a_world(story)


def ready(cast: Cast) -> Appointment:
    """Both cleared, a superbill of Ben's in his papers, and a ketamine date that Thursday's review will show."""
    with_fees(cast)
    insured(cast, cast.ben)
    diagnosed(cast, cast.ben)
    completed(cast, starts_at=NOON - 5 * DAY)
    issued_to(cast, cast.ben, at=BEFORE)
    ready_for_ketamine(cast)
    return booked(cast, starts_at=SESSION)


def in_the_pause(tell: Tell, who: str, *, whole: bool = False) -> Seen:
    """Ann tells while the date waits for the review, and it is shown on Thursday all the same."""

    def story(cast: Cast) -> Seen:
        ready(cast)
        tell(cast, NOON + HOUR)
        return seen_by(getattr(cast, who), cast, NOON + 2 * HOUR, NOON + 3 * DAY, SESSION - DAY, whole=whole)

    return in_a_world(story)


def once_shown(tell: Tell, who: str, *, whole: bool = False) -> Seen:
    """Ann tells when both have read the date."""

    def story(cast: Cast) -> Seen:
        ready(cast)
        tell(cast, NOON + 3 * DAY)
        return seen_by(getattr(cast, who), cast, NOON + 3 * DAY + HOUR, SESSION - DAY, whole=whole)

    return in_a_world(story)


@once
def usual(story: Callable[..., Seen], told: Tell, who: str) -> Seen:
    """The world to compare with, lived through once."""
    return story(told, who)


def differences(one: Seen, other: Seen) -> list[str]:
    """Every address and form that answers otherwise, and the mail if it differs."""
    return [name for name in {**one, **other} if one.get(name) != other.get(name)]


@pytest.mark.parametrize("told", PRIVATE_AGAIN)
def test_a_first_private_answer_changes_nothing_for_the_other(told: str) -> None:
    before = usual(at_the_start, WELL, "ben")
    assert differences(before, at_the_start(PRIVATE_AGAIN[told], "ben")) == []


@pytest.mark.parametrize("told", LATER)
@pytest.mark.parametrize("story", [in_the_pause, once_shown])
def test_what_is_told_later_changes_nothing_for_the_other(story: Callable[..., Seen], told: str) -> None:
    assert differences(usual(story, nothing, "ben"), story(LATER[told], "ben")) == []


@pytest.mark.parametrize("story", [at_the_start, once_shown])
def test_no_address_of_the_whole_product_tells_the_other(story: Callable[..., Seen]) -> None:
    quiet, told = (story(tell, "ben", whole=True) for tell in (WELL, LATER["safe_home: no"]))
    assert len(quiet) > 150
    assert differences(quiet, told) == []


@pytest.mark.parametrize("told", ["safe_home: no", "skipped"])
@pytest.mark.parametrize("story", [at_the_start, once_shown])
def test_who_told_reads_the_same_whatever_it_was(story: Callable[..., Seen], told: str) -> None:
    assert differences(usual(story, WELL, "ann"), story(PRIVATE_AGAIN[told], "ann")) == []


def violence(cast: Cast, at: datetime) -> None:
    private(safe_partner="no", safe_home="no")(cast, at)


def medical(cast: Cast, at: datetime) -> None:
    more_on_health(cast, at)
    prescriber_stopped(cast, at)


def taken_back(tell: Tell) -> Seen:
    """Something stops the session, whatever it is; the therapist then takes the date back at the next review."""

    def story(cast: Cast) -> Seen:
        appointment = ready(cast)
        at = NOON + 3 * DAY
        tell(cast, at)
        with as_actor(cast.therapist):
            sessions.publish_date(
                appointment=appointment, kind=Published.Kind.PREPARING, since=at + DAY, by=cast.therapist, at=at + HOUR
            )
        return seen_by(cast.ben, cast, at + 2 * HOUR, at + 2 * DAY, SESSION)

    return in_a_world(story)


def test_once_published_a_hold_for_violence_looks_like_a_medical_one() -> None:
    of_violence = taken_back(violence)
    assert differences(of_violence, taken_back(medical)) == []
    assert differences(of_violence, usual(once_shown, nothing, "ben")) != []


def became_talking(tell: Tell) -> Seen:
    """The day becomes a talking day, takes place, is charged and stated on a paper."""

    def story(cast: Cast) -> Seen:
        appointment = ready(cast)
        tell(cast, NOON + 3 * DAY)
        by = cast.therapist
        with as_actor(by):
            sessions.convert_to_talking(appointment=appointment, words="Said alone.", by=by, at=NOON + 4 * DAY)
            sessions.complete(appointment=appointment, by=by, at=SESSION + HOUR)
        made(issued_to(cast, cast.ben, at=SESSION + 2 * HOUR))
        return seen_by(cast.ben, cast, SESSION + 3 * HOUR)

    return in_a_world(story)


def test_a_talking_day_has_one_fee_and_one_paper_whatever_the_cause() -> None:
    assert differences(became_talking(violence), became_talking(medical)) == []


def on_the_day(answers: DayCheckFacts) -> Seen:
    """Asked alone on the day, before anything is given."""

    def story(cast: Cast) -> Seen:
        appointment = ready(cast)
        by = cast.therapist
        with as_actor(by):
            room = sessions.open_room(appointment=appointment, by=by, at=SESSION)
            sessions.record_day_check(therapy_session=room, person=cast.ann, answers=answers, by=by, at=SESSION)
        return seen_by(cast.ben, cast, SESSION + timedelta(minutes=5))

    return in_a_world(story)


@pytest.mark.parametrize("changed", ["goes_ahead", "sober", "well", "fasted", "nothing_new", "asked_alone"])
def test_what_is_said_alone_on_the_day_changes_nothing_for_the_other(changed: str) -> None:
    assert differences(yes_on_the_day(), on_the_day(replace(CHECK, **{changed: False}))) == []


@once
def yes_on_the_day() -> Seen:
    return on_the_day(CHECK)


def test_the_comparison_sees_what_is_published() -> None:
    """That two worlds are the same says something only if they can differ."""

    def story(cast: Cast) -> Seen:
        ready(cast)
        with as_actor(cast.therapist):
            sessions.plan_line(
                couple=cast.couple,
                people=cast.couple.partners(),
                line="no_hurry",
                since=NOON,
                confirmed=True,
                by=cast.therapist,
                at=NOON + HOUR,
            )
        return seen_by(cast.ben, cast, NOON + 2 * HOUR, NOON + 3 * DAY, SESSION - DAY)

    changed = differences(usual(in_the_pause, nothing, "ben"), in_a_world(story))
    assert {name.split(" at ")[0] for name in changed if name.startswith("GET")} == {"GET /my/"}
