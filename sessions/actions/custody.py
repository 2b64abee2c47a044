"""Prescriptions and counts of the medicine: rows that are only added, a mistake put right by another row."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction

from accounts import clock
from accounts.models import User
from clients.models import Partner
from screening.actions import Refused
from screening.actions.refusals import once
from sessions.models import Appointment, MedicineCount, Prescription
from sessions.rules import custody as rules


class ImpossibleEntry(Refused):
    """An entry that cannot be meant; `troubles` names the fields."""

    def __init__(self, troubles: dict[str, str]) -> None:
        super().__init__(list(troubles.values()))
        self.troubles = troubles


@dataclass(frozen=True)
class PrescriptionOrder:
    """A prescription as it is written down: mg for each unit, how many units, and where they are kept."""

    drug: str
    form: str
    mg_per_unit: Decimal
    quantity: int
    prescriber_name: str
    pharmacy: str
    written_on: date
    filled_on: date | None
    kept: str


@dataclass(frozen=True)
class CountOrder:
    """One entry of the book, by whom it was counted and who else saw it."""

    kind: str
    units: Decimal
    on: date
    first_name: str
    second_name: str = ""
    words: str = ""
    appointment: Appointment | None = None


def write_prescription(
    *,
    partner: Partner,
    order: PrescriptionOrder,
    by: User,
    at: datetime,
    corrects: Prescription | None = None,
    key: UUID | None = None,
) -> Prescription:
    """Write a prescription down, or put one right: the wrong one stays, and its counts follow the new one.

    Raises ImpossibleEntry, and AlreadyReceived for a second click or for a row that was put right before.
    """
    today = clock.day_of(at)
    if order.written_on > today:
        raise ImpossibleEntry({"written_on": "This day is still to come."})
    if order.filled_on is not None and not order.written_on <= order.filled_on <= today:
        raise ImpossibleEntry({"filled_on": "It was filled after it was written, and not later than today."})
    row = Prescription(pk=key or uuid4(), person=partner, corrects=corrects, at=at, by=by, **asdict(order))
    with once("kap_sessions_prescription_pkey", "kap_sessions_prescription_corrects_id_key"):
        row.save(force_insert=True)
    return row


def count_medicine(
    *,
    prescription: Prescription,
    order: CountOrder,
    by: User,
    at: datetime,
    corrects: MedicineCount | None = None,
    key: UUID | None = None,
) -> MedicineCount:
    """Write an entry into the book of a prescription, or put one right. A count that does not fit is kept all the same.

    Raises ImpossibleEntry, and AlreadyReceived as above.
    """
    troubles = rules.entry_troubles(order.kind, order.first_name, order.second_name)
    if order.on > clock.day_of(at):
        troubles |= {"on": "This day is still to come."}
    if troubles:
        raise ImpossibleEntry(troubles)
    row = MedicineCount(
        pk=key or uuid4(),
        prescription=prescription,
        person=prescription.person,
        corrects=corrects,
        kind=order.kind,
        units=order.units,
        on=order.on,
        first_name=order.first_name,
        second_name=order.second_name,
        words=order.words,
        appointment=order.appointment,
        at=at,
        by=by,
    )
    with transaction.atomic(), once("kap_sessions_medicinecount_pkey", "kap_sessions_medicinecount_corrects_id_key"):
        row.save(force_insert=True)
    return row
