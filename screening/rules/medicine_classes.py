"""Medicines by class, with generic and brand names, from `screening/data/medicine_classes.toml`: domain.md 1.2."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from screening.rules.findings import Weight

FILE = Path(__file__).resolve().parent.parent / "data" / "medicine_classes.toml"
# How alike two spellings have to be, and how long a word is, before one is offered for the other.
ALIKE, LONG_ENOUGH, MOST_OFFERED = 0.8, 5, 2


@dataclass(frozen=True)
class MedicineClass:
    """One class: its row of the list (M01), how much it weighs and why, and every name under which it is met."""

    id: str
    row: str
    title: str
    weight: Weight
    reason: str
    source: str
    generic: tuple[str, ...]
    brands: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.generic, *self.brands, *self.words)


def read_classes(path: Path) -> tuple[MedicineClass, ...]:
    """The classes of a data file, in its order."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["class"]
    lists = ("generic", "brands", "words")
    return tuple(
        MedicineClass(**{**row, "weight": Weight[row["weight"].upper()], **{name: tuple(row[name]) for name in lists}})
        for row in rows
    )


CLASSES: tuple[MedicineClass, ...] = read_classes(FILE)
BY_ID: Mapping[str, MedicineClass] = {each.id: each for each in CLASSES}
# Whole names of one word, for spellings that come near.
OF: Mapping[str, MedicineClass] = {
    name: each for each in CLASSES for name in (*each.generic, *each.brands) if " " not in name
}


def may_be(word: str) -> list[str]:
    """Names that a word comes near to by its spelling, each with its class. An offer to a clinician, never a match."""
    if len(word) < LONG_ENOUGH:
        return []
    return [f"{name} ({OF[name].title})" for name in get_close_matches(word, OF, n=MOST_OFFERED, cutoff=ALIKE)]
