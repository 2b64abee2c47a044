"""States of money that users can reach, made by acting."""

import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.actor import as_actor
from billing import actions
from billing.models import Charge, ChargeLine, Diagnosis, DiagnosisCode, Payment, Superbill
from clients.models import Partner
from documents import actions as documents
from documents.models import Document
from sessions import actions as sessions
from sessions.models import Appointment
from tests.cast import NOON, Cast
from tests.states import booked

START = date(2026, 1, 1)
TODAY = date(2026, 11, 17)
CODES = {
    "F43.10": ("Post-traumatic stress disorder, unspecified", True),
    "F33.1": ("Major depressive disorder, recurrent, moderate", True),
    "F33": ("Major depressive disorder, recurrent", False),
    "Z63.0": ("Problems in relationship with spouse or partner", True),
}


def with_fees(cast: Cast) -> None:
    with as_actor(cast.therapist):
        actions.start_fee_schedule(since=START, by=cast.therapist, at=NOON)


def with_codes() -> None:
    """A handful of the code set."""
    DiagnosisCode.objects.bulk_create(
        (DiagnosisCode(code=code, label=label, billable=billable) for code, (label, billable) in CODES.items()),
        ignore_conflicts=True,
    )


def diagnosed(cast: Cast, partner: Partner, code: str = "F43.10", since: date = START) -> Diagnosis:
    with_codes()
    with as_actor(cast.therapist):
        return actions.set_diagnosis(partner=partner, code=code, since=since, by=cast.therapist, at=NOON)


def insured(cast: Cast, partner: Partner, since: date = START) -> int:
    with as_actor(cast.staff):
        return actions.name_for_insurance(couple=cast.couple, partner=partner, since=since, by=cast.staff, at=NOON)


def completed(cast: Cast, kind: str = "prep", number: int = 1, starts_at: datetime = NOON) -> Appointment:
    """A talking session that took place."""
    appointment = booked(cast, kind=kind, number=number, starts_at=starts_at, at=starts_at - timedelta(days=7))
    with as_actor(cast.therapist):
        sessions.complete(appointment=appointment, by=cast.therapist, at=starts_at + timedelta(hours=1))
    return appointment


def charged(cast: Cast, kind: str = "prep", number: int = 1, starts_at: datetime = NOON) -> Charge:
    """A talking session that took place and was charged."""
    with_fees(cast)
    appointment = completed(cast, kind, number, starts_at)
    actions.charge_completed(at=starts_at + timedelta(hours=2))
    with as_actor(cast.staff):
        return Charge.objects.get(appointment=appointment)


def stateable(cast: Cast) -> list[uuid.UUID]:
    """One session of Ann and Ben with nothing missing for a superbill of Ann's; the answer is its coded lines."""
    insured(cast, cast.ann)
    diagnosed(cast, cast.ann)
    charge = charged(cast)
    with as_actor(cast.staff):
        return list(ChargeLine.objects.filter(charge=charge).coded().values_list("pk", flat=True))


def paid(cast: Cast, amount: str, *, account: Partner | None = None, payer: Partner | None = None) -> Payment:
    with as_actor(cast.staff):
        return actions.record_payment(
            key=uuid.uuid4(),
            account=account or cast.ann,
            payer=payer,
            amount=Decimal(amount),
            method="card",
            received_on=TODAY,
            by=cast.staff,
            at=NOON,
        )


def issued(cast: Cast, lines: list[uuid.UUID] | None = None) -> Superbill:
    """A superbill of Ann's, its PDF not made yet."""
    lines = lines or stateable(cast)
    with as_actor(cast.staff):
        return actions.issue_superbill(person=cast.ann, lines=lines, by=cast.staff, at=NOON)


def issued_to(cast: Cast, partner: Partner, *, at: datetime = NOON) -> Superbill:
    """Everything completed so far charged, and what stands on this person's account on a superbill of theirs."""
    actions.charge_completed(at=at)
    with as_actor(cast.staff):
        open_lines = ChargeLine.objects.filter(charge__account=partner).coded().unstated()
        lines = list(open_lines.values_list("pk", flat=True))
        return actions.issue_superbill(person=partner, lines=lines, by=cast.staff, at=at)


def voided(cast: Cast, superbill: Superbill, reason: str = "The address was old.") -> None:
    with as_actor(cast.staff):
        actions.void_superbill(superbill=superbill, reason=reason, by=cast.staff, at=NOON)
        superbill.refresh_from_db()


def made(superbill: Superbill, *, at: datetime = NOON) -> Document:
    """The document that holds now, laid out as the worker does."""
    document_id = superbill.void_document_id or superbill.document_id
    documents.make(document_id=document_id, at=at)
    with as_actor(role="worker"):
        return Document.objects.get(pk=document_id)
