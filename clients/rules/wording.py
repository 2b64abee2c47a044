"""How a text of the practice is filled in, and what a new wording changes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

PRACTICE = "[practice]"
GAP = re.compile(r"\[[^\[\]\n]{1,80}\]")


def filled(body: str, practice: str) -> str:
    """The text as it is read: with the practice's own name."""
    return body.replace(PRACTICE, practice)


def gaps(body: str) -> list[str]:
    """What is still to be written into a text: everything in square brackets but the practice's name, once each."""
    return list(dict.fromkeys(found for found in GAP.findall(body) if found != PRACTICE))


class Change(StrEnum):
    """What became of one paragraph."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Words:
    """Some words of a paragraph, and whether only this side has them."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Pair:
    """One paragraph before and after. The side that does not have it is empty."""

    change: Change
    before: tuple[Words, ...] = ()
    after: tuple[Words, ...] = ()


def side_by_side(before: str, after: str) -> list[Pair]:
    """Two wordings, paragraph by paragraph, with the words that differ marked on their own side."""
    old, new = _lines(before), _lines(after)
    found: list[Pair] = []
    for tag, at, to, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Pair(Change.SAME, (Words(line),), (Words(line),)) for line in old[at:to]]
        else:
            found += _unequal(old[at:to], new[start:end])
    return found


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _unequal(old: list[str], new: list[str]) -> Iterator[Pair]:
    both = min(len(old), len(new))
    for one, other in zip(old[:both], new[:both], strict=True):
        yield Pair(Change.CHANGED, *_marked(one, other))
    for line in old[both:]:
        yield Pair(Change.REMOVED, before=(Words(line, marked=True),))
    for line in new[both:]:
        yield Pair(Change.ADDED, after=(Words(line, marked=True),))


def _marked(before: str, after: str) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    old, new = before.split(), after.split()
    left: list[Words] = []
    right: list[Words] = []
    for tag, at, to, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        differs = tag != "equal"
        if to > at:
            left.append(Words(" ".join(old[at:to]), differs))
        if end > start:
            right.append(Words(" ".join(new[start:end]), differs))
    return tuple(left), tuple(right)
