"""What a clearance must hold together. Ranges are defaults of this software that catch slips of the pen, no more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

LONGEST = timedelta(days=366)
MOST_SESSIONS = 30
MOST_MG = Decimal(1000)
LIMITS: Mapping[str, tuple[int, int]] = {"max_systolic": (90, 220), "max_diastolic": (50, 140), "max_pulse": (50, 180)}


@dataclass(frozen=True)
class ClearanceOrder:
    """A clearance as a prescriber words it: doses in mg, pressure in mmHg, pulse per minute, None for no limit."""

    routes: frozenset[str]
    max_dose_mg: Decimal
    max_booster_mg: Decimal
    sessions: int
    valid_until: date
    max_systolic: int | None
    max_diastolic: int | None
    max_pulse: int | None
    evaluated_on: date
    evaluated_how: str
    instructions: str = ""


@dataclass(frozen=True)
class Slip:
    """Something in an order that cannot be meant: the field, and a sentence that says what to do."""

    field: str
    sentence: str


def slips(order: ClearanceOrder, today: date) -> list[Slip]:
    """All that keeps an order from being a clearance. `today` is the practice's own date."""
    return [*_amounts(order), *_dates(order, today), *_limits(order)]


def _amounts(order: ClearanceOrder) -> list[Slip]:
    found = []
    if not order.routes:
        found.append(Slip("routes", "Choose at least one route."))
    if not 0 < order.max_dose_mg <= MOST_MG:
        found.append(Slip("max_dose_mg", f"Give the highest dose in mg, above 0 and up to {MOST_MG}."))
    if not 0 <= order.max_booster_mg <= order.max_dose_mg:
        found.append(Slip("max_booster_mg", "A booster is at most as high as the first dose. Write 0 for none."))
    if not 1 <= order.sessions <= MOST_SESSIONS:
        found.append(Slip("sessions", f"Give a number of sessions from 1 to {MOST_SESSIONS}."))
    return found


def _dates(order: ClearanceOrder, today: date) -> list[Slip]:
    found = []
    if not today <= order.valid_until <= today + LONGEST:
        found.append(Slip("valid_until", "Give a date from today to one year ahead."))
    if order.evaluated_on > today:
        found.append(Slip("evaluated_on", "Give the day on which you saw this person. It cannot be in the future."))
    elif order.evaluated_on < today - LONGEST:
        found.append(Slip("evaluated_on", "This evaluation is more than a year old. Give the latest one."))
    return found


def _limits(order: ClearanceOrder) -> list[Slip]:
    given = {"max_systolic": order.max_systolic, "max_diastolic": order.max_diastolic, "max_pulse": order.max_pulse}
    found = [
        Slip(field, f"Give a number from {low} to {high}, or leave it empty.")
        for field, (low, high) in LIMITS.items()
        if (value := given[field]) is not None and not low <= value <= high
    ]
    upper, lower = order.max_systolic, order.max_diastolic
    if upper is not None and lower is not None and lower >= upper:
        found.append(Slip("max_diastolic", "The lower number has to be below the upper one."))
    return found
