"""One person's account: what sessions cost, what was paid, what is owed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from billing.models import Charge, ChargeLine, Payment, SuperbillLine
from billing.rules.money import total
from billing.rules.payments import OpenLine, owed
from clients.models import Partner


@dataclass(frozen=True)
class AccountLine:
    """One line of a charge with what was paid on it, and the superbill that states it."""

    line: ChargeLine
    superbill: SuperbillLine | None

    @property
    def owed(self) -> Decimal:
        return self.line.amount - self.line.paid


@dataclass(frozen=True)
class Account:
    """A person's account, newest first. `payments` are those made for it, by whomever."""

    partner: Partner
    charges: list[tuple[Charge, list[AccountLine]]]
    payments: list[Payment]
    owed: Decimal
    paid: Decimal

    @property
    def charged(self) -> Decimal:
        return total([self.owed, self.paid])


def accounts_of(partners: Sequence[Partner]) -> list[Account]:
    """The accounts of these people, in their order: five queries for any number of rows."""
    stated = SuperbillLine.objects.filter(live=True).select_related("superbill")
    lines = (
        ChargeLine.objects.with_paid()
        .order_by("position")
        .prefetch_related(Prefetch("superbill_lines", stated, to_attr="stated"))
    )
    charges = (
        Charge.objects.filter(account__in=partners)
        .select_related("appointment__step")
        .prefetch_related(Prefetch("lines", lines, to_attr="rows"))
        .order_by("-service_date", "-made_at")
    )
    received = Payment.objects.filter(account__in=partners).select_related("payer")
    payments = list(received.order_by("-received_on", "-recorded_at"))
    found: dict[UUID, list[tuple[Charge, list[AccountLine]]]] = {partner.pk: [] for partner in partners}
    for charge in charges:
        rows: list[Any] = charge.rows  # type: ignore[attr-defined]  # set by the prefetch above, as is `stated`
        found[charge.account_id].append((charge, [AccountLine(row, next(iter(row.stated), None)) for row in rows]))
    return [_account(partner, found[partner.pk], payments) for partner in partners]


def _account(partner: Partner, charges: list[tuple[Charge, list[AccountLine]]], payments: list[Payment]) -> Account:
    lines = [line for _, rows in charges for line in rows]
    return Account(
        partner=partner,
        charges=charges,
        payments=[payment for payment in payments if payment.account_id == partner.pk],
        owed=total(line.owed for line in lines),
        paid=total(line.line.paid for line in lines),
    )


def open_lines(partner: Partner) -> list[OpenLine]:
    """The lines of a person's account on which something is owed."""
    rows = ChargeLine.objects.filter(charge__account=partner).with_paid().select_related("charge")
    lines = [OpenLine(row.pk, row.charge.service_date, row.position, row.amount - row.paid) for row in rows]
    return [line for line in lines if line.owed > 0]


def owed_by(partner: Partner) -> Decimal:
    return owed(open_lines(partner))
