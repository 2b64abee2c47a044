"""What the demo's partners answer to questionnaires, and what their clinicians enter."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from accounts.models import User
from clients.models import Partner
from demo.story.telling import as_actor
from screening import actions as screening
from screening.models import Measure, SafetyTask
from screening.rules.measuring import OPEN_FOR
from screening.rules.shipped import newest

SAFE = (0, 0, 0, 0)
# Somebody low in mood, who had passing thoughts of being better off dead, and nothing behind them.
LOW = {
    "phq-9": (3, 2, 2, 2, 1, 2, 2, 1, 1),
    "gad-7": (2, 2, 2, 1, 1, 1, 1),
    "pc-ptsd-5": (1, 1, 0, 1, 0, 0),
    "audit-c": (2, 0, 0),
    "hark": SAFE,
}
TENSE = {
    "phq-9": (1, 1, 2, 1, 0, 1, 1, 0, 0),
    "gad-7": (2, 2, 2, 2, 1, 1, 1),
    "pc-ptsd-5": (0,),
    "audit-c": (3, 1, 0),
    "hark": SAFE,
}
# Enough on the short screen for the longer one to be suggested.
SHAKEN = {
    "phq-9": (1, 2, 2, 2, 1, 1, 1, 0, 0),
    "gad-7": (2, 2, 1, 2, 1, 2, 1),
    "pc-ptsd-5": (1, 1, 1, 1, 0, 0),
    "audit-c": (1, 0, 0),
}


def answer_baseline(partner: Partner, answers: Mapping[str, Sequence[int]], at: datetime) -> None:
    """The questionnaires of the start, one every two minutes; what is not among `answers` stays open."""
    for number, (name, values) in enumerate(answers.items()):
        _answer(partner, name, values, at + timedelta(minutes=2 * number))


def ask_and_answer(partner: Partner, name: str, values: Sequence[int], *, point: str, by: User, at: datetime) -> None:
    """The therapist asks; the person answers on the evening of the day after."""
    with as_actor(by, at=at):
        screening.ask_measure(partner=partner, instrument=name, point=point, closes_at=at + OPEN_FOR, by=by, at=at)
    _answer(partner, name, values, at + timedelta(hours=26))


def enter(partner: Partner, name: str, total: int, on: date, *, by: User, at: datetime) -> None:
    with as_actor(by, at=at):
        screening.enter_result(partner=partner, instrument=name, values={"total": str(total)}, on=on, by=by, at=at)


def is_called(partner: Partner, by: User, at: datetime) -> None:
    """The therapist takes up what could not wait."""
    with as_actor(by, at=at):
        task = SafetyTask.objects.open().get(partner=partner)
        screening.take_up(
            task=task,
            words="Called the next morning. Passing thoughts, no plan, no means, none before. Knows 988. We spoke of a"
            " plan for hard evenings; the prescriber knows.",
            by=by,
            at=at,
        )


def name_on_call(user: User, by: User, at: datetime) -> None:
    with as_actor(by, at=at):
        screening.name_safety_watch(user=user, minutes=60, by=by, at=at)


def _answer(partner: Partner, name: str, values: Sequence[int], at: datetime) -> None:
    """Values in the order of the items that are not optional; a first “No” leaves the others out."""
    asked = [item.id for item in newest()[name].items if not item.optional]
    with as_actor(partner.user, at=at):
        measure = Measure.objects.open().select_related("partner").get(partner=partner, instrument=name)
        screening.answer_measure(
            measure=measure,
            answers=dict(zip(asked, values, strict=False)),
            by=partner.user,
            at=at,
            in_private=True if newest()[name].is_private else None,
        )
