"""The one writer of CSV. No cell is a formula to a spreadsheet, whatever somebody's name or reference holds."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

Value = str | int | Decimal | date | datetime | None
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
FORMULA = frozenset("=+-@")
# Tells a spreadsheet that the file is UTF-8; without it names with accents come out broken.
MARK = "\ufeff"


def write(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """A whole file as text, one line each row. Times are told as ISO in their own zone."""
    out = io.StringIO()
    out.write(MARK)
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([cell(name) for name in header])
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue()


def cell(value: Value) -> str | int | Decimal:
    """A value as a spreadsheet may read it. A text that could start a formula gets an apostrophe before it.

    What counts is how the text begins once a program has folded it: full-width signs are plain signs by then, spaces
    and marks that print as nothing are gone. A tab or a line break may end the cell for some, so none is left.
    """
    if isinstance(value, int | Decimal):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    text = _one_line(value or "")
    if NUMBER.fullmatch(text):
        return text
    return f"'{text}" if starts_a_formula(text) else text


def starts_a_formula(text: str) -> bool:
    folded = unicodedata.normalize("NFKC", text)
    shown = next((sign for sign in folded if sign.isprintable() and not sign.isspace()), "")
    return shown in FORMULA


def _one_line(text: str) -> str:
    """The text in one line: tabs and breaks become spaces, other control characters go, as do broken surrogates."""
    spaced = re.sub(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+", " ", text)
    kept = "".join(sign for sign in spaced if unicodedata.category(sign) not in {"Cc", "Cs"})
    return kept.strip()


def local(moment: datetime | None, zone: ZoneInfo) -> str:
    """A moment as people read it, in the practice's zone: "2026-11-17 12:00"."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""
