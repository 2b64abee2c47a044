"""A data file becomes an instrument, or sentences about what is wrong with it. The format: `docs/instruments.md`."""

import re
import tomllib
from collections.abc import Iterable, Sequence

from screening.rules.instrument_tables import Table
from screening.rules.instruments import (
    TOTAL,
    Entry,
    Gate,
    Instrument,
    Item,
    Kind,
    Level,
)
from screening.rules.scoring_files import read_scoring

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,19}")
LARGEST = 60_000
MOST_ITEMS = 100
LAYERS = ("health", "private")


class Unreadable(Exception):
    """The file cannot be taken in; each reason is a sentence."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


def read(text: str, *, own: bool = False) -> Instrument:
    """The instrument that a data file describes. Raises Unreadable with every trouble found.

    `own` is a practice's file: it must be one that people answer, and may not stop sessions by itself.
    """
    if len(text) > LARGEST:
        raise Unreadable([f"The file has {len(text)} characters; {LARGEST} is the most."])
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        raise Unreadable([f"This is not a data file that can be read: {trouble}."]) from trouble
    troubles: list[str] = []
    found = _instrument(Table(raw, "The file", troubles), own=own)
    if not troubles:
        troubles += _disagreements(found, own=own)
    if troubles:
        raise Unreadable(troubles)
    return found


def _instrument(file: Table, *, own: bool) -> Instrument:
    entry = Entry(file.text("entry", among=[one.value for one in Entry], usual=Entry.ITEMS))
    items = _items(file, entry)
    found = Instrument(
        id=_id(file, "id"),
        version=file.text("version", most=20),
        entry=entry,
        title=file.text("title", most=80),
        plain_title=file.text("plain_title", needed=entry == Entry.ITEMS, most=80),
        layer=file.text("layer", among=LAYERS, usual="health"),
        language=file.text("language", most=20),
        licence=file.text("licence"),
        source=file.text("source"),
        credit=file.text("credit", needed=False),
        stem=file.text("stem", needed=False),
        intro=file.text("intro", needed=False, most=1200),
        recall=file.text("recall", needed=False, most=80),
        recall_days=file.number("recall_days", usual=0, highest=400),
        minutes=file.number("minutes", usual=2, lowest=1, highest=60),
        asked_of=file.text("asked_of", needed=False, among=("one", "both"), usual="one"),
        items=items,
        gate=_gate(file),
        scoring=read_scoring(file.table("scoring"), own=own),
        enters=file.words("enters") or (TOTAL,),
        levels=tuple(_level(table) for table in file.tables("levels", "Level")),
    )
    file.done()
    return found


def _id(table: Table, name: str) -> str:
    value = table.text(name, most=20)
    if value and not ID.fullmatch(value):
        table.trouble(f'{table.where}: “{name}” may hold small letters, digits and hyphens, like "csi-16".')
    return value


def _items(file: Table, entry: Entry) -> tuple[Item, ...]:
    usual = file.table("answers")
    values, anchors, scores = usual.numbers("values"), usual.words("anchors"), usual.numbers("scores")
    stretch = usual.numbers("range", length=3)
    if stretch is not None:
        values = _stretch(usual, stretch)
    count = usual.number("count", usual=0, highest=MOST_ITEMS)
    usual.done()
    tables = file.tables("items", "Item")
    if len(tables) > MOST_ITEMS:
        file.trouble(f"There are {len(tables)} items; {MOST_ITEMS} is the most.")
        return ()
    found = [_item(table, values, anchors, scores, entry) for table in tables]
    own_ids = {item.id for item in found}
    plain = [str(number) for number in range(1, count + 1) if str(number) not in own_ids]
    found += [Item(name, values or (0,), scores or values or (0,)) for name in plain]
    # Numbered items stand in their order, whether a table of their own says more of them or not.
    return tuple(sorted(found, key=_place)) if count else tuple(found)


def _place(item: Item) -> tuple[bool, int]:
    numbered = item.id.isdecimal()
    return not numbered, int(item.id) if numbered else 0


def _stretch(table: Table, given: tuple[int, ...]) -> tuple[int, ...]:
    start, end, step = given
    if step < 1 or end <= start or (end - start) // step > 200:
        table.trouble(f"{table.where}: “range” must be the lowest value, a higher one, and a step of 1 or more.")
        return (0,)
    return tuple(range(start, end + 1, step))


def _item(
    table: Table,
    values: tuple[int, ...] | None,
    anchors: tuple[str, ...] | None,
    scores: tuple[int, ...] | None,
    entry: Entry,
) -> Item:
    name = table.text("id", most=12)
    own = table.numbers("values")
    offered = own or values
    said = table.words("anchors") or (None if own else anchors)
    counted = table.numbers("scores") or (None if own else scores) or offered
    text = table.text("text", needed=entry == Entry.ITEMS)
    scored, optional = table.yes("scored", usual=True), table.yes("optional")
    table.done()
    if offered is None:
        table.trouble(f"{table.where}: there are no values to choose from.")
        return Item(name, (0,), (0,), text)
    if len(set(offered)) != len(offered):
        table.trouble(f"{table.where}: a value stands twice.")
    if entry == Entry.ITEMS and len(said or ()) != len(offered):
        table.trouble(f"{table.where}: {len(offered)} values need as many anchors, not {len(said or ())}.")
    if counted is None or len(counted) != len(offered):
        table.trouble(f"{table.where}: {len(offered)} values need as many scores.")
        counted = offered
    if scored and optional:
        table.trouble(f"{table.where}: an item that counts cannot be optional, since a blank has no score.")
    return Item(name, offered, counted, text, said or (), scored, optional)


def _gate(file: Table) -> Gate | None:
    if not file.has("gate"):
        return None
    table = file.table("gate")
    found = Gate(table.text("item", most=12), table.number("opens_at", usual=1))
    table.done()
    return found


def _level(table: Table) -> Level:
    found = Level(_id(table, "id"), table.text("words", most=120))
    table.done()
    return found


def _disagreements(found: Instrument, *, own: bool) -> Iterable[str]:
    """What is wrong between the parts, once each of them can be read."""
    names = [item.id for item in found.items]
    yield from (f"Two items are called {name}." for name in sorted({one for one in names if names.count(one) > 1}))
    if own and found.entry != Entry.ITEMS:
        yield "A file of your own must have items: a total of any questionnaire can be entered without one."
    if found.entry == Entry.ITEMS and not names:
        yield "There are no items."
    if found.entry == Entry.RESULT and not found.levels:
        yield "There are no levels to choose from."
    if found.entry == Entry.SCORE and found.scoring.kind == Kind.NONE:
        yield "A score that is entered needs a range."
    if found.gate and found.gate.item not in names:
        yield f"The gate names item {found.gate.item}, which is not there."
    for part in found.scoring.parts:
        yield from (f"“{part.name}” names item {one}, which is not there." for one in part.items if one not in names)
    for flag in found.scoring.flags:
        if flag.item not in names:
            yield f"A flag names item {flag.item}, which is not there."
    yield from _wrong_names(found)
    yield from _wrong_range(found)


def _wrong_names(found: Instrument) -> Iterable[str]:
    known = {TOTAL, "mean", *(part.id for part in found.scoring.parts)}
    for cut in found.scoring.cuts:
        yield from (
            f"The rule {cut.id} speaks of “{each.of}”, which is not there." for each in cut.when if each.of not in known
        )
    yield from (f"“enters” names “{name}”, which is not there." for name in found.enters if name not in known)
    if found.scoring.stops and found.scoring.stops not in {cut.id for cut in found.scoring.cuts}:
        yield f"“stops” names the rule {found.scoring.stops}, which is not there."


def _wrong_range(found: Instrument) -> Iterable[str]:
    scoring = found.scoring
    if scoring.kind == Kind.NONE or not found.scored:
        return
    least, most = (sum(pick(item.scores) for item in found.scored) for pick in (min, max))
    said = (scoring.lowest, scoring.highest)
    if scoring.kind == Kind.MEAN:
        said = (said[0] * len(found.scored), said[1] * len(found.scored))
    if found.gate is not None:
        least = 0
    if (least, most) != said:
        yield f"The items reach from {least} to {most}, the range says {said[0]} to {said[1]}."
