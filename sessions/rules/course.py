"""Blood pressure over time as a small picture: points on a fixed field, so that a page only draws them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sessions.rules.readings import ReadingFacts

WIDE, HIGH, EDGE = 600, 160, 10
LOWEST, HIGHEST = 40, 200


@dataclass(frozen=True)
class Picture:
    """Two lines, the limits before a dose as heights (None where there is none), and what the picture says in words."""

    upper: str
    lower: str
    limit_upper: int | None
    limit_lower: int | None
    words: str


def picture(readings: Sequence[ReadingFacts], max_systolic: int | None, max_diastolic: int | None) -> Picture | None:
    """The picture of readings in their order; nothing for fewer than two."""
    if len(readings) < 2:
        return None
    highest = max(one.systolic for one in readings), max(one.diastolic for one in readings)
    return Picture(
        upper=_line([one.systolic for one in readings]),
        lower=_line([one.diastolic for one in readings]),
        limit_upper=None if max_systolic is None else _height(max_systolic),
        limit_lower=None if max_diastolic is None else _height(max_diastolic),
        words=f"Blood pressure in {len(readings)} readings, at its highest {highest[0]}/{highest[1]}.",
    )


def _line(values: Sequence[int]) -> str:
    step = (WIDE - 2 * EDGE) / (len(values) - 1)
    return " ".join(f"{EDGE + index * step:.0f},{_height(value)}" for index, value in enumerate(values))


def _height(value: int) -> int:
    """From the top, as a picture counts. What is beyond the field stays at its edge."""
    inside = min(max(value, LOWEST), HIGHEST)
    return round(EDGE + (HIGHEST - inside) * (HIGH - 2 * EDGE) / (HIGHEST - LOWEST))
