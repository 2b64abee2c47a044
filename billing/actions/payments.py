"""Recording money received."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from accounts.models import User
from billing.gather import open_lines
from billing.locks import lock_accounts
from billing.models import Allocation, Payment
from billing.rules import payments as rules
from clients.models import Partner


class PaymentRefused(Exception):
    """The amount cannot be recorded. The sentence names what is owed."""


def record_payment(
    *,
    key: UUID,
    account: Partner,
    payer: Partner | None = None,
    amount: Decimal,
    method: str,
    received_on: date,
    reference: str = "",
    by: User,
    at: datetime,
) -> Payment:
    """Record money received for one person's account, and settle the oldest sessions with it.

    `payer` is who gave it, the person themselves if not said. The same `key` again gives back the first payment.
    Raises PaymentRefused when more comes in than is owed.
    """
    with transaction.atomic():
        lock_accounts([account])
        if earlier := Payment.objects.filter(key=key).first():
            return earlier
        lines = open_lines(account)
        if trouble := rules.payment_trouble(amount, lines, account.called):
            raise PaymentRefused(trouble)
        payment = Payment.objects.create(
            key=key,
            account=account,
            payer=payer or account,
            amount=amount,
            method=method,
            reference=reference,
            received_on=received_on,
            recorded_at=at,
            by=by,
        )
        Allocation.objects.bulk_create(
            Allocation(payment=payment, line_id=line_id, amount=part) for line_id, part in rules.allocate(amount, lines)
        )
    return payment
