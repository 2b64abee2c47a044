"""Questionnaires: asking, keeping for later, answering, and entering what was scored elsewhere."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction

from accounts import clock
from accounts.models import User
from accounts.roles import Role
from accounts.wake import wake
from clients.models import ConsentDocument, Partner
from screening.actions.answers import WATCH, write_draft
from screening.actions.refusals import AlreadyReceived, CannotAsk, CannotEnter, CannotTakeBack, once
from screening.gather.instruments import known_instruments, versions
from screening.models import (
    CallRequest,
    Draft,
    Hold,
    Layer,
    Measure,
    MeasureAnswers,
    MeasureReceipt,
    MeasureResult,
    SafetyTask,
)
from screening.rules import measuring, scoring
from screening.rules.calls import INSTEAD_OF_ANSWERING
from screening.rules.instruments import Effect, Entry, Instrument
from screening.rules.shipped import newest

SKIPPED = "skipped"
LEVEL = "level"


def ask_baseline(*, partners: Iterable[Partner], at: datetime) -> None:
    """Ask everybody the same at the start. By itself, so it names nobody; asked again it changes nothing."""
    for partner in partners:
        for name in measuring.BASELINE_SET:
            try:
                with once("the_schedule_asks_once"):
                    _ask(
                        partner=partner,
                        found=newest()[name],
                        point=measuring.BASELINE,
                        at=at,
                        closes_at=at + measuring.BASELINE_FOR,
                        by=None,
                    )
            except AlreadyReceived:
                continue


def ask_measure(
    *,
    partner: Partner,
    instrument: str,
    point: str,
    closes_at: datetime,
    by: User,
    at: datetime,
    key: UUID | None = None,
) -> list[Partner]:
    """Ask one person one questionnaire now; answers who was asked. What is asked of both is asked of both at once, so
    that neither learns anything from being asked.

    Raises CannotAsk, and AlreadyReceived for a second click.
    """
    found = known_instruments().get(instrument)
    if found is None:
        raise CannotAsk(["There is no such questionnaire any more. It may have been retired in another tab."])
    with once("screening_measure_pkey"):
        people = _asked_of(partner, found)
        waiting = {one.partner_id for one in Measure.objects.open().filter(partner__in=people, instrument=found.id)}
        if reasons := measuring.reasons_not_to_ask(found, point, open_already=partner.pk in waiting):
            raise CannotAsk(reasons)
        asked = [one for one in people if one.pk not in waiting]
        for one in asked:
            own_key = key if one.pk == partner.pk else None
            _ask(partner=one, found=found, point=point, at=at, closes_at=closes_at, by=by, key=own_key)
    return asked


def _asked_of(partner: Partner, found: Instrument) -> list[Partner]:
    """Locked, so that two tabs do not ask twice."""
    people = Partner.objects.filter(pk=partner.pk)
    if found.asked_of == "both":
        couples = partner.memberships.filter(until=None).values("couple")
        people |= Partner.objects.filter(memberships__until=None, memberships__couple__in=couples)
    keys = set(people.values_list("pk", flat=True))
    return list(Partner.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=keys).order_by("pk"))


def _ask(
    *,
    partner: Partner,
    found: Instrument,
    point: str,
    at: datetime,
    closes_at: datetime,
    by: User | None,
    key: UUID | None = None,
) -> None:
    Measure(
        pk=key or uuid4(),
        partner=partner,
        instrument=found.id,
        version=found.version,
        layer=found.layer,
        point=point,
        opens_at=at,
        closes_at=closes_at,
        asked_at=at,
        asked_by=by,
    ).save(force_insert=True)


def take_measure_back(*, measure: Measure, by: User, at: datetime) -> None:
    """Take back what was not answered. Of what is asked of both, both. Raises CannotTakeBack."""
    with transaction.atomic():
        found = Measure.objects.open().filter(pk=measure.pk)
        if not found.exists():
            raise CannotTakeBack(["This was answered or taken back already."])
        instrument = versions()[measure.instrument, measure.version]
        people = [one.pk for one in _asked_of(measure.partner, instrument)]
        both = Measure.objects.open().filter(partner__in=people, instrument=measure.instrument)
        Measure.objects.filter(pk__in=list(both.values_list("pk", flat=True))).update(withdrawn_at=at, withdrawn_by=by)


def save_measure_draft(*, measure: Measure, answers: Mapping[str, str], version: int, by: User, at: datetime) -> int:
    """Keep a questionnaire of the health layer that is not sent yet; returns its new version.

    Raises DraftChanged and AlreadyReceived, as `save_draft` does. Private ones have no draft.
    """
    if measure.layer != Layer.HEALTH:
        raise ValueError(f"{measure.instrument} is never kept as a draft")
    if MeasureReceipt.objects.filter(measure=measure).exists():
        raise AlreadyReceived
    return write_draft(partner=measure.partner, page=measure.draft_page, answers=answers, version=version, at=at)


@dataclass(frozen=True)
class Sent:
    """What must follow at once on the person's own screen."""

    crisis: bool


