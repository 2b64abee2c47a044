"""What a clearance must hold together. Ranges are defaults of this software that catch slips of the pen, no more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from screening.rules.medicine_classes import BY_ID

LONGEST = timedelta(days=366)
MOST_SESSIONS = 30
MOST_MG = Decimal(1000)
LOZENGE, INTRAMUSCULAR = "lozenge", "im"
LIMITS: Mapping[str, tuple[int, int]] = {
    "max_systolic": (90, 220),
    "max_diastolic": (50, 140),
    "max_pulse": (50, 180),
    "min_pulse": (30, 100),
    "min_saturation": (80, 100),
    "call_systolic": (100, 260),
    "call_diastolic": (60, 160),
    "booster_from": (1, 240),
    "booster_until": (1, 240),
    "stay_minutes": (30, 720),
    "food_hours": (0, 24),
    "liquid_hours": (0, 24),
}
# Minutes since the first dose at which a reading can be asked for, and how many there can be.
LAST_READING, MOST_READINGS = 360, 24
# What a prescriber can say of a class of medicines. None of these tells anybody to stop one: domain.md 1.2.
HOLD_WORDS: Mapping[str, str] = {
    "usual": "Take as usual",
    "ask": "Ask me before the session",
    "told": "As I told this person",
}
PREGNANCY_TEST: Mapping[str, str] = {
    "": "Not asked for here",
    "first": "Before the first session",
    "each": "Before each session",
}


@dataclass(frozen=True)
class ClearanceOrder:
    """A clearance as a prescriber words it: every limit of domain.md 1.0, None or empty where none is set here.

    Doses in mg, pressure in mmHg, pulse per minute, saturation in percent. Minutes count from the first dose. `holds`
    maps a class of medicines to one of HOLD_WORDS. After `re_evaluate_after` sessions, and on `re_evaluate_on`, the
    prescriber looks again, although the clearance may last longer.
    """

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
    booster_from: int | None = None
    booster_until: int | None = None
    re_evaluate_on: date | None = None
    re_evaluate_after: int | None = None
    min_pulse: int | None = None
    min_saturation: int | None = None
    call_systolic: int | None = None
    call_diastolic: int | None = None
    readings_lozenge: tuple[int, ...] = ()
    readings_im: tuple[int, ...] = ()
    stay_minutes: int | None = None
    food_hours: int | None = None
    liquid_hours: int | None = None
    medical_present: bool = False
    holds: Mapping[str, str] = field(default_factory=dict)
    pregnancy_test: str = ""
    labs: str = ""
    pdmp_on: date | None = None

    @property
    def needs_medical_person(self) -> bool:
        """An injection is given by a licensed person in any case: domain.md 1.0."""
        return self.medical_present or INTRAMUSCULAR in self.routes


@dataclass(frozen=True)
class Slip:
    """Something in an order that cannot be meant: the field, and a sentence that says what to do."""

    field: str
    sentence: str


def slips(order: ClearanceOrder, today: date) -> list[Slip]:
    """All that keeps an order from being a clearance. `today` is the practice's own date."""
    return [
        *_amounts(order),
        *_dates(order, today),
        *_limits(order),
        *_pairs(order),
        *_readings(order),
        *_holds(order),
    ]


def _amounts(order: ClearanceOrder) -> Iterator[Slip]:
    if not order.routes:
        yield Slip("routes", "Choose at least one route.")
    if not 0 < order.max_dose_mg <= MOST_MG:
        yield Slip("max_dose_mg", f"Give the highest dose in mg, above 0 and up to {MOST_MG}.")
    if not 0 <= order.max_booster_mg <= order.max_dose_mg:
        yield Slip("max_booster_mg", "A booster is at most as high as the first dose. Write 0 for none.")
    if not 1 <= order.sessions <= MOST_SESSIONS:
        yield Slip("sessions", f"Give a number of sessions from 1 to {MOST_SESSIONS}.")


def _dates(order: ClearanceOrder, today: date) -> Iterator[Slip]:
    if not today <= order.valid_until <= today + LONGEST:
        yield Slip("valid_until", "Give a date from today to one year ahead.")
    if order.evaluated_on > today:
        yield Slip("evaluated_on", "Give the day on which you saw this person. It cannot be in the future.")
    elif order.evaluated_on < today - LONGEST:
        yield Slip("evaluated_on", "This evaluation is more than a year old. Give the latest one.")
    if order.pdmp_on is not None and not today - LONGEST <= order.pdmp_on <= today:
        yield Slip("pdmp_on", "Give the day of the check, within the last year and not in the future.")
    if order.re_evaluate_on is not None and not today < order.re_evaluate_on <= order.valid_until:
        yield Slip("re_evaluate_on", "Give a day after today, up to the last day of the clearance.")
    if order.re_evaluate_after is not None and not 1 <= order.re_evaluate_after <= order.sessions:
        yield Slip("re_evaluate_after", "Give a number from 1 to the number of sessions.")


def _limits(order: ClearanceOrder) -> Iterator[Slip]:
    for name, (low, high) in LIMITS.items():
        value = getattr(order, name)
        if value is not None and not low <= value <= high:
            yield Slip(name, f"Give a number from {low} to {high}, or leave it empty.")


# Which of two limits has to be the greater one, and what to say where it is not.
PAIRS = (
    ("max_diastolic", "max_systolic", "The lower number has to be below the upper one."),
    ("call_diastolic", "call_systolic", "The lower number has to be below the upper one."),
    ("min_pulse", "max_pulse", "The lowest pulse has to be below the highest."),
    ("booster_from", "booster_until", "The window for a booster has to end after it begins."),
)
# A call is for what is above the limit before a dose, never below it.
CALLS = (("call_systolic", "max_systolic"), ("call_diastolic", "max_diastolic"))


def _pairs(order: ClearanceOrder) -> Iterator[Slip]:
    for lower, upper, sentence in PAIRS:
        low, high = getattr(order, lower), getattr(order, upper)
        if low is not None and high is not None and low >= high:
            yield Slip(lower, sentence)
    for call, limit in CALLS:
        asked, most = getattr(order, call), getattr(order, limit)
        if asked is not None and most is not None and asked < most:
            yield Slip(call, "Call above a number that is not below the limit before a dose.")
    if not order.max_booster_mg and (order.booster_from or order.booster_until):
        yield Slip("booster_from", "There is no booster in this clearance. Leave its window empty.")


def _readings(order: ClearanceOrder) -> Iterator[Slip]:
    for name in ("readings_lozenge", "readings_im"):
        minutes = getattr(order, name)
        rising = all(earlier < later for earlier, later in pairwise(minutes))
        if not rising or len(minutes) > MOST_READINGS or any(not 1 <= one <= LAST_READING for one in minutes):
            yield Slip(name, f"Give minutes from 1 to {LAST_READING}, each above the one before, like 40, 90.")


def _holds(order: ClearanceOrder) -> Iterator[Slip]:
    for known, word in order.holds.items():
        if known not in BY_ID or word not in HOLD_WORDS:
            yield Slip(f"hold_{known}", "Choose one of the answers shown.")
    if order.pregnancy_test not in PREGNANCY_TEST:
        yield Slip("pregnancy_test", "Choose one of the answers shown.")
