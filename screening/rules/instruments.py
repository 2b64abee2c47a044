"""What a questionnaire is: its items, who reads it, how it is scored. One data file each: see `docs/instruments.md`.

Everything that decides a score stands here as data, so that a file's version says all of how a number came about.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

TOTAL = "total"


class Entry(StrEnum):
    """What is taken in: each answer, a score worked out on paper, or only how it came out."""

    ITEMS = "items"
    SCORE = "score"
    RESULT = "result"


class Kind(StrEnum):
    """How the answers become one number."""

    SUM = "sum"
    MEAN = "mean"
    NONE = "none"


@dataclass(frozen=True)
class Item:
    """One question. `scores` are what its values count, in the same order; `text` is empty where it may not ship."""

    id: str
    values: tuple[int, ...]
    scores: tuple[int, ...]
    text: str = ""
    anchors: tuple[str, ...] = ()
    scored: bool = True
    optional: bool = False

    @property
    def most(self) -> int:
        return max(self.scores)

    def counts(self, value: int) -> int:
        """What this answer adds to the score."""
        return self.scores[self.values.index(value)]

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(str(value), label) for value, label in zip(self.values, self.anchors, strict=True)]

    def said(self, value: int) -> str:
        """The answer in the words that stood beside it."""
        return self.anchors[self.values.index(value)] if self.anchors else str(value)


@dataclass(frozen=True)
class Gate:
    """The other items are asked only where this one has the opening value; otherwise the score is 0."""

    item: str
    opens_at: int


@dataclass(frozen=True)
class PartOf:
    """A subscale: some of the items under a name."""

    id: str
    name: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Condition:
    """One comparison. `of` is "total", "mean" or a subscale; exactly one of the comparisons is set.

    `share` asks for at least so many parts of what could be had at most; `items_from` with `needs` asks how many items
    have at least that value.
    """

    of: str = TOTAL
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    above: Fraction | None = None
    below: Fraction | None = None
    share: tuple[int, int] | None = None
    items_from: int | None = None
    needs: int = 1


@dataclass(frozen=True)
class Cut:
    """A named rule that is met when every condition holds. `used` marks the one that this version goes by."""

    id: str
    words: str
    source: str
    when: tuple[Condition, ...]
    used: bool = False


@dataclass(frozen=True)
class Band:
    """A range of totals and its name, both ends included."""

    start: int
    end: int
    words: str


class Effect(StrEnum):
    """What an answer does at once, besides being read later."""

    CRISIS = "crisis"


@dataclass(frozen=True)
class Flag:
    """An answer that is told whatever the total says."""

    item: str
    at_least: int
    words: str
    source: str
    effect: Effect | None = None


@dataclass(frozen=True)
class ChangeRule:
    """What a change since the first score is called; exactly one of the comparisons is set."""

    id: str
    words: str
    source: str
    by_share: tuple[int, int] | None = None
    by: Fraction | None = None
    now_below: Fraction | None = None


@dataclass(frozen=True)
class Level:
    """One way in which a test that is entered as a result came out."""

    id: str
    words: str


@dataclass(frozen=True)
class Scoring:
    """How the answers are read. A new version of the rule is a new version of the file."""

    version: str
    kind: Kind
    lowest: int = 0
    highest: int = 0
    parts: tuple[PartOf, ...] = ()
    cuts: tuple[Cut, ...] = ()
    bands: tuple[Band, ...] = ()
    bands_source: str = ""
    flags: tuple[Flag, ...] = ()
    better: str = ""
    baseline_from: int = 0
    changes: tuple[ChangeRule, ...] = ()
    # The rule that opens a safety hold when it is met; only shipped files may name one.
    stops: str = ""


@dataclass(frozen=True)
class Instrument:
    """One version of one questionnaire. `title` is what clinicians call it, `plain_title` what its person reads."""

    id: str
    version: str
    entry: Entry
    title: str
    plain_title: str
    layer: str
    language: str
    licence: str
    source: str
    scoring: Scoring
    credit: str = ""
    stem: str = ""
    intro: str = ""
    recall: str = ""
    recall_days: int = 0
    minutes: int = 2
    asked_of: str = "one"
    items: tuple[Item, ...] = ()
    gate: Gate | None = None
    enters: tuple[str, ...] = (TOTAL,)
    levels: tuple[Level, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Item]:
        return {item.id: item for item in self.items}

    @property
    def scored(self) -> list[Item]:
        return [item for item in self.items if item.scored]

    @property
    def is_private(self) -> bool:
        return self.layer == "private"

    @property
    def is_asked(self) -> bool:
        """Whether its own person can answer it here."""
        return self.entry == Entry.ITEMS

    def part(self, name: str) -> PartOf:
        return next(part for part in self.scoring.parts if part.id == name)
