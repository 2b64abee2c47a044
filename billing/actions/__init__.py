"""What people do with money here, and the sweep that charges for completed appointments."""

from billing.actions.charges import charge_completed
from billing.actions.diagnoses import AlreadyHolds, UnknownCode, end_diagnosis, set_diagnosis
from billing.actions.insurance import NotInCouple, name_for_insurance
from billing.actions.payments import PaymentRefused, record_payment
from billing.actions.schedule import set_fee, start_fee_schedule
from billing.actions.superbills import AlreadyStated, AlreadyVoid, NotReady, issue_superbill, void_superbill

__all__ = [
    "AlreadyHolds",
    "AlreadyStated",
    "AlreadyVoid",
    "NotInCouple",
    "NotReady",
    "PaymentRefused",
    "UnknownCode",
    "charge_completed",
    "end_diagnosis",
    "issue_superbill",
    "name_for_insurance",
    "record_payment",
    "set_diagnosis",
    "set_fee",
    "start_fee_schedule",
    "void_superbill",
]
