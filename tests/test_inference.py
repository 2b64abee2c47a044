"""What one partner tells in private changes no byte, number, order or moment of what the other can get.

Two worlds are lived through by the same acts and differ in one thing that Ann told, or in what followed from it
without the therapist showing anything. Everything that Ben's browser can ask for, and all his mail, must be the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.actor import as_actor
from clients.actions import withdraw_consent
from clients.models import Partner
from screening import actions as screening
from screening.models import Clearance
from screening.rules.findings import Answer
from screening.rules.measured import Measured
from screening.rules.private import PRIVATE, SKIPPED
from sessions import actions as sessions
from sessions.models import Appointment, Published
from sessions.rules.gate import DayCheckFacts
from tests.billing.states import completed, diagnosed, insured, issued_to, made, with_fees
from tests.cast import NOON, Cast
from tests.clients.rights import PAPER
from tests.inference_world import Seen, seen_by, undone
from tests.sessions.people import CHECK
from tests.states import ANSWERS, BEFORE, HOUR, REASSURING, booked, ready_for_ketamine, treatment_of

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


def changed(**answers: str) -> Tell:
    def tell(cast: Cast, at: datetime) -> None:
        with as_actor(cast.ann.user):
            screening.report_change(partner=cast.ann, answers=answers, by=cast.ann.user, at=at)

    return tell


def brought(cast: Cast, at: datetime) -> None:
    with as_actor(cast.ann.user):
        own: dict[str, Any] = {"partner": cast.ann, "by": cast.ann.user, "at": at}
        screening.record_measurement(reading=Measured(at.date(), 164, 99), where="home", **own)
        screening.keep_health_paper(kind="lab", dated=at.date(), brought=PAPER, **own)


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
        withdraw_consent(consent=treatment_of(cast.ann), by=cast.ann.user, at=at)


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
    "changed": changed(change_suicide="yes", change_pregnancy="yes"),
    "nothing changed": changed(),
    "a reading and a lab": brought,
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


@dataclass(frozen=True)
class Story:
    """What came before, when Ann tells, and when the other looks: right after, and later."""

    before: Callable[[Cast], object]
    tells_at: datetime
    looks_at: tuple[datetime, ...]


def just_begun(cast: Cast) -> None:
    """Nobody has a date but a talk, and Ann has not sent her private page yet."""
    for page in ("heart", "medicines", "allergies", "issues"):
        _send(cast.ann, page, ANSWERS[page], BEFORE)
    _send(cast.ben, "heart", ANSWERS["heart"], BEFORE)
    booked(cast, kind="prep", starts_at=SESSION)


def ready(cast: Cast) -> Appointment:
    """Both cleared, a statement among Ben's papers, and a ketamine date that Thursday's review will show."""
    with_fees(cast)
    insured(cast, cast.ben)
    diagnosed(cast, cast.ben)
    completed(cast, starts_at=NOON - 5 * DAY)
    issued_to(cast, cast.ben, at=BEFORE)
    ready_for_ketamine(cast)
    return booked(cast, starts_at=SESSION)


AT_THE_START = Story(just_begun, NOON, (NOON + HOUR,))
IN_THE_PAUSE = Story(ready, NOON + HOUR, (NOON + 2 * HOUR, NOON + 3 * DAY, SESSION - DAY))
ONCE_SHOWN = Story(ready, NOON + 3 * DAY, (NOON + 3 * DAY + HOUR, SESSION - DAY))


def world(cast: Cast, who: Partner, story: Story, tell: Tell, *, whole: bool = False) -> Seen:
    """What this person can get when Ann has told this; then it was never told."""

    def lived() -> Seen:
        tell(cast, story.tells_at)
        return seen_by(who, cast, *story.looks_at, whole=whole)

    return undone(lived)


def differences(one: Seen, other: Seen) -> list[str]:
    """Every address and form that answers otherwise, and the mail if it differs."""
    return [name for name in {**one, **other} if one.get(name) != other.get(name)]


@pytest.mark.parametrize(
    ("story", "usual", "told"),
    [(AT_THE_START, WELL, PRIVATE_AGAIN), (IN_THE_PAUSE, nothing, LATER), (ONCE_SHOWN, nothing, LATER)],
    ids=["at the start", "in the pause", "once the date is shown"],
)
def test_what_one_tells_changes_nothing_that_the_other_can_get(
    cast: Cast, story: Story, usual: Tell, told: Mapping[str, Tell]
) -> None:
    story.before(cast)
    before = world(cast, cast.ben, story, usual)
    found = {name: differences(before, world(cast, cast.ben, story, tell)) for name, tell in told.items()}
    assert found == {name: [] for name in told}


@pytest.mark.parametrize("story", [AT_THE_START, ONCE_SHOWN], ids=["at the start", "once the date is shown"])
def test_no_address_of_the_whole_product_tells_the_other(cast: Cast, story: Story) -> None:
    story.before(cast)
    quiet, told = (world(cast, cast.ben, story, tell, whole=True) for tell in (WELL, LATER["safe_home: no"]))
    assert len(quiet) > 150
    assert differences(quiet, told) == []


@pytest.mark.parametrize("story", [AT_THE_START, ONCE_SHOWN], ids=["at the start", "once the date is shown"])
def test_who_told_reads_the_same_whatever_it_was(cast: Cast, story: Story) -> None:
    story.before(cast)
    well = world(cast, cast.ann, story, WELL)
    for name in ("safe_home: no", "pressed: talk", "skipped"):
        assert differences(well, world(cast, cast.ann, story, PRIVATE_AGAIN[name])) == [], name


def violence(cast: Cast, at: datetime) -> None:
    private(safe_partner="no", safe_home="no")(cast, at)


def medical(cast: Cast, at: datetime) -> None:
    more_on_health(cast, at)
    prescriber_stopped(cast, at)


def test_once_published_a_hold_for_violence_looks_like_a_medical_one(cast: Cast) -> None:
    """Whatever it was, the therapist takes the date back at the next review; nothing shows before."""
    appointment = ready(cast)
    told_at = NOON + 3 * DAY

    def taken_back(cause: Tell) -> Tell:
        def tell(cast: Cast, at: datetime) -> None:
            cause(cast, at)
            with as_actor(cast.therapist):
                sessions.publish_date(
                    appointment=appointment,
                    kind=Published.Kind.PREPARING,
                    since=at + DAY,
                    by=cast.therapist,
                    at=at + HOUR,
                )

        return tell

    story = Story(ready, told_at, (told_at + 2 * HOUR, told_at + 2 * DAY, SESSION))
    of_violence = world(cast, cast.ben, story, taken_back(violence))
    assert differences(of_violence, world(cast, cast.ben, story, taken_back(medical))) == []
    changed = differences(of_violence, world(cast, cast.ben, story, nothing))
    assert changed
    assert not [name for name in changed if f"{story.looks_at[0]:%d %H}" in name]


def test_a_talking_day_has_one_fee_and_one_paper_whatever_the_cause(cast: Cast) -> None:
    """Up to the PDF of the statement, byte for byte."""
    appointment = ready(cast)
    by = cast.therapist

    def became_talking(cause: Tell) -> Tell:
        def tell(cast: Cast, at: datetime) -> None:
            cause(cast, at)
            with as_actor(by):
                sessions.convert_to_talking(appointment=appointment, words="Said alone.", by=by, at=at + DAY)
                sessions.complete(appointment=appointment, by=by, at=SESSION + HOUR)
            made(issued_to(cast, cast.ben, at=SESSION + 2 * HOUR), at=SESSION + 2 * HOUR)

        return tell

    story = Story(ready, NOON + 3 * DAY, (SESSION + 3 * HOUR,))
    of_violence, of_health = (world(cast, cast.ben, story, became_talking(one)) for one in (violence, medical))
    assert "%PDF" in str(of_violence)
    assert differences(of_violence, of_health) == []


def test_what_is_said_alone_on_the_day_changes_nothing_for_the_other(cast: Cast) -> None:
    appointment = ready(cast)
    by = cast.therapist
    with as_actor(by):
        room = sessions.open_room(appointment=appointment, by=by, at=SESSION)

    def said(answers: DayCheckFacts) -> Tell:
        def tell(cast: Cast, at: datetime) -> None:
            with as_actor(by):
                sessions.record_day_check(therapy_session=room, person=cast.ann, answers=answers, by=by, at=at)

        return tell

    story = Story(ready, SESSION, (SESSION + timedelta(minutes=5),))
    yes = world(cast, cast.ben, story, said(CHECK))
    for one in ("goes_ahead", "sober", "well", "fasted", "nothing_new", "asked_alone"):
        no = replace(CHECK, **{one: False})  # type: ignore[arg-type]  # one of the six answers
        assert differences(yes, world(cast, cast.ben, story, said(no))) == [], one


def test_the_comparison_sees_what_is_published(cast: Cast) -> None:
    """That two worlds are the same says something only if they can differ."""
    ready(cast)

    def sentence(cast: Cast, at: datetime) -> None:
        with as_actor(cast.therapist):
            sessions.plan_line(
                couple=cast.couple,
                people=cast.couple.partners(),
                line="no_hurry",
                since=at + 2 * DAY,
                by=cast.therapist,
                at=at,
            )

    changed = differences(world(cast, cast.ben, IN_THE_PAUSE, nothing), world(cast, cast.ben, IN_THE_PAUSE, sentence))
    shown = [(at, page) for at in IN_THE_PAUSE.looks_at[1:] for page in ("/my/", "/my/next/")]
    assert changed == [f"GET {page} at {at:%d %H:%M}" for at, page in shown]
