"""Answers become a score: pure, exact, and refused in words where they cannot.

A blank has no score and is never filled in from the others. Comparisons are of whole numbers and their ratios, so that
"exactly half" is half.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from screening.rules.instruments import TOTAL, Band, Condition, Cut, Flag, Instrument, Item, Kind


class NotScored(Exception):
    """There is no score, and these sentences say why."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


@dataclass(frozen=True)
class Amount:
    """What the whole or a subscale came to, of how many items and of how much at most."""

    id: str
    name: str
    total: Fraction
    most: int
    count: int

    @property
    def mean(self) -> Fraction:
        return self.total / self.count


@dataclass(frozen=True)
class Outcome:
    """Whether one rule is met; None where what was entered does not tell."""

    cut: Cut
    met: bool | None


@dataclass(frozen=True)
class Score:
    """One score with everything that its rule says of it."""

    instrument: Instrument
    whole: Amount | None
    parts: tuple[Amount, ...]
    outcomes: tuple[Outcome, ...]
    band: Band | None
    flags: tuple[Flag, ...]

    def met(self, cut: str) -> bool | None:
        """Whether the rule of this name is met."""
        return next(each.met for each in self.outcomes if each.cut.id == cut)

    @property
    def number(self) -> Fraction | None:
        """The number that stands for it: the mean where the instrument has one, else the total."""
        if self.whole is None:
            return None
        return self.whole.mean if self.instrument.scoring.kind == Kind.MEAN else self.whole.total

    @property
    def used(self) -> list[Outcome]:
        """The rules that this version goes by."""
        return [each for each in self.outcomes if each.cut.used]

    @property
    def others(self) -> list[Outcome]:
        """The rules that others go by, told so that a reader can compare."""
        return [each for each in self.outcomes if not each.cut.used]


def refusals(instrument: Instrument, answers: Mapping[str, object]) -> list[str]:
    """Why these answers have no score; an empty list means that they do."""
    closed = _closed(instrument, answers)
    found = [f"There is no item {name}." for name in answers if name not in instrument.by_id]
    for item in instrument.items:
        if closed and instrument.gate is not None and item.id != instrument.gate.item:
            found += [f"Item {item.id} has an answer although it was not asked."] if item.id in answers else []
        elif sentence := _refusal(item, answers.get(item.id)):
            found.append(sentence)
    return found


def _closed(instrument: Instrument, answers: Mapping[str, object]) -> bool:
    gate = instrument.gate
    if gate is None:
        return False
    value = answers.get(gate.item)
    return _whole(value) and value in instrument.by_id[gate.item].values and value != gate.opens_at


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _refusal(item: Item, value: object) -> str:
    if value is None or value == "":
        return "" if item.optional else f"Item {item.id} has no answer, so there is no score."
    if not _whole(value):
        return f"Item {item.id} must be a whole number."
    if value not in item.values:
        return f"Item {item.id} can be {_listed(item.values)}; it was {value}."
    return ""


def _listed(values: Sequence[int]) -> str:
    steps = {later - sooner for sooner, later in pairwise(values)}
    if len(values) > 3 and len(steps) == 1:
        step = steps.pop()
        return f"{values[0]} to {values[-1]}" + (f" in steps of {step}" if step > 1 else "")
    return f"{', '.join(map(str, values[:-1]))} or {values[-1]}"


def score(instrument: Instrument, answers: Mapping[str, object]) -> Score:
    """The score of one set of answers. Raises NotScored."""
    if reasons := refusals(instrument, answers):
        raise NotScored(reasons)
    given = {name: value for name, value in answers.items() if isinstance(value, int)}
    parts = tuple(
        _amount(part.id, part.name, [instrument.by_id[one] for one in part.items], given)
        for part in instrument.scoring.parts
    )
    whole = None if instrument.scoring.kind == Kind.NONE else _amount(TOTAL, "Total", instrument.scored, given)
    return _read(instrument, whole, parts, given)


def _amount(name: str, title: str, items: Sequence[Item], given: Mapping[str, int]) -> Amount:
    total = sum(item.counts(given[item.id]) for item in items if item.id in given)
    return Amount(name, title, Fraction(total), sum(item.most for item in items), len(items))


