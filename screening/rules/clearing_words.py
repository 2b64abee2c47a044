"""A clearance in words: the same lines on a page, on paper, and where two readings of a scan are compared."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from screening.rules.clearing import HOLD_WORDS, PREGNANCY_TEST, ClearanceOrder
from screening.rules.medicine_classes import BY_ID

NOT_SET = "No limit set here"
ROUTES: Mapping[str, str] = {"lozenge": "Lozenge", "im": "Intramuscular injection"}
EVALUATED: Mapping[str, str] = {"in_person": "In person", "telehealth": "By telehealth"}
MEDICAL = "A medical person is present"


@dataclass(frozen=True)
class Line:
    """One limit: its field, its group, its label, and what was set. `is_set` is False where the prescriber left it."""

    field: str
    group: str
    label: str
    words: str
    is_set: bool = True


ALLOWED, LASTS, BEFORE, WATCH = "What is allowed", "How long it lasts", "Before a dose, and when to call", "Watching"
MEDICINES, CHECKS = "Medicines", "Checks"


def day(value: date | None) -> str:
    return f"{value.day} {value:%B %Y}" if value else ""


def amount(value: Decimal) -> str:
    return f"{value.normalize():f} mg"


def _unit(unit: str) -> Callable[[Any], str]:
    return lambda value: "" if value is None else f"{value} {unit}"


def _minutes(values: Sequence[int]) -> str:
    return f"{', '.join(str(one) for one in values)} minutes after the first dose" if values else ""


def _routes(values: frozenset[str]) -> str:
    return " or ".join(ROUTES[one].lower() for one in sorted(values, reverse=True)).capitalize()


def _sessions(value: int | None) -> str:
    return "" if value is None else f"{value} session{'' if value == 1 else 's'}"


# Every field of an order in the order in which people read it: its group, its label, how its value is worded.
TABLE: tuple[tuple[str, str, str, Callable[[Any], str]], ...] = (
    ("routes", ALLOWED, "Route", _routes),
    ("max_dose_mg", ALLOWED, "First dose, at most", amount),
    ("max_booster_mg", ALLOWED, "Booster, at most", lambda value: amount(value) if value else "No booster"),
    ("booster_from", ALLOWED, "Booster not before", _unit("minutes")),
    ("booster_until", ALLOWED, "Booster not after", _unit("minutes")),
    ("sessions", LASTS, "Sessions", _sessions),
    ("valid_until", LASTS, "Valid until", day),
    ("re_evaluate_after", LASTS, "Looks again after", _sessions),
    ("re_evaluate_on", LASTS, "Looks again on", day),
    ("max_systolic", BEFORE, "Upper pressure, at most", _unit("mmHg")),
    ("max_diastolic", BEFORE, "Lower pressure, at most", _unit("mmHg")),
    ("max_pulse", BEFORE, "Pulse, at most", _unit("a minute")),
    ("min_pulse", BEFORE, "Pulse, at least", _unit("a minute")),
    ("min_saturation", BEFORE, "Oxygen saturation, at least", _unit("%")),
    ("call_systolic", BEFORE, "Call above this upper pressure", _unit("mmHg")),
    ("call_diastolic", BEFORE, "Call above this lower pressure", _unit("mmHg")),
    ("readings_lozenge", WATCH, "Readings with a lozenge", _minutes),
    ("readings_im", WATCH, "Readings with an injection", _minutes),
    ("stay_minutes", WATCH, "Stays after the last dose, at least", _unit("minutes")),
    ("food_hours", WATCH, "No food before the dose for", _unit("hours")),
    ("liquid_hours", WATCH, "No clear liquids before the dose for", _unit("hours")),
    ("medical_present", WATCH, MEDICAL, lambda value: "Yes" if value else ""),
    ("pregnancy_test", CHECKS, "Pregnancy test", lambda value: PREGNANCY_TEST[value] if value else ""),
    ("labs", CHECKS, "Labs", str),
    ("pdmp_on", CHECKS, "PDMP checked on", day),
    ("evaluated_on", CHECKS, "Evaluated on", day),
    ("evaluated_how", CHECKS, "Evaluated", lambda value: EVALUATED.get(value, value)),
    ("instructions", CHECKS, "In the prescriber's words", str),
)
FREE_WORDS = frozenset({"labs", "instructions"})


def lines_of(order: ClearanceOrder) -> list[Line]:
    """Every limit of an order. Where none is set it says so: nothing is read into a gap."""
    found = [_line(order, *row) for row in TABLE]
    medicines = list(hold_lines(order))
    at = next(index for index, line in enumerate(found) if line.group == CHECKS)
    return [*found[:at], *medicines, *found[at:]]


def _line(order: ClearanceOrder, name: str, group: str, label: str, worded: Callable[[Any], str]) -> Line:
    if name == "medical_present" and order.needs_medical_person and not order.medical_present:
        return Line(name, group, label, "Always with an injection: a licensed person gives it")
    words = worded(getattr(order, name))
    return Line(name, group, label, words or NOT_SET, bool(words))


def hold_lines(order: ClearanceOrder) -> Iterator[Line]:
    """What the prescriber said of classes of medicines, by title."""
    for known, word in sorted(order.holds.items(), key=lambda one: title_of(one[0])):
        yield Line(f"hold_{known}", MEDICINES, title_of(known), HOLD_WORDS.get(word, word))


def title_of(medicine_class: str) -> str:
    return BY_ID[medicine_class].title if medicine_class in BY_ID else medicine_class


def by_group(lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Lines under their groups, groups in their order."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.group, []).append(line)
    return list(found.items())


def set_lines(order: ClearanceOrder) -> list[Line]:
    """Only what the prescriber set."""
    return [line for line in lines_of(order) if line.is_set]
