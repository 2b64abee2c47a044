"""The scoring table of a data file: how the answers count, and what the count is called."""

from collections.abc import Iterable

from screening.rules.instrument_tables import Table
from screening.rules.instruments import (
    TOTAL,
    Band,
    ChangeRule,
    Condition,
    Cut,
    Effect,
    Flag,
    Kind,
    PartOf,
    Scoring,
)


def read_scoring(table: Table, *, own: bool) -> Scoring:
    """How a file says that it is scored; whatever is wrong goes to the table's troubles."""
    kind = Kind(table.text("kind", among=[one.value for one in Kind], usual=Kind.NONE))
    stretch = table.numbers("range", length=2) if table.has("range") else None
    if kind != Kind.NONE and stretch is None:
        table.trouble("Scoring: “range” must be the lowest and the highest score, like [0, 27].")
    lowest, highest = stretch or (0, 0)
    change = table.table("change")
    found = Scoring(
        version=table.text("version", most=30),
        kind=kind,
        lowest=lowest,
        highest=highest,
        parts=tuple(_part(one) for one in table.tables("parts", "Part")),
        cuts=tuple(_cut(one) for one in table.tables("cuts", "Rule")),
        bands=tuple(_band(one) for one in table.tables("bands", "Band")),
        bands_source=table.text("bands_source", needed=table.has("bands")),
        flags=tuple(_flag(one, own=own) for one in table.tables("flags", "Flag")),
        better=change.text("better", needed=change.has("rules"), among=("lower", "higher")),
        baseline_from=change.number("baseline_from", usual=0),
        changes=tuple(_change_rule(one) for one in change.tables("rules", "Change")),
        stops=table.text("stops", needed=False, most=40),
    )
    change.done()
    table.done()
    if own and found.stops:
        table.trouble(
            "Scoring: “stops” is for files that come with the product. Yours is read by you, and stops nothing."
        )
    _check_bands(table, found)
    return found


def _part(table: Table) -> PartOf:
    found = PartOf(table.text("id", most=20), table.text("name", most=80), table.words("items") or ())
    if not found.items:
        table.trouble(f"{table.where}: “items” is missing.")
    table.done()
    return found


def _cut(table: Table) -> Cut:
    conditions = table.tables("when", f"{table.where}, condition")
    found = Cut(
        id=table.text("id", most=40),
        words=table.text("words", most=160),
        source=table.text("source"),
        used=table.yes("used"),
        when=tuple(_condition(one) for one in conditions),
    )
    if not conditions:
        table.trouble(f"{table.where}: “when” is missing.")
    table.done()
    return found


def _condition(table: Table) -> Condition:
    share = table.numbers("share", length=2)
    items_from = table.number("items_from") if table.has("items_from") else None
    found = Condition(
        of=table.text("of", needed=False, most=20, usual=TOTAL),
        at_least=table.fraction("at_least"),
        at_most=table.fraction("at_most"),
        above=table.fraction("above"),
        below=table.fraction("below"),
        share=(share[0], share[1]) if share else None,
        items_from=items_from,
        needs=table.number("needs", usual=1, lowest=1, highest=100),
    )
    set_ = (found.at_least, found.at_most, found.above, found.below, found.share, found.items_from)
    if sum(one is not None for one in set_) != 1:
        table.trouble(f"{table.where}: give one comparison: at_least, at_most, above, below, share or items_from.")
    table.done()
    return found


def _band(table: Table) -> Band:
    found = Band(table.number("from"), table.number("to"), table.text("words", most=60))
    table.done()
    return found


def _check_bands(table: Table, found: Scoring) -> None:
    """Every score has one name: the bands meet without a gap and without overlapping."""
    if not found.bands:
        return
    expected = found.lowest
    for band in found.bands:
        if band.start != expected or band.end < band.start:
            table.trouble(
                f"Scoring: the band “{band.words}” should begin at {expected}; it is {band.start} to {band.end}."
            )
            return
        expected = band.end + 1
    if expected != found.highest + 1:
        table.trouble(f"Scoring: the bands end at {expected - 1}, the range at {found.highest}.")


def _flag(table: Table, *, own: bool) -> Flag:
    effect = table.text("effect", needed=False, among=[one.value for one in Effect])
    if own and effect:
        table.trouble(f"{table.where}: “effect” is for files that come with the product.")
    found = Flag(
        item=table.text("item", most=12),
        at_least=table.number("at_least"),
        words=table.text("words", most=160),
        source=table.text("source"),
        effect=Effect(effect) if effect else None,
    )
    table.done()
    return found


def _change_rule(table: Table) -> ChangeRule:
    share = table.numbers("by_share", length=2)
    found = ChangeRule(
        id=table.text("id", most=40),
        words=table.text("words", most=80),
        source=table.text("source"),
        by_share=(share[0], share[1]) if share else None,
        by=table.fraction("by"),
        now_below=table.fraction("now_below"),
    )
    if sum(one is not None for one in _comparisons(found)) != 1:
        table.trouble(f"{table.where}: give one comparison: by_share, by or now_below.")
    table.done()
    return found


def _comparisons(rule: ChangeRule) -> Iterable[object]:
    return rule.by_share, rule.by, rule.now_below