def answer_measure(
    *,
    measure: Measure,
    answers: Mapping[str, int],
    by: User,
    at: datetime,
    in_private: bool | None = None,
    shown: ConsentDocument | None = None,
) -> Sent:
    """Seal the answers, out of the writer's own reach, with whatever they set off, in one transaction.

    An answer that tells of a crisis opens a clinical hold and a safety task; a private questionnaire whose rule is met
    opens the safety hold, by the same statements as one whose rule is not. Raises `rules.scoring.NotScored` for answers
    that have no score, and AlreadyReceived for a second click.
    """
    instrument = versions()[measure.instrument, measure.version]
    score = scoring.score(instrument, answers)
    crisis = any(flag.effect == Effect.CRISIS for flag in score.flags)
    stops = bool(instrument.scoring.stops) and bool(score.met(instrument.scoring.stops))
    with _received(measure, at, shown):
        _seal(measure, instrument, json.dumps(dict(answers)), at, in_private)
        _set_off(measure, at, crisis=crisis, stops=stops, talks=False)
    return Sent(crisis)


def skip_measure(*, measure: Measure, by: User, at: datetime, shown: ConsentDocument | None = None) -> None:
    """Would rather talk than answer a private questionnaire: it counts as done, and a call is asked for. Where its
    answers can stop sessions, leaving them out does too. Raises AlreadyReceived for a second click.
    """
    if measure.layer != Layer.PRIVATE:
        raise ValueError(f"{measure.instrument} is answered or left open")
    instrument = versions()[measure.instrument, measure.version]
    with _received(measure, at, shown):
        _seal(measure, instrument, json.dumps({SKIPPED: "yes"}), at, None)
        _set_off(measure, at, crisis=False, stops=bool(instrument.scoring.stops), talks=True)


@contextmanager
def _received(measure: Measure, at: datetime, shown: ConsentDocument | None) -> Iterator[None]:
    """That it came, once; what else belongs to it is written inside."""
    with once("screening_measurereceipt_measure_id_key"):
        MeasureReceipt(measure=measure, partner=measure.partner, layer=measure.layer, sent_at=at, shown=shown).save(
            force_insert=True
        )
        yield
        Draft.objects.filter(partner=measure.partner, page=measure.draft_page).delete()
    wake(WATCH)


def _seal(measure: Measure, instrument: Instrument, body: str, at: datetime, in_private: bool | None) -> None:
    MeasureAnswers(
        measure=measure,
        partner=measure.partner,
        instrument=instrument.id,
        version=instrument.version,
        rule=instrument.scoring.version,
        language=instrument.language,
        layer=measure.layer,
        in_private=in_private,
        body=body,
        sent_at=at,
    ).save(force_insert=True)


def _set_off(measure: Measure, at: datetime, *, crisis: bool, stops: bool, talks: bool) -> None:
    """The same statements whatever was answered: only their cause differs."""
    partner = measure.partner_id
    if measure.layer == Layer.PRIVATE:
        Hold.objects.open(partner, Hold.Scope.SAFETY, at, only_if=stops)
        CallRequest.objects.ask(uuid4(), partner, INSTEAD_OF_ANSWERING.as_text(), at, only_if=talks)
    else:
        Hold.objects.open(partner, Hold.Scope.CLINICAL, at, only_if=crisis)
        SafetyTask.objects.ask(uuid4(), partner, at, only_if=crisis)


def enter_result(
    *,
    partner: Partner,
    instrument: str,
    values: Mapping[str, str],
    on: date,
    by: User,
    at: datetime,
    key: UUID | None = None,
) -> MeasureResult:
    """Write down a score or a result that was worked out elsewhere: `values` are totals by name, or the level.

    Raises CannotEnter with the reasons, and AlreadyReceived for a second click.
    """
    found = known_instruments().get(instrument)
    if found is None:
        raise CannotEnter(["There is no such questionnaire any more. It may have been retired in another tab."])
    if reasons := entry_reasons(found, values, on, clock.day_of(at)):
        raise CannotEnter(reasons)
    if found.is_private and by.role != Role.THERAPIST:
        raise CannotEnter([f"{found.title} is for the therapist alone."])
    result = MeasureResult(
        pk=key or uuid4(),
        partner=partner,
        instrument=found.id,
        version=found.version,
        rule=found.scoring.version,
        layer=found.layer,
        body=json.dumps(dict(values)),
        on=on,
        at=at,
        by=by,
    )
    with once("screening_measureresult_pkey"):
        result.save(force_insert=True)
    return result


def entry_reasons(found: Instrument, values: Mapping[str, str], on: date, today: date) -> list[str]:
    """Why this cannot be written down; an empty list means that it can."""
    reasons = ["The day lies ahead. Enter the day on which it was filled in."] if on > today else []
    if found.entry == Entry.RESULT:
        known = {level.id for level in found.levels}
        return reasons + ([] if values.get(LEVEL) in known else [f"Choose how {found.title} came out."])
    try:
        scoring.entered(found, values)
    except scoring.NotScored as refusal:
        reasons += refusal.reasons
    return reasons


def strike_result(*, result: MeasureResult, by: User, at: datetime) -> None:
    """Say that an entry was typed wrongly: it stays in the record and counts no more. Twice changes nothing."""
    MeasureResult.objects.standing().filter(pk=result.pk).update(struck_at=at, struck_by=by)
