"""A clearance on paper: who may read it a second time, and where two readings differ.

It is typed twice, by eyes that do not see each other's numbers; only then does it count. See ADR 0029.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from screening.rules import clearing
from screening.rules.clearing import ClearanceOrder, Slip
from screening.rules.clearing_words import FREE_WORDS, TABLE, Line, day, lines_of, title_of

# In a practice of one, whoever typed the paper types it again without sight of the first, in another sitting.
SAME_READER_WAITS = timedelta(hours=12)


@dataclass(frozen=True)
class Signer:
    """Who signed the paper, and on which day."""

    name: str
    npi: str
    licence_number: str
    licence_state: str
    signed_on: date


@dataclass(frozen=True)
class Read:
    """One reading of a paper: all that was typed from it."""

    signer: Signer
    order: ClearanceOrder


@dataclass(frozen=True)
class Difference:
    """Where two readings of one paper are not the same, each as it was typed."""

    field: str
    label: str
    first: str
    second: str


SIGNER_LABELS = {
    "name": "Prescriber",
    "npi": "NPI",
    "licence_number": "License number",
    "licence_state": "State of the license",
    "signed_on": "Signed on",
}


def slips(read: Read, today: date) -> list[Slip]:
    """All that cannot be meant on a paper: judged as of the day on which it was signed, and not run out by today."""
    signed_on = read.signer.signed_on
    if signed_on > today:
        return [Slip("signed_on", "Give the day on the paper. It cannot be in the future.")]
    found = clearing.slips(read.order, signed_on)
    if read.order.valid_until < today and not any(slip.field == "valid_until" for slip in found):
        found.append(Slip("valid_until", "This paper has run out. Ask the prescriber for a new one."))
    return found


def reasons_not_to_read(*, typed_by: object, typed_at: datetime, reader: object, at: datetime) -> list[str]:
    """Why this person cannot read the paper a second time now. Empty for anybody but the one who typed it first."""
    if reader != typed_by or at >= typed_at + SAME_READER_WAITS:
        return []
    hours = SAME_READER_WAITS.seconds // 3600
    return [f"You typed this paper yourself. Another reader can do it now; you can {hours} hours after the first time."]


def differences(first: Read, second: Read) -> list[Difference]:
    """Every number, day and choice that was typed differently. Free words are compared by eye, with the paper."""
    return [*_of_signer(first.signer, second.signer), *_of_order(first.order, second.order)]


def _of_signer(first: Signer, second: Signer) -> Iterable[Difference]:
    for name, label in SIGNER_LABELS.items():
        one, other = getattr(first, name), getattr(second, name)
        if _plain(one) != _plain(other):
            yield Difference(name, label, _shown(one), _shown(other))


def _of_order(first: ClearanceOrder, second: ClearanceOrder) -> Iterable[Difference]:
    ours, theirs = _lines(first), _lines(second)
    for name, _, label, _ in TABLE:
        if name not in FREE_WORDS and getattr(first, name) != getattr(second, name):
            yield Difference(name, label, ours[name].words, theirs[name].words)
    for known in sorted({*first.holds, *second.holds}):
        if first.holds.get(known) != second.holds.get(known):
            field = f"hold_{known}"
            one, other = ours.get(field), theirs.get(field)
            yield Difference(field, title_of(known), one.words if one else NOTHING, other.words if other else NOTHING)


NOTHING = "Nothing written"


def _lines(order: ClearanceOrder) -> dict[str, Line]:
    return {line.field: line for line in lines_of(order)}


def _plain(value: object) -> object:
    return " ".join(value.casefold().replace(".", " ").split()) if isinstance(value, str) else value


def _shown(value: object) -> str:
    return day(value) if isinstance(value, date) else str(value)


def settled(first: Read, second: Read, choices: Mapping[str, str]) -> Read:
    """The reading that counts: where the two differ, the one chosen ("first" or "second") with the paper in hand."""
    signer = {name: getattr(second.signer, name) for name in SIGNER_LABELS if choices.get(name) == "second"}
    order = {name: getattr(second.order, name) for name, *_ in TABLE if choices.get(name) == "second"}
    holds = dict(first.order.holds)
    for known in {*first.order.holds, *second.order.holds}:
        if choices.get(f"hold_{known}") == "second":
            holds.pop(known, None)
            holds |= {known: second.order.holds[known]} if known in second.order.holds else {}
    return Read(replace(first.signer, **signer), replace(first.order, **order, holds=holds))


def not_settled(found: Sequence[Difference], choices: Mapping[str, str]) -> list[Difference]:
    """Differences for which nobody has said what the paper says."""
    return [one for one in found if choices.get(one.field) not in {"first", "second"}]


def as_data(read: Read) -> dict[str, Any]:
    """A reading as plain data, to be sealed."""
    order = {name: _as_plain(value) for name, value in asdict(read.order).items()}
    return {"signer": asdict(read.signer) | {"signed_on": read.signer.signed_on.isoformat()}, "order": order}


def _as_plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return sorted(value) if isinstance(value, frozenset) else value


DAYS = frozenset({"valid_until", "evaluated_on", "re_evaluate_on", "pdmp_on"})
AMOUNTS = frozenset({"max_dose_mg", "max_booster_mg"})
MINUTES = frozenset({"readings_lozenge", "readings_im"})


def from_data(data: Mapping[str, Any]) -> Read:
    """The reading that was sealed."""
    known = {one.name for one in fields(ClearanceOrder)}
    order = {name: _as_meant(name, value) for name, value in data["order"].items() if name in known}
    signer = data["signer"] | {"signed_on": date.fromisoformat(data["signer"]["signed_on"])}
    return Read(Signer(**signer), ClearanceOrder(**order))


def _as_meant(name: str, value: Any) -> Any:
    if name == "routes":
        return frozenset(value)
    if name in DAYS:
        return date.fromisoformat(value) if value else None
    if name in AMOUNTS:
        return Decimal(value)
    return tuple(value) if name in MINUTES else value
