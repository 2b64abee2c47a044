"""Instruction sheets for one session day: the therapist's with every limit, the partner's in plain words and hours.

A partner's sheet says what to do, never how somebody was judged. Medicines stand in the prescriber's own words, and no
sentence of ours tells anybody to stop one: domain.md 1.2.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from screening.rules.clearing import ClearanceOrder
from screening.rules.clearing_words import by_group, set_lines, title_of
from sessions.rules.phases import DUE_READINGS, schedule_of
from sessions.rules.times import fasting_words, spoken_time


@dataclass(frozen=True)
class Part:
    """One part of a sheet: a title and its lines."""

    title: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Terms:
    """What the practice sets where the prescriber left it open: hours without food and liquids, minutes of stay."""

    food_hours: int
    liquid_hours: int
    stay_minutes: int


@dataclass(frozen=True)
class Day:
    """One date as it was told: when it begins, the practice's zone and how people call it."""

    starts_at: datetime
    zone: ZoneInfo
    zone_name: str


ROUTE_NAMES = {"lozenge": "a lozenge", "im": "an injection"}


def for_therapist(order: ClearanceOrder, terms: Terms, *, prescriber: str, phone: str) -> list[Part]:
    """Whom to call, when to measure, and every limit that the prescriber set."""
    call = f"{prescriber}, {phone}" if phone else f"{prescriber}: no number on file"
    parts = [
        Part("Whom to call", [call, "In an emergency: 911."]),
        Part("Readings", list(_readings(order, terms))),
    ]
    for group, lines in by_group(set_lines(order)):
        parts.append(Part(group, [f"{line.label}: {line.words}" for line in lines]))
    return parts


def _readings(order: ClearanceOrder, terms: Terms) -> Iterator[str]:
    yield "One before the dose, one before leaving."
    prescribed = {"lozenge": order.readings_lozenge, "im": order.readings_im}
    schedule = schedule_of({route: minutes for route, minutes in prescribed.items() if minutes})
    for route in sorted(order.routes, reverse=True):
        source = "" if prescribed[route] else " (the practice's default)"
        minutes = ", ".join(str(minute) for minute in schedule.get(route, DUE_READINGS[route]))
        yield f"With {ROUTE_NAMES[route]}: {minutes} minutes after the dose{source}."
    stay = terms.stay_minutes if order.stay_minutes is None else order.stay_minutes
    source = "" if order.stay_minutes else " (the practice's default)"
    yield f"Stay: {stay} minutes after the last dose{source}."


def for_partner(order: ClearanceOrder, terms: Terms, day: Day, *, prescriber: str, brings: str) -> list[Part]:
    """What one person does before, on the day and after."""
    return [
        Part("Before", list(_before(order, prescriber))),
        Part("On the day", list(_on_the_day(order, terms, day, brings))),
        Part("After", list(_after(order, terms))),
    ]


def _before(order: ClearanceOrder, prescriber: str) -> Iterator[str]:
    said = {
        "usual": "take as usual",
        "ask": f"ask {prescriber} before the session",
        "told": f"as {prescriber} told you",
    }
    for known, word in sorted(order.holds.items(), key=lambda one: title_of(one[0])):
        yield f"{title_of(known)}: {said[word]}."
    if order.instructions.strip():
        yield f"{prescriber} writes: {order.instructions.strip()}"
    if not order.holds and not order.instructions.strip():
        yield f"Medicines: as {prescriber} told you. Ask if anything is unclear."
    if order.pregnancy_test:
        yield "A pregnancy test is part of the preparation. We do it together."
    yield "Tell us about anything new: illness, medicine, or a change of mind. You can always say no."


def _on_the_day(order: ClearanceOrder, terms: Terms, day: Day, brings: str) -> Iterator[str]:
    yield f"Your session begins {spoken_time(day.starts_at, day.zone, day.zone_name)}."
    yield from fasting_words(
        day.starts_at,
        day.zone,
        food_hours=terms.food_hours if order.food_hours is None else order.food_hours,
        liquid_hours=terms.liquid_hours if order.liquid_hours is None else order.liquid_hours,
    )
    yield "Take no alcohol or other substances that day."
    if brings:
        yield brings
    yield "Arrange for an adult who takes no medicine that day to bring you home."


def _after(order: ClearanceOrder, terms: Terms) -> Iterator[str]:
    stay = terms.stay_minutes if order.stay_minutes is None else order.stay_minutes
    yield f"You stay at least {stay} minutes after the last dose, and until you feel ready."
    yield "Do not drive before the next day, after a full night's sleep."
    yield "Sign nothing important, and look after nobody alone, until then."
    yield "Call us about anything that worries you. In an emergency call 911."


def bring_words(form: str, kept: str) -> str:
    """What somebody brings who keeps the medicine at home; nothing else is theirs to bring."""
    names = {"lozenge": "lozenges", "tablet": "tablets"}
    if kept != "partner" or form not in names:
        return ""
    return f"Bring your {names[form]} in the pharmacy's own package, all that are left. We count them together."


def as_data(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """Parts as plain data, to be sealed or printed."""
    return [asdict(part) | {"lines": list(part.lines)} for part in parts]


def from_data(data: Sequence[dict[str, Any]]) -> list[Part]:
    return [Part(one["title"], one["lines"]) for one in data]
