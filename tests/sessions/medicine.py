"""Prescriptions, counts and papers that users can reach, made by acting."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from accounts.actor import as_actor
from clients.models import Partner
from documents.actions import pack
from sessions import actions
from sessions.models import MedicineCount, Prescription, Printed
from tests.cast import NOON, Cast
from tests.states import ready_for_ketamine

ORDER: dict[str, Any] = {
    "drug": "Ketamine",
    "form": "lozenge",
    "mg_per_unit": Decimal(100),
    "quantity": 8,
    "prescriber_name": "Ruth Lee",
    "pharmacy": "Grove Pharmacy",
    "written_on": date(2026, 11, 10),
    "filled_on": date(2026, 11, 12),
    "kept": "partner",
}


def prescribed(cast: Cast, partner: Partner, at: datetime = NOON, **changes: Any) -> Prescription:
    with as_actor(cast.therapist):
        order = actions.PrescriptionOrder(**ORDER | changes)
        return actions.write_prescription(partner=partner, order=order, by=cast.therapist, at=at)


def counted(
    cast: Cast, prescription: Prescription, kind: str, units: float, at: datetime = NOON, **more: Any
) -> MedicineCount:
    """An entry by the therapist, seen by a second where that is asked."""
    corrects = more.pop("corrects", None)
    given: dict[str, Any] = {
        "kind": kind,
        "units": Decimal(str(units)),
        "on": date(2026, 11, 17),
        "first_name": "Maya Okafor",
        "second_name": "Sol Rivera" if kind in {"returned", "wasted"} else "",
    }
    order = actions.CountOrder(**given | more)
    with as_actor(cast.therapist):
        return actions.count_medicine(
            prescription=prescription, order=order, corrects=corrects, by=cast.therapist, at=at
        )


def printed_sheet(cast: Cast, partner: Partner) -> Printed:
    """The therapist's sheet of somebody cleared, made."""
    ready_for_ketamine(cast, partner)
    with as_actor(cast.therapist):
        printed = actions.print_sheet(partner=partner, appointment=None, by=cast.therapist, at=NOON)
    pack(package_id=printed.package_id, at=NOON)
    return printed
