"""Instruction sheets: drawn from the clearance in force for the therapist, read as they were given by the partner."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from accounts import clock
from accounts.models import Credential, User
from clients.models import Partner
from screening.gather import clearance_facts
from screening.gather.clearances import current_clearance
from screening.gather.facts import order_of
from screening.models import Clearance
from sessions.gather.custody import books_of
from sessions.models import Appointment, GivenSheet, Printed, Published, Role
from sessions.rules import sheets
from sessions.rules.sheets import Part


def terms() -> sheets.Terms:
    """The practice's own hours and minutes."""
    kap = settings.KAP
    return sheets.Terms(kap["FOOD_HOURS"], kap["LIQUID_HOURS"], kap["STAY_MINUTES"])


def standing(partner: Partner, reader: User, at: datetime) -> Clearance | None:
    """The clearance in force, if there is one."""
    current = current_clearance(partner, reader)
    return current if current and clearance_facts(current).stands_on(clock.day_of(at)) else None


def therapist_sheet(clearance: Clearance) -> list[Part]:
    """All that the therapist needs at hand."""
    credential = Credential.objects.filter(user=clearance.prescriber_id).first()
    phone = credential.phone if credential else ""
    return sheets.for_therapist(order_of(clearance), terms(), prescriber=clearance.by_name, phone=phone)


def partner_sheet(clearance: Clearance, appointment: Appointment, reader: User) -> list[Part]:
    """What the partner would read about this date."""
    day = sheets.Day(appointment.starts_at, clock.practice_zone(), clock.zone_name(appointment.starts_at))
    book = next((one for one in books_of(clearance.partner, reader) if one.prescription.filled_on), None)
    brings = sheets.bring_words(book.prescription.form, book.prescription.kept) if book else ""
    return sheets.for_partner(order_of(clearance), terms(), day, prescriber=clearance.by_name, brings=brings)


@dataclass(frozen=True)
class DateSheet:
    """One date to come, the sheet as it would be given now, and what was given before."""

    appointment: Appointment
    parts: Sequence[Part]
    given: GivenSheet | None

    @property
    def words(self) -> str:
        if self.given is None:
            return "Not given yet"
        if self.given.starts_at != self.appointment.starts_at:
            return "The date moved since: give it again"
        if sheets.from_data(json.loads(self.given.body)) != list(self.parts):
            return "Something changed since: give it again"
        return "Given"

    @property
    def chip(self) -> str:
        return "sent" if self.words == "Given" else "notyet" if self.given is None else "due"


def date_sheets(partner: Partner, reader: User, at: datetime) -> list[DateSheet]:
    """Every date to come on which this person takes the medicine."""
    clearance = standing(partner, reader, at)
    if clearance is None:
        return []
    dates = Appointment.objects.visible_to(reader).to_come(at).filter(became_talking_at=None)
    dates = dates.filter(attendances__person=partner, attendances__role=Role.DOSING).order_by("starts_at")
    given = {
        row.appointment_id: row for row in GivenSheet.objects.visible_to(reader).filter(person=partner).order_by("at")
    }
    return [DateSheet(one, partner_sheet(clearance, one, reader), given.get(one.pk)) for one in dates]


@dataclass(frozen=True)
class OwnSheet:
    """A sheet as its own person reads it."""

    starts_at: datetime
    parts: Sequence[Part]


def own_sheets(partner: Partner, user: User, at: datetime) -> list[OwnSheet]:
    """The sheets of dates that were told to this person, each for just the time that was told; two queries."""
    told = (
        Published.objects.visible_to(user).current(at).filter(person=partner, kind=Published.Kind.DATE, ends_at__gt=at)
    )
    dates: dict[tuple[UUID, datetime], Published] = {(row.appointment_id, row.starts_at): row for row in told}
    found: dict[UUID, OwnSheet] = {}
    for row in GivenSheet.objects.visible_to(user).filter(person=partner).order_by("at"):
        date = dates.get((row.appointment_id, row.starts_at))
        if date is not None and date.role == Role.DOSING and not date.is_talking:
            found[row.appointment_id] = OwnSheet(row.starts_at, sheets.from_data(json.loads(row.body)))
    return sorted(found.values(), key=lambda one: one.starts_at)


def printed_for(partner: Partner, reader: User, kinds: Sequence[str]) -> list[Printed]:
    """Papers that this therapist had made for this person, the newest first."""
    rows = (
        Printed.objects.visible_to(reader).filter(person=partner, kind__in=kinds).select_related("package", "release")
    )
    return list(rows.defer("package__archive", "package__contents").order_by("-at"))
