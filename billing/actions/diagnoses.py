"""The diagnosis that a superbill states: the therapist's to set, with dates, and never suggested here."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.collisions import constraint_of
from accounts.models import User
from billing.models import Diagnosis, DiagnosisCode
from billing.rules.codes import as_diagnosis, diagnosis_trouble
from clients.models import Partner


class UnknownCode(Exception):
    """The code is not one that can be set. The sentence says why."""


class AlreadyHolds(Exception):
    """The person has this code already, without an end."""


def set_diagnosis(*, partner: Partner, code: str, since: date, by: User, at: datetime) -> Diagnosis:
    """Set a code for one person from a date on. Typed with or without its dot. Raises UnknownCode or AlreadyHolds."""
    dotted = as_diagnosis(code)
    if trouble := diagnosis_trouble(dotted):
        raise UnknownCode(trouble)
    if not DiagnosisCode.objects.filter(pk=dotted).exists():
        raise UnknownCode(f"{dotted} is not in the ICD-10-CM code set. Look it up by its words below.")
    diagnosis = Diagnosis(partner=partner, code=dotted, since=since, set_at=at, by=by)
    try:
        with transaction.atomic():
            diagnosis.save(force_insert=True)
    except IntegrityError as refusal:
        if constraint_of(refusal) != "a_code_holds_once":
            raise
        raise AlreadyHolds(f"{dotted} is set already.") from None
    return diagnosis


def end_diagnosis(*, diagnosis: Diagnosis, until: date, by: User, at: datetime) -> bool:
    """Let a code hold no longer from `until` on, which is its first day or later. Answers whether it still held."""
    open_ones = Diagnosis.objects.filter(pk=diagnosis.pk, until=None, since__lte=until)
    return bool(open_ones.update(until=until, ended_at=at, ended_by=by))
