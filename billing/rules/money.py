"""Money is Decimal in dollars, two places; this is the one module that rounds it."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def cents(value: Decimal | int | str) -> Decimal:
    """The amount in whole cents, halves away from zero."""
    return Decimal(value).quantize(CENT, rounding=ROUND_HALF_UP)


def total(amounts: Iterable[Decimal | str]) -> Decimal:
    return cents(sum(map(Decimal, amounts), ZERO))


def dollars(amount: Decimal | str) -> str:
    """As it is printed: $1,234.50, and a true minus sign before an amount below zero."""
    value = cents(amount)
    sign = "\u2212" if value < 0 else ""
    return f"{sign}${abs(value):,.2f}"
