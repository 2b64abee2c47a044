"""Who opened what, gathered for the pages of the record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import TruncDate

from accounts import clock
from accounts.access import Layer, Outcome
from accounts.models import AccessLog, User
from accounts.roles import Role
from clients.models import Couple, Partner
from kap_practice.record_words import CHIPS, TOLD, page_words, reader_for_partner

PAGE = 50
DAYS = 30


@dataclass(frozen=True)
class Line:
    """One line of the record in words. `chip` marks what was refused or did not work."""

    at: datetime
    who: str
    role: str
    what: str
    layer: str
    about: str
    chip: tuple[str, str] | None


@dataclass(frozen=True)
class Lines:
    """Some lines, the newest first; `before` is where the next older ones begin."""

    lines: list[Line]
    before: int | None


def of_couple(couple: Couple, place: str = "") -> Q:
    """Lines about a couple, or about one of its two."""
    partners = couple.partners()
    if place:
        return Q(about_partner=partners["ab".index(place)].pk)
    return Q(about_couple=couple.pk) | Q(about_partner__in=[one.pk for one in partners])


def lines_of(user: User, which: Q, asked: Mapping[str, Any], before: int | None) -> Lines:
    """One page of the record. `asked` is what `RecordForm` has cleaned."""
    found = AccessLog.objects.visible_to(user).filter(which, _as_asked(asked)).select_related("actor")
    if before is not None:
        found = found.before(before)
    rows = list(found.order_by("-place")[: PAGE + 1])
    shown = rows[:PAGE]
    names = _names(user, shown)
    return Lines([_line(row, names) for row in shown], shown[-1].place if len(rows) > PAGE else None)


def _as_asked(asked: Mapping[str, Any]) -> Q:
    chosen, kind = Q(), asked.get("kind")
    if kind == Outcome.REFUSED:
        chosen &= Q(outcome=Outcome.REFUSED)
    elif kind:
        chosen &= Q(layer=kind)
    if since := asked.get("since"):
        chosen &= Q(at__gte=_midnight(since))
    if until := asked.get("until"):
        chosen &= Q(at__lt=_midnight(until + timedelta(days=1)))
    return chosen


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.practice_zone())


def _names(user: User, rows: Iterable[AccessLog]) -> dict[UUID | None, str]:
    """Of the people and couples whom these lines are about, as far as this reader knows them."""
    partners = {row.about_partner for row in rows if row.about_partner}
    couples = {row.about_couple for row in rows if row.about_couple}
    found: dict[UUID | None, str] = {
        one.pk: one.called for one in Partner.objects.visible_to(user).filter(pk__in=partners)
    }
    for couple in Couple.objects.visible_to(user).filter(pk__in=couples).with_partners():
        found[couple.pk] = str(couple)
    return found


def _line(row: AccessLog, names: Mapping[UUID | None, str]) -> Line:
    return Line(
        at=row.at,
        who=row.actor.name if row.actor else "Somebody not signed in",
        role=str(Role(row.role).label) if row.role else "",
        what=page_words(row.what),
        layer=str(Layer(row.layer).label),
        about=names.get(row.about_partner or row.about_couple, ""),
        chip=CHIPS.get(Outcome(row.outcome)),
    )


@dataclass(frozen=True)
class Told:
    """On one day somebody of the practice opened pages of these kinds. How often is not told, nor at what hour."""

    day: date
    who: str
    kinds: list[str]


@dataclass(frozen=True)
class ToldDays:
    """Some days, the newest first; `before` is where the next older ones begin."""

    days: list[Told]
    before: date | None


def told_to(partner: User, before: date | None) -> ToldDays:
    """Who opened what of a partner's own, in a partner's words: one line for each reader and day."""
    found = AccessLog.objects.visible_to(partner).annotate(day=TruncDate("at", tzinfo=clock.practice_zone()))
    if before is not None:
        found = found.filter(at__lt=_midnight(before))
    days = list(found.order_by("-day").values_list("day", flat=True).distinct()[: DAYS + 1])
    shown = days[:DAYS]
    if not shown:
        return ToldDays([], None)
    rows = found.filter(at__gte=_midnight(shown[-1])).values_list("day", "role", "actor__name", "layer").distinct()
    kinds: dict[tuple[date, str], set[str]] = {}
    for day, role, name, layer in rows:
        kinds.setdefault((day, reader_for_partner(role, name or "")), set()).add(layer)
    told = [Told(day, who, [TOLD[one] for one in TOLD if one in seen]) for (day, who), seen in kinds.items()]
    told.sort(key=lambda one: one.who)
    told.sort(key=lambda one: one.day, reverse=True)
    return ToldDays(told, shown[-1] if len(days) > DAYS else None)
