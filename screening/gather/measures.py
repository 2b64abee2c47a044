"""Questionnaires as the person's own list shows them, and as a clinician reads them."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from accounts import clock
from accounts.models import User
from clients.models import Partner
from screening.gather.instruments import versions
from screening.models import Draft, Layer, Measure, MeasureAnswers, MeasureResult
from screening.rules.instruments import Entry, Instrument
from screening.rules.measuring import BASELINE_SET, POINTS, Suggestion, suggestions
from screening.rules.scoring import NotScored, Score, entered, score
from screening.rules.trend import Answer, Series, Taken, series

SKIPPED, LEVEL = "skipped", "level"
SHOWN_FOR = timedelta(days=30)  # what was answered stays on the person's own list for so long


@dataclass(frozen=True)
class MeasureState:
    """One questionnaire on its person's own list. State: not_started, in_progress, sent or not_yet.

    What stands beside it is that of the other pages of the list: `sitting` is 2, since the first is for health.
    """

    key: str
    title: str
    state: str
    sent_at: datetime | None
    url: str
    layer: str
    minutes: int
    opens_at: datetime
    url_name: str = "my_measure"
    group: str = "Questionnaires"
    sitting: int = 2


def portal_measures(partner: Partner, at: datetime) -> list[MeasureState]:
    """What this person is asked, in the order of asking, in three queries. What was answered changes nothing here, and
    nothing of the other's stands in it.
    """
    begun = set(Draft.objects.filter(partner=partner).values_list("page", flat=True))
    known = versions()
    rows = Measure.objects.standing().filter(partner=partner).select_related("receipt")
    found = []
    for row in sorted(rows, key=_place):
        sent_at = row.receipt.sent_at if hasattr(row, "receipt") else None
        if sent_at is not None and sent_at + SHOWN_FOR < at:
            continue
        instrument = known[row.instrument, row.version]
        state = "sent" if sent_at else "not_yet" if row.opens_at > at else "not_started"
        found.append(
            MeasureState(
                key=str(row.pk),
                title=instrument.plain_title,
                state="in_progress" if state == "not_started" and row.draft_page in begun else state,
                url=reverse("my_measure", args=[row.pk]),
                layer=row.layer,
                minutes=instrument.minutes,
                opens_at=row.opens_at,
                sent_at=sent_at,
            )
        )
    return found


def _place(row: Measure) -> tuple[datetime, int, str]:
    """In the order of asking; what is asked at once, in the order of the baseline."""
    return row.opens_at, _of_baseline(row.instrument), row.instrument


def _of_baseline(instrument: str) -> int:
    return BASELINE_SET.index(instrument) if instrument in BASELINE_SET else len(BASELINE_SET)


@dataclass(frozen=True)
class Asked:
    """One open asking as a clinician sees it."""

    measure: Measure
    instrument: Instrument
    why: str
    late: bool


@dataclass(frozen=True)
class Measures:
    """Everything of one person's questionnaires that this reader may read."""

    series: list[Series]
    open: list[Asked]
    suggestions: list[Suggestion]


def measures_of(partner: Partner, reader: User, at: datetime) -> Measures:
    """Scores worked out from what was sealed, by the rule of the version that was answered; four queries.

    A prescriber is given the health layer alone. Past week and past month are two questionnaires, and so two lines.
    """
    known = versions()
    found = _series(partner, reader, known, [Layer.HEALTH, Layer.PRIVATE])
    asked = list(_open(partner, reader, known, at))
    return Measures(found, asked, list(_suggested(found, asked)))


def health_series(partner: Partner, reader: User) -> list[Series]:
    """What was answered or entered in the health layer, whoever reads: for what leaves the practice; three queries."""
    return _series(partner, reader, versions(), [Layer.HEALTH])


def _series(
    partner: Partner, reader: User, known: Mapping[tuple[str, str], Instrument], layers: Sequence[str]
) -> list[Series]:
    """Each questionnaire over time, those of the baseline first."""
    taken: dict[str, list[Taken]] = defaultdict(list)  # by instrument
    own = {"partner": partner, "layer__in": layers}
    for row in MeasureAnswers.objects.visible_to(reader).filter(**own).select_related("measure"):
        taken[row.instrument].append(_answered(row, known))
    results = MeasureResult.objects.visible_to(reader).standing().filter(**own).select_related("by")
    for result in results.order_by("at"):
        taken[result.instrument].append(_entered(result, known, reader))
    found = [series(max(rows, key=lambda one: one.on).instrument, rows) for rows in taken.values()]
    return sorted(found, key=lambda one: (_of_baseline(one.instrument.id), one.instrument.title.casefold()))


def _open(partner: Partner, reader: User, known: Mapping[tuple[str, str], Instrument], at: datetime) -> Iterator[Asked]:
    for row in Measure.objects.visible_to(reader).open().filter(partner=partner).order_by("asked_at", "instrument"):
        yield Asked(row, known[row.instrument, row.version], POINTS[row.point].words, row.is_late(at))


def _suggested(found: list[Series], asked: list[Asked]) -> Iterator[Suggestion]:
    """What the latest scores give reason to ask, unless it is asked or was answered since."""
    newest = {one.instrument.id: one.latest.taken for one in found}
    waiting = {one.instrument.id for one in asked}
    for one in newest.values():
        for each in suggestions(one.score) if one.score else []:
            since = newest.get(each.instrument)
            if each.instrument not in waiting and (since is None or since.on < one.on):
                yield each


def _answered(row: MeasureAnswers, known: Mapping[tuple[str, str], Instrument]) -> Taken:
    given = json.loads(row.body)
    on, late, key = clock.day_of(row.sent_at), row.measure.is_late(row.sent_at), str(row.pk)
    instrument = known[row.instrument, row.version]
    if given.get(SKIPPED):
        return Taken(instrument, on, None, words="Would rather talk about it", key=key, late=late)
    found, reasons = _scored(instrument, given, row.rule)
    return Taken(instrument, on, found, reasons, key=key, late=late, answers=tuple(_items(instrument, given, found)))


def _scored(instrument: Instrument, given: dict[str, int], rule: str) -> tuple[Score | None, tuple[str, ...]]:
    """The score by the rule that stood when it was answered; by no other."""
    if instrument.scoring.version != rule:
        return None, (f"It was answered under the rule {rule}, which is not here any more.",)
    try:
        return score(instrument, given), ()
    except NotScored as refusal:
        return None, tuple(refusal.reasons)


def _items(instrument: Instrument, given: dict[str, int], found: Score | None) -> Iterator[Answer]:
    flagged = {flag.item for flag in found.flags} if found else set()
    for item in instrument.items:
        if item.id in given:
            yield Answer(item.id, item.text, item.said(given[item.id]), item.id in flagged)


def _entered(row: MeasureResult, known: Mapping[tuple[str, str], Instrument], reader: User) -> Taken:
    values, instrument = json.loads(row.body), known[row.instrument, row.version]
    by, key, own = row.by.name, str(row.pk), row.by_id == reader.pk
    if instrument.entry == Entry.RESULT:
        words = next(level.words for level in instrument.levels if level.id == values[LEVEL])
        return Taken(instrument, row.on, None, words=words, entered_by=by, key=key, own=own)
    return Taken(instrument, row.on, entered(instrument, values), entered_by=by, key=key, own=own)