def entered(instrument: Instrument, values: Mapping[str, object]) -> Score:
    """The score that somebody worked out on paper: the total or mean, or each subscale's total. Raises NotScored."""
    reasons = [sentence for name in instrument.enters if (sentence := _entered_refusal(instrument, name, values))]
    reasons += [f"“{name}” is not entered for {instrument.title}." for name in values if name not in instrument.enters]
    if reasons:
        raise NotScored(reasons)
    numbers = {name: Fraction(str(values[name])) for name in instrument.enters}
    parts = tuple(
        Amount(part.id, part.name, numbers[part.id], limit(instrument, part.id)[1], len(part.items))
        for part in instrument.scoring.parts
        if part.id in numbers
    )
    total = numbers.get(TOTAL, sum((part.total for part in parts), Fraction(0)))
    count = max(len(instrument.scored), 1)
    most = instrument.scoring.highest
    if instrument.scoring.kind == Kind.MEAN:
        total, most = total * count, most * count
    return _read(instrument, Amount(TOTAL, "Total", total, most, count), parts, None)


def limit(instrument: Instrument, name: str) -> tuple[int, int]:
    """The lowest and highest number that can be entered under this name."""
    if name == TOTAL:
        return instrument.scoring.lowest, instrument.scoring.highest
    items = [instrument.by_id[one] for one in instrument.part(name).items]
    return sum(min(item.scores) for item in items), sum(item.most for item in items)


def entry_label(instrument: Instrument, name: str) -> str:
    """What is asked for under this name: the total, the mean, or a subscale's total."""
    if name == TOTAL:
        return "Mean" if instrument.scoring.kind == Kind.MEAN else "Total"
    return instrument.part(name).name


def _entered_refusal(instrument: Instrument, name: str, values: Mapping[str, object]) -> str:
    label, value = entry_label(instrument, name), values.get(name)
    if value is None or value == "":
        return f"{label} is empty, so there is no score."
    try:
        number = None if isinstance(value, bool | float) else Fraction(str(value))
    except (ValueError, ZeroDivisionError):
        number = None
    if number is None:
        return f"{label} must be a number."
    if instrument.scoring.kind == Kind.SUM and number.denominator != 1:
        return f"{label} must be a whole number."
    lowest, highest = limit(instrument, name)
    return "" if lowest <= number <= highest else f"{label} can be {lowest} to {highest}; it was {value}."


def _read(
    instrument: Instrument, whole: Amount | None, parts: tuple[Amount, ...], given: Mapping[str, int] | None
) -> Score:
    amounts = {part.id: part for part in parts} | ({TOTAL: whole} if whole else {})
    outcomes = tuple(Outcome(cut, _met(instrument, cut.when, amounts, given)) for cut in instrument.scoring.cuts)
    flags = tuple(flag for flag in instrument.scoring.flags if (given or {}).get(flag.item, 0) >= flag.at_least)
    return Score(instrument, whole, parts, outcomes, _band(instrument, whole), flags)


def _band(instrument: Instrument, whole: Amount | None) -> Band | None:
    bands = instrument.scoring.bands
    return next((band for band in bands if whole and band.start <= whole.total <= band.end), None)


def _met(
    instrument: Instrument,
    conditions: Iterable[Condition],
    amounts: Mapping[str, Amount],
    given: Mapping[str, int] | None,
) -> bool | None:
    found = [_holds(instrument, each, amounts, given) for each in conditions]
    if False in found:
        return False
    return None if None in found else True


def _holds(
    instrument: Instrument, asked: Condition, amounts: Mapping[str, Amount], given: Mapping[str, int] | None
) -> bool | None:
    if asked.items_from is not None:
        names = instrument.part(asked.of).items if asked.of != TOTAL else tuple(item.id for item in instrument.scored)
        return None if given is None else sum(given.get(one, 0) >= asked.items_from for one in names) >= asked.needs
    amount = amounts.get(TOTAL if asked.of == "mean" else asked.of)
    if amount is None:
        return None
    number = amount.mean if asked.of == "mean" else amount.total
    if asked.share is not None:
        parts, of = asked.share
        return of * amount.total >= parts * amount.most
    return (
        (asked.at_least is not None and number >= asked.at_least)
        or (asked.at_most is not None and number <= asked.at_most)
        or (asked.above is not None and number > asked.above)
        or (asked.below is not None and number < asked.below)
    )


def rounded(number: Fraction, places: int) -> str:
    """A ratio as people write it, halves rounded up, worked out with whole numbers alone."""
    scale = 10**places
    parts, of = abs(number.numerator) * scale, number.denominator
    digits = (2 * parts + of) // (2 * of)
    sign = "-" if number < 0 and digits else ""
    whole, rest = divmod(digits, scale)
    return f"{sign}{whole}.{rest:0{places}}" if places else f"{sign}{whole}"


def spoken(number: Fraction) -> str:
    """A total as it is, a mean to two places."""
    return str(number.numerator) if number.denominator == 1 else rounded(number, 2)
