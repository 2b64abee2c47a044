"""Height and weight, kept in centimeters and kilograms beside what was typed.

What no adult body has is refused; what few have is asked again. Defaults of this software that catch slips of the pen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from screening.rules.findings import OPEN_ANSWERS, UNANSWERED, Finding, Weight

KNOWN = "size"
HEIGHT_CM, HEIGHT_TYPED, WEIGHT_KG, WEIGHT_TYPED = "height_cm", "height_typed", "weight_kg", "weight_typed"
CM_PER_INCH, KG_PER_POUND = Decimal("2.54"), Decimal("0.45359237")
INCHES_PER_FOOT = 12
TENTH = Decimal("0.1")
# (impossible below, odd below, odd above, impossible above)
HEIGHT_RANGE = (Decimal(60), Decimal(130), Decimal(215), Decimal(272))
WEIGHT_RANGE = (Decimal(20), Decimal(40), Decimal(200), Decimal(450))
IMPOSSIBLE, ODD = "impossible", "odd"


@dataclass(frozen=True)
class Measure:
    """One size in its unit of science, and as it was typed."""

    value: Decimal
    typed: str


def height(*, feet: int | None = None, inches: Decimal | None = None, cm: Decimal | None = None) -> Measure:
    """A height from feet and inches, or from centimeters."""
    if cm is not None:
        return Measure(_tenth(cm), f"{_plain(cm)} cm")
    inch = inches or Decimal(0)
    whole = Decimal((feet or 0) * INCHES_PER_FOOT) + inch
    return Measure(_tenth(whole * CM_PER_INCH), f"{feet or 0} ft {_plain(inch)} in")


def weight(*, pounds: Decimal | None = None, kg: Decimal | None = None) -> Measure:
    """A weight from pounds or from kilograms."""
    if kg is not None:
        return Measure(_tenth(kg), f"{_plain(kg)} kg")
    pound = pounds or Decimal(0)
    return Measure(_tenth(pound * KG_PER_POUND), f"{_plain(pound)} lb")


def doubt(value: Decimal, limits: tuple[Decimal, Decimal, Decimal, Decimal]) -> str:
    """ "impossible", "odd", or "" for a size that many have."""
    least, low, high, most = limits
    if not least <= value <= most:
        return IMPOSSIBLE
    return "" if low <= value <= high else ODD


def size_findings(answers: Mapping[str, str]) -> list[Finding]:
    """A height and weight that were left open are to be asked; known ones weigh nothing."""
    answer = answers.get(KNOWN, "")
    if answer == "yes":
        return []
    reason = OPEN_ANSWERS.get(answer, UNANSWERED)
    return [Finding(KNOWN, "Height and weight", Weight.REVIEW, reason, "default")]


def size_lines(answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Name and words of each size given, the value first and what was typed behind it."""
    given = ((HEIGHT_CM, HEIGHT_TYPED, "Height", "cm"), (WEIGHT_KG, WEIGHT_TYPED, "Weight", "kg"))
    return [
        (name, f"{answers[value]} {unit}" + (f" (typed: {typed})" if typed != f"{answers[value]} {unit}" else ""))
        for value, shown, name, unit in given
        if value in answers
        for typed in [answers.get(shown, "")]
    ]


def _tenth(value: Decimal) -> Decimal:
    return value.quantize(TENTH, ROUND_HALF_UP)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
