"""Readings taken outside a session: what no body can have is refused, what few have is asked again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

# domain.md 1.4, plausibility. Upper and lower number are each judged alone.
POSSIBLE: Mapping[str, tuple[int, int]] = {
    "systolic": (60, 260),
    "diastolic": (30, 160),
    "pulse": (30, 220),
    "saturation": (50, 100),
}
# Outside these a number is taken once it was confirmed. Defaults of this software against slips of the pen.
USUAL: Mapping[str, tuple[int, int]] = {
    "systolic": (80, 200),
    "diastolic": (45, 120),
    "pulse": (40, 150),
    "saturation": (85, 100),
}
NAMES: Mapping[str, str] = {
    "systolic": "The upper number",
    "diastolic": "The lower number",
    "pulse": "The pulse",
    "saturation": "The oxygen saturation",
}
OLDEST = timedelta(days=366)


@dataclass(frozen=True)
class Measured:
    """One reading on a day; None for what was not measured."""

    measured_on: date
    systolic: int | None = None
    diastolic: int | None = None
    pulse: int | None = None
    saturation: int | None = None

    def value(self, name: str) -> int | None:
        found: int | None = getattr(self, name)
        return found


def slips(reading: Measured, today: date) -> dict[str, str]:
    """What cannot be meant, by field, each with what to do. An alarming value is possible and stays."""
    found = {
        name: f"{NAMES[name]} lies between {low} and {high}. Check it and type it again."
        for name, (low, high) in POSSIBLE.items()
        if (value := reading.value(name)) is not None and not low <= value <= high
    }
    upper, lower = reading.systolic, reading.diastolic
    if not found and upper is not None and lower is not None and lower >= upper:
        found["diastolic"] = "The lower number is smaller than the upper one. They may have changed places."
    if all(reading.value(name) is None for name in POSSIBLE):
        found["systolic"] = "Type at least one of the numbers."
    if reading.measured_on > today:
        found["measured_on"] = "Give the day on which it was measured. It cannot be in the future."
    elif reading.measured_on < today - OLDEST:
        found["measured_on"] = "This is more than a year old. Give a newer one."
    return found


def unusual(reading: Measured) -> dict[str, str]:
    """What few have, by field: taken once it was confirmed."""
    return {
        name: f"{value} is unusual. If it is right, tick “These numbers are right” below."
        for name, (low, high) in USUAL.items()
        if (value := reading.value(name)) is not None and not low <= value <= high
    }


def age_words(then: date, today: date) -> str:
    """How old a reading is, in plain words."""
    days = (today - then).days
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 14:
        return f"{days} days ago"
    return f"{days // 7} weeks ago" if days < 63 else f"{days // 30} months ago"
