"""What a change between two scores may be called: only what the instrument's own file says, and only where it does."""

from dataclasses import dataclass
from fractions import Fraction

from screening.rules.instruments import ChangeRule, Instrument
from screening.rules.scoring import rounded, spoken


@dataclass(frozen=True)
class Change:
    """How far a score moved, and which of the named rules it meets. `named` is False where none may be applied."""

    fell_by: Fraction
    percent: str
    met: tuple[ChangeRule, ...]
    named: bool

    @property
    def words(self) -> str:
        """ "drop of 9, 52.9 %: response": the direction, the size, and what it may be called."""
        if not self.fell_by:
            return "no change"
        size = f"{'drop' if self.fell_by > 0 else 'rise'} of {spoken(abs(self.fell_by))}"
        share = f", {self.percent} %" if self.percent else ""
        called = ", ".join(rule.words for rule in self.met)
        return f"{size}{share}: {called}" if called else f"{size}{share}"


def change(instrument: Instrument, first: Fraction, now: Fraction) -> Change:
    """From the first score to this one.

    Source of the PHQ-9's rules and of the floor below which none applies: protocol.md 10, "Change display".
    """
    scoring = instrument.scoring
    named = bool(scoring.changes) and first >= scoring.baseline_from
    fell_by = first - now
    met = tuple(rule for rule in scoring.changes if named and _meets(rule, scoring.better, first, now))
    percent = rounded(abs(fell_by) * 100 / first, 1) if first > 0 and scoring.baseline_from else ""
    return Change(fell_by, percent, met, named)


def _meets(rule: ChangeRule, better: str, first: Fraction, now: Fraction) -> bool:
    gained = first - now if better == "lower" else now - first
    if rule.by_share is not None:
        parts, of = rule.by_share
        return of * gained >= parts * first
    if rule.now_below is not None:
        return now < rule.now_below
    return rule.by is not None and gained >= rule.by
