"""Scores over time: one row each, what changed since the first, and where the points of a small picture lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from screening.rules.changing import Change, change
from screening.rules.instruments import Instrument
from screening.rules.scoring import Score, rounded, spoken

# The picture, in units of its own; the page gives it a size.
WIDTH, HEIGHT, EDGE = 320, 96, 8
MET = {True: "Met", False: "Not met", None: "Not known"}


@dataclass(frozen=True)
class Answer:
    """One item as a clinician reads it."""

    item: str
    text: str
    words: str
    flagged: bool


@dataclass(frozen=True)
class Taken:
    """One answering or entry: its day, its score or the sentences why there is none, and where it came from.

    `words` is how a result without a number came out; `own` is the reader's own entry.
    """

    instrument: Instrument
    on: date
    score: Score | None
    reasons: tuple[str, ...] = ()
    words: str = ""
    entered_by: str = ""
    key: str = ""
    own: bool = False
    late: bool = False
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Row:
    """One line of the table under the picture."""

    taken: Taken
    number: str
    words: str
    change: Change | None


@dataclass(frozen=True)
class Series:
    """One questionnaire of one person over time, the oldest first."""

    instrument: Instrument
    rows: tuple[Row, ...]
    dots: tuple[tuple[str, str], ...]

    @property
    def latest(self) -> Row:
        return self.rows[-1]

    @property
    def newest_first(self) -> list[Row]:
        return list(reversed(self.rows))

    @property
    def line(self) -> str:
        """The points of the picture, as a polyline takes them."""
        return " ".join(f"{x},{y}" for x, y in self.dots)


def series(instrument: Instrument, taken: Sequence[Taken]) -> Series:
    """What was taken, in the order of its days; changes are counted from the first score."""
    ordered = sorted(taken, key=lambda one: one.on)
    scored = [(one.on, one.score.number) for one in ordered if one.score and one.score.number is not None]
    first = scored[0][1] if scored else None
    rows, seen = [], False
    for one in ordered:
        number = one.score.number if one.score else None
        moved = change(instrument, first, number) if seen and first is not None and number is not None else None
        seen = seen or number is not None
        rows.append(Row(one, _number(one.score), _words(one), moved))
    return Series(instrument, tuple(rows), _dots(instrument, scored))


def in_sentences(row: Row) -> list[str]:
    """One line of the table in sentences, for a paper: the score, the rules in use, what is flagged, what changed."""
    taken, score = row.taken, row.taken.score
    number = f"{row.number} of {taken.instrument.scoring.highest}" if row.number else ""
    found = [", ".join(part for part in (number, row.words) if part), *taken.reasons]
    if score:
        found += [f"{MET[outcome.met]}: {outcome.cut.words}" for outcome in score.used]
        found += [flag.words for flag in score.flags]
    if row.change:
        found.append(f"Since the first: {row.change.words}")
    if taken.entered_by:
        found.append(f"Entered by {taken.entered_by}")
    return [line for line in found if line]


def _number(score: Score | None) -> str:
    if score is None or score.number is None:
        return ""
    return spoken(score.number)


def _words(one: Taken) -> str:
    """The band, else how it came out, else that there is no score."""
    if one.score and one.score.band:
        return one.score.band.words
    return one.words


def _dots(instrument: Instrument, scored: Sequence[tuple[date, Fraction]]) -> tuple[tuple[str, str], ...]:
    """Days from left to right, scores from the bottom up within the instrument's whole range."""
    if len(scored) < 2:
        return ()
    lowest, highest = instrument.scoring.lowest, instrument.scoring.highest
    start, days = scored[0][0], max((scored[-1][0] - scored[0][0]).days, 1)
    wide, high = WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE
    return tuple(
        (
            rounded(EDGE + Fraction((on - start).days * wide, days), 1),
            rounded(EDGE + high * (highest - number) / (highest - lowest), 1),
        )
        for on, number in scored
    )
