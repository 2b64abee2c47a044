"""Anchors of the record outside the database, and the walk that compares the two.

An anchor is how many lines the record had, and the digest of the last. Who later cuts the end of the record off, or
writes all of it anew, cannot make it fit an anchor that lies elsewhere.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from accounts.chain import GUARDS, TABLE, TRIGGERS, WALK

LAST = f"select place, hash from {TABLE} order by place desc limit 1"  # noqa: S608 - our own fixed names
AT_PLACES = f"select place, hash from {TABLE} where place = any(%s)"  # noqa: S608 - likewise


@dataclass(frozen=True)
class Anchor:
    """The record at one moment: its count of lines and the last one's digest, `-` while it was empty."""

    at: datetime
    count: int
    mark: str

    def line(self) -> str:
        return f"{self.at.isoformat(timespec='seconds')} {self.count} {self.mark}\n"


@dataclass(frozen=True)
class Found:
    """What a walk along the record has found. It is whole when `troubles` is empty."""

    count: int
    mark: str
    first_broken: int | None
    troubles: list[str]


def read_anchors(path: Path) -> list[Anchor]:
    """The anchors kept in a file, oldest first; none without a file. Raises ValueError for a line that is no anchor."""
    if not path.exists():
        return []
    return [_anchor(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _anchor(line: str) -> Anchor:
    at, count, mark = line.split()
    return Anchor(datetime.fromisoformat(at), int(count), mark)


def keep_anchor(path: Path, anchor: Anchor) -> None:
    """Add an anchor to the file, and have it on the disk before going on."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(anchor.line())
        file.flush()
        os.fsync(file.fileno())


def walk(connection: BaseDatabaseWrapper, anchors: Iterable[Anchor]) -> Found:
    """Check every line against the one before it, the guards of the table, and the anchors. Reads as the owner does."""
    with connection.cursor() as cursor:
        cursor.execute(WALK)
        count, last, first_broken = cursor.fetchone()
        cursor.execute(LAST)
        mark = (cursor.fetchone() or (0, "-"))[1]
        cursor.execute(GUARDS)
        missing = set(TRIGGERS) - {name for (name,) in cursor.fetchall()}
        troubles = [] if first_broken is None else [f"Line {first_broken} does not follow from the one before it."]
        if last != count and first_broken is None:
            troubles.append(f"There are {count} lines, and the last one is numbered {last}.")
        troubles += [f"The guard “{name}” is switched off or gone." for name in sorted(missing)]
        kept = [anchor for anchor in anchors if anchor.count]
        cursor.execute(AT_PLACES, [[anchor.count for anchor in kept]])
        marks = dict(cursor.fetchall())
    troubles += [
        f"The anchor of {anchor.at:%Y-%m-%d %H:%M} UTC says {anchor.count} lines, and the record does not fit it."
        for anchor in kept
        if marks.get(anchor.count) != anchor.mark
    ]
    return Found(count, mark, first_broken, troubles)
