"""The book of one prescription: what should be there after each entry, and where a count says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ARRIVED, USED, RETURNED, WASTED, AGREED = "arrived", "used", "returned", "wasted", "agreed"
TAKES_AWAY = frozenset({USED, RETURNED, WASTED})
# A controlled substance that is not used is given back or wasted before two: domain.md 1.5.
NEEDS_TWO = frozenset({RETURNED, WASTED})


@dataclass(frozen=True)
class Entry:
    """One entry that stands: its kind, how many units, on which day."""

    kind: str
    units: Decimal
    on: date


@dataclass(frozen=True)
class Running:
    """What should be there after an entry; `trouble` says where the entry does not fit what was there before."""

    balance: Decimal
    trouble: str = ""


def running(quantity: int | None, entries: Sequence[Entry]) -> list[Running]:
    """The balance after each entry. `quantity` is what the pharmacy gave out, None while nothing was."""
    balance = Decimal(quantity or 0)
    found = []
    for entry in entries:
        trouble = ""
        if entry.kind in TAKES_AWAY:
            balance -= entry.units
            if balance < 0:
                trouble = f"{units(-balance)} more than there should have been."
        elif entry.kind == ARRIVED and entry.units != balance:
            trouble = f"{units(entry.units)} counted, {units(balance)} expected."
        elif entry.kind == AGREED:
            balance = entry.units
        found.append(Running(balance, trouble))
    return found


def open_troubles(entries: Sequence[Entry], lines: Sequence[Running]) -> list[str]:
    """What does not fit and was not looked into since: an entry "from now on" settles all before it."""
    last = max((at for at, entry in enumerate(entries) if entry.kind == AGREED), default=-1)
    return [line.trouble for line in lines[last + 1 :] if line.trouble]


def doses_differ(used: Decimal, mg_per_unit: Decimal, dosed: Decimal) -> str:
    """What to say where the doses recorded in the room on a day are not what the book says was used."""
    counted = used * mg_per_unit
    if counted == dosed:
        return ""
    return f"{counted.normalize():f} mg used by the book, {dosed.normalize():f} mg recorded as doses."


def entry_troubles(kind: str, first_name: str, second_name: str) -> dict[str, str]:
    """What to mend before an entry is kept, by field."""
    if kind not in NEEDS_TWO:
        return {}
    if not second_name.strip():
        return {"second_name": "What is given back or wasted is seen by two. Write the second name."}
    if " ".join(first_name.casefold().split()) == " ".join(second_name.casefold().split()):
        return {"second_name": "The second name has to be another person's."}
    return {}


def units(amount: Decimal) -> str:
    """A number of units as people write it."""
    return f"{amount.normalize():f}"
