"""Questionnaires asked and answered, made by acting."""

from datetime import datetime, timedelta

from accounts.actor import as_actor
from clients.models import Partner
from screening import actions
from screening.models import Measure
from tests.cast import NOON, Cast
from tests.screening.instruments import named, numbered

WEEK = timedelta(days=7)


def asked_measure(
    cast: Cast, partner: Partner, instrument: str = "phq-9", at: datetime = NOON, point: str = "now"
) -> Measure:
    """The therapist asks this person now, for a week."""
    by = cast.therapist if partner in {cast.ann, cast.ben} else cast.other_therapist
    with as_actor(by):
        actions.ask_measure(partner=partner, instrument=instrument, point=point, closes_at=at + WEEK, by=by, at=at)
        return Measure.objects.select_related("partner__user").get(partner=partner, instrument=instrument, asked_at=at)


def answered_measure(
    cast: Cast, partner: Partner, instrument: str, values: list[int], at: datetime = NOON
) -> actions.Sent:
    """Asked and answered at one moment."""
    measure = asked_measure(cast, partner, instrument, at)
    answers = {name: value for name, value in numbered(named(instrument), values).items() if isinstance(value, int)}
    with as_actor(partner.user):
        return actions.answer_measure(measure=measure, answers=answers, by=partner.user, at=at)


def sent_measure(cast: Cast, partner: Partner, *, item_9: int = 0, at: datetime = NOON) -> actions.Sent:
    """A PHQ-9 of 8 and the last item."""
    return answered_measure(cast, partner, "phq-9", [1] * 8 + [item_9], at)
