"""Charges and payments of a span of days as rows of one list, for the practice's own books."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from accounts.models import User
from billing.models import ChargeLine, Payment
from clients.models import Partner
from documents.csv import Value

HEADER = ("Date", "Kind", "Person", "Service or way", "Code", "Charged", "Received", "Reference")
Row = tuple[date, str, UUID, str, str, Decimal | None, Decimal | None, str]


def ledger(user: User, *, since: date, until: date, names: bool) -> list[Sequence[Value]]:
    """The rows from the first day to the last, in order of days; read whole before any is written.

    Without names a person is a number that holds in this file alone, and a payment's reference is left out, since it
    may name somebody too.
    """
    rows = sorted([*_charged(user, since, until), *_received(user, since, until)], key=lambda row: (row[0], row[1]))
    if names:
        called = _names(user, {row[2] for row in rows})
    else:
        called = {key: f"Person {number}" for number, key in enumerate(sorted({row[2] for row in rows}), start=1)}
    return [(*row[:2], called[row[2]], *row[3:7], row[7] if names else "") for row in rows]


def _charged(user: User, since: date, until: date) -> list[Row]:
    lines = ChargeLine.objects.visible_to(user).filter(charge__service_date__range=(since, until))
    return [
        (one.charge.service_date, "Charge", one.charge.account_id, one.label, one.code, one.amount, None, "")
        for one in lines.select_related("charge").order_by("charge__service_date", "charge", "position")
    ]


def _received(user: User, since: date, until: date) -> list[Row]:
    payments = Payment.objects.visible_to(user).filter(received_on__range=(since, until))
    return [
        (one.received_on, "Payment", one.account_id, one.get_method_display(), "", None, one.amount, one.reference)
        for one in payments.order_by("received_on", "recorded_at")
    ]


def _names(user: User, keys: set[UUID]) -> dict[UUID, str]:
    return {partner.pk: partner.legal_name for partner in Partner.objects.visible_to(user).filter(pk__in=keys)}
