"""Vital signs: what no body can have, what is above somebody's limits, and what is an emergency."""

from dataclasses import dataclass
from datetime import datetime

from screening.rules import ClearanceFacts

# Outside these a number is a slip of the pen, not a finding: domain.md 1.4, plausibility.
POSSIBLE = {"systolic": (60, 260), "diastolic": (30, 160), "pulse": (30, 220), "saturation": (50, 100)}
NAMES = {
    "systolic": "The upper number",
    "diastolic": "The lower number",
    "pulse": "The pulse",
    "saturation": "The oxygen saturation",
}


@dataclass(frozen=True)
class ReadingFacts:
    """Blood pressure in mmHg, pulse per minute, oxygen saturation in percent or None where it was not measured."""

    systolic: int
    diastolic: int
    pulse: int
    saturation: int | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Limits:
    """The highest values at which a dose may be given, and the lowest; each includes the value itself.

    Above `call_systolic` or `call_diastolic` the prescriber wants a call at any time.
    """

    max_systolic: int
    max_diastolic: int
    max_pulse: int
    min_pulse: int
    min_saturation: int
    set_by: str = ""
    call_systolic: int | None = None
    call_diastolic: int | None = None


# Where the prescriber set none: go below 140 and below 90, pulse 50 to 100, saturation 94 or more. domain.md 1.4.
DEFAULT_LIMITS = Limits(139, 89, 100, 50, 94)
# Above these, with symptoms, or below this saturation: call 911. domain.md 1.4.
EMERGENCY_SYSTOLIC, EMERGENCY_DIASTOLIC, EMERGENCY_SATURATION = 180, 120, 90
# Three readings are enough to tell a high pressure from a fast walk upstairs. domain.md 1.4.
MOST_BASELINES = 3


def impossible(reading: ReadingFacts) -> dict[str, str]:
    """What to mend, by field. An alarming value is possible and stays; the constraints of the table say the same."""
    found = {}
    for name, (low, high) in POSSIBLE.items():
        value = getattr(reading, name)
        if value is not None and not low <= value <= high:
            found[name] = f"{NAMES[name]} is usually between {low} and {high}. Check it and enter it again."
    if not found and reading.systolic <= reading.diastolic:
        found["diastolic"] = "The lower number is smaller than the upper one. They may have changed places."
    return found


def limits_of(clearance: ClearanceFacts | None) -> Limits:
    """The prescriber's own limits; ours fill what was left open."""
    if clearance is None:
        return DEFAULT_LIMITS
    ours = DEFAULT_LIMITS
    return Limits(
        ours.max_systolic if clearance.max_systolic is None else clearance.max_systolic,
        ours.max_diastolic if clearance.max_diastolic is None else clearance.max_diastolic,
        ours.max_pulse if clearance.max_pulse is None else clearance.max_pulse,
        ours.min_pulse if clearance.min_pulse is None else clearance.min_pulse,
        ours.min_saturation if clearance.min_saturation is None else clearance.min_saturation,
        clearance.prescriber_name,
        clearance.call_systolic,
        clearance.call_diastolic,
    )


def outside(reading: ReadingFacts, limits: Limits) -> list[str]:
    """What stands outside the limits, each value by itself: either number of the pressure is enough."""
    whose = f"{limits.set_by} set" if limits.set_by else "for a dose"
    found = []
    for name, value, highest in (
        ("Upper number", reading.systolic, limits.max_systolic),
        ("Lower number", reading.diastolic, limits.max_diastolic),
        ("Pulse", reading.pulse, limits.max_pulse),
    ):
        if value > highest:
            found.append(f"{name} {value} is above the limit {whose} ({highest}).")
    if reading.pulse < limits.min_pulse:
        found.append(f"Pulse {reading.pulse} is below {limits.min_pulse}.")
    if reading.saturation is not None and reading.saturation < limits.min_saturation:
        found.append(f"Oxygen saturation {reading.saturation} % is below {limits.min_saturation} %.")
    return found


def call(reading: ReadingFacts, limits: Limits) -> str:
    """Whom to call about a pressure above what the prescriber named, or "" where there is nothing to do."""
    upper, lower = limits.call_systolic, limits.call_diastolic
    found = [f"{reading.systolic} is above {upper}"] if upper is not None and reading.systolic > upper else []
    found += [f"{reading.diastolic} is above {lower}"] if lower is not None and reading.diastolic > lower else []
    return f"Call {limits.set_by}: {' and '.join(found)}." if found else ""


def emergency(reading: ReadingFacts) -> str:
    """What to do about a dangerous value at any time, or "" where there is nothing to do."""
    if reading.saturation is not None and reading.saturation < EMERGENCY_SATURATION:
        return f"Oxygen saturation is below {EMERGENCY_SATURATION} %. Call 911."
    if reading.systolic >= EMERGENCY_SYSTOLIC or reading.diastolic >= EMERGENCY_DIASTOLIC:
        return (
            "Very high. Call 911 if there is chest pain, severe headache, changed vision, confusion, weakness or"
            " breathlessness. Call the prescriber in any case."
        )
    return ""


def recheck_words(count_outside: int) -> str:
    """What comes after a baseline reading outside the limits: rest and measure again, at most three times."""
    if count_outside == 0:
        return ""
    if count_outside < MOST_BASELINES:
        return "Rest 5 to 10 minutes, then take another reading. Every reading is kept."
    return "Three readings are outside the limits. Call the prescriber, or make this a talking day."
