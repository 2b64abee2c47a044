"""Money received meets the oldest open lines first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from billing.rules.money import ZERO, dollars, total


@dataclass(frozen=True)
class OpenLine:
    """A line with what is still owed on it."""

    line_id: UUID
    service_date: date
    position: int
    owed: Decimal


def owed(lines: Iterable[OpenLine]) -> Decimal:
    return total(line.owed for line in lines)


def payment_trouble(amount: Decimal, lines: Sequence[OpenLine], name: str) -> str:
    """Why this amount cannot be recorded for `name`; nothing when it can. Money beyond what is owed has no place."""
    due = owed(lines)
    if due == ZERO:
        return f"{name} owes nothing. There is no session to pay for."
    if amount > due:
        return f"{name} owes {dollars(due)}. Enter that or less."
    return ""


def allocate(amount: Decimal, lines: Iterable[OpenLine]) -> list[tuple[UUID, Decimal]]:
    """Which line gets how much: by date of service, then by the line's place in its charge."""
    parts = []
    for line in sorted(lines, key=lambda line: (line.service_date, line.position, line.line_id)):
        part = min(amount, line.owed)
        if part > 0:
            parts.append((line.line_id, part))
            amount -= part
    return parts
