"""What was changed about a couple: the tables of changes, put together in the order of time and in plain words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils.dateformat import format as formatted

from accounts import clock
from accounts.models import User
from clients.models import Couple
from kap_practice.kept import KEPT, Kept, Scope

PAGE = 60
FIXED = ("pgh_id", "pgh_created_at", "pgh_label", "pgh_by", "pgh_role", "pgh_obj")
VERBS = {"insert": "added", "update": "changed", "delete": "removed"}
NOTHING = "nothing"
BY_NOBODY = {"worker": "By itself", "door": "On joining"}
# Of something new, so many of its values are told.
TOLD_OF_NEW = 3
Row = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """One field of a change: what it is called, what it said before and says now. Both are empty for sealed words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Entry:
    """One row that was added, changed or removed: what it is, and of whom or of which date."""

    word: str
    of: str
    verb: str
    fields: list[Field]


@dataclass(frozen=True)
class Act:
    """What one person did in one go."""

    at: datetime
    who: str
    entries: list[Entry]


@dataclass(frozen=True)
class Acts:
    """Some acts, the newest first; `before` is where the next older ones begin."""

    acts: list[Act]
    before: str


def scope_of(couple: Couple, place: str = "") -> Scope:
    everybody = [one.pk for one in couple.partners()]
    return Scope(couple, [everybody["ab".index(place)]] if place else everybody, everybody)


def changes_of(scope: Scope, *, kind: str, before: datetime | None, together: bool) -> Acts:
    """One page of a couple's history. While both are in the room, what is private stays closed."""
    kept = [one for one in KEPT if kind in {"", one.kind} and not (together and one.private)]
    found = [(one, row) for one in kept for row in _rows(one, scope, before)]
    found.sort(key=lambda pair: pair[1]["pgh_created_at"], reverse=True)
    shown, more = found[:PAGE], ""
    if len(found) > PAGE:
        last = shown[-1][1]["pgh_created_at"]  # what was written in one moment stands on one page
        shown = [pair for pair in found if pair[1]["pgh_created_at"] >= last]
        more = last.isoformat() if len(shown) < len(found) else ""
    words = _Words(scope, shown)
    entries = [(row, words.entry(one, row)) for one, row in shown]
    told = [(row, entry) for row, entry in entries if entry is not None]
    return Acts([_act(list(group), words) for _, group in groupby(told, key=_doing)], more)


def _rows(kept: Kept, scope: Scope, before: datetime | None) -> list[Row]:
    found = kept.model._default_manager.filter(kept.of(scope))
    if before is not None:
        found = found.filter(pgh_created_at__lt=before)
    rows: list[Row] = list(found.order_by("-pgh_created_at", "-pgh_id").values(*_columns(kept))[: PAGE * 2])
    earlier = _earlier(kept, [row["pgh_id"] for row in rows if row["pgh_label"] == "update"])
    for row in rows:
        row["earlier"] = earlier.get(row["pgh_id"])
    return rows


def _columns(kept: Kept) -> list[str]:
    """Never the sealed words themselves."""
    own = {one.name for one in kept.model._meta.get_fields()}
    links = own & {"appointment", "partner", "person", "account"}
    return [*FIXED, *kept.fields, *(links - set(kept.fields)), *([kept.text] if kept.text else [])]


def _earlier(kept: Kept, ids: list[int]) -> dict[int, Row]:
    """By the number of a change, the row of the change before it, of the same thing."""
    model = kept.model._default_manager
    of_same = model.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    pairs = dict(model.filter(pk__in=ids).values_list("pgh_id", Subquery(of_same.values("pgh_id")[:1])))
    rows = {row["pgh_id"]: row for row in model.filter(pk__in=pairs.values()).values(*_columns(kept))}
    return {now: rows[then] for now, then in pairs.items() if then in rows}


def _doing(pair: tuple[Row, Entry]) -> tuple[object, ...]:
    row, _ = pair
    return row["pgh_by"], row["pgh_role"], row["pgh_created_at"].replace(microsecond=0)


def _act(group: list[tuple[Row, Entry]], words: "_Words") -> Act:
    first = group[0][0]
    who = words.people.get(first["pgh_by"]) or BY_NOBODY.get(first["pgh_role"], "By the set-up")
    return Act(first["pgh_created_at"], who, [entry for _, entry in group])


class _Words:
    """The names that this page needs, fetched once, and rows told with them."""

    def __init__(self, scope: Scope, shown: Iterable[tuple[Kept, Row]]) -> None:
        self.called: dict[UUID | None, str] = {one.pk: one.called for one in scope.couple.partners()}
        appointments = scope.appointments.select_related("step")
        self.steps: dict[UUID | None, str] = {one.pk: str(one.step) for one in appointments}
        self.people: dict[UUID | None, str] = dict(
            User.objects.filter(pk__in=self._named(shown)).values_list("pk", "name")
        )

    @staticmethod
    def _named(shown: Iterable[tuple[Kept, Row]]) -> set[UUID]:
        found = set()
        for kept, row in shown:
            links = [name for name in kept.fields if _is_person(kept, name)]
            found |= {each[name] for each in (row, row["earlier"] or {}) for name in links if name in each}
            found.add(row["pgh_by"])
        return found - {None}

    def entry(self, kept: Kept, row: Row) -> Entry | None:
        """A change in words; None where nothing that people know has changed."""
        fields = self._fields(kept, row)
        if row["pgh_label"] == "update" and not fields:
            return None
        return Entry(kept.word, self._of(row), VERBS[row["pgh_label"]], fields)

    def _of(self, row: Row) -> str:
        step = self.steps.get(row.get("appointment") or row["pgh_obj"])
        person = self.called.get(row.get("partner") or row.get("person") or row.get("account") or row["pgh_obj"])
        return ", ".join(part for part in (step, person) if part)

    def _fields(self, kept: Kept, row: Row) -> list[Field]:
        if row["pgh_label"] == "delete":
            return []
        earlier = row["earlier"]
        if earlier is None:
            told = {label: row[name] and self._say(kept, name, row[name]) for name, label in kept.fields.items()}
            return [Field(label, "", new) for label, new in told.items() if new][:TOLD_OF_NEW]
        changed = [
            Field(label, self._say(kept, name, earlier[name], empty=""), self._say(kept, name, row[name]))
            for name, label in kept.fields.items()
            if earlier[name] != row[name]
        ]
        sealed = bool(kept.text) and earlier[kept.text] != row[kept.text]
        return [*changed, *([Field("Text changed", "", "")] if sealed else [])]

    def _say(self, kept: Kept, name: str, value: Any, *, empty: str = NOTHING) -> str:
        if value in {None, ""}:
            return empty
        column = kept.model._meta.get_field(name)
        if _is_person(kept, name):
            return self.called.get(value) or self.people.get(value, "somebody")
        return str(_choices(column).get(value) or said(value))


def _is_person(kept: Kept, name: str) -> bool:
    return isinstance(kept.model._meta.get_field(name), models.ForeignKey)


def _choices(column: Any) -> Mapping[Any, Any]:
    return dict(getattr(column, "flatchoices", ()))


def said(value: Any) -> str:
    """A plain value as people write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return formatted(value.astimezone(clock.practice_zone()), "j F Y, H:i")
    if isinstance(value, date):
        return formatted(value, "j F Y")
    return f"${value:,.2f}" if isinstance(value, Decimal) else str(value)
