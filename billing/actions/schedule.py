"""The fee schedule. What was charged keeps its own copy, so a new fee changes nothing that took place before."""

from datetime import date, datetime
from decimal import Decimal

from accounts.models import User
from billing.models import Fee
from billing.rules.fees import STARTING_FEES
from billing.rules.money import cents


def set_fee(
    *,
    kind: str,
    position: int = 1,
    label: str,
    amount: Decimal,
    since: date,
    code: str = "",
    modifiers: str = "",
    minutes: int | None = None,
    by: User,
    at: datetime,
) -> Fee:
    """Set one line of what a kind of step costs from a date on; an amount of zero ends the line.

    A second fee for the same line and date takes the place of the first.
    """
    values = {"label": label, "code": code, "modifiers": modifiers, "minutes": minutes, "amount": cents(amount)}
    fee, _ = Fee.objects.update_or_create(kind=kind, position=position, since=since, defaults=values)
    return fee


def start_fee_schedule(*, since: date, by: User, at: datetime) -> None:
    """The fees that a new practice starts from: it looks at them, and changes what is not its own."""
    for kind, position, label, code, minutes, amount in STARTING_FEES:
        set_fee(
            kind=kind,
            position=position,
            label=label,
            code=code,
            minutes=minutes,
            amount=Decimal(amount),
            since=since,
            by=by,
            at=at,
        )
