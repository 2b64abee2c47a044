"""Giving a partner the sheet for a date, and having papers made: instruction sheets, and a packet for a prescriber."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.dateformat import format as formatted

from accounts import clock
from accounts.models import Practice, User
from accounts.rules import phone_as_spoken
from clients.actions import disclose
from clients.models import Partner, Release
from documents.actions import ask_package
from documents.actions.packages import Contents
from screening.actions import Refused
from sessions.gather.packet import packet_parts
from sessions.gather.sheets import date_sheets, standing, therapist_sheet
from sessions.models import Appointment, GivenSheet, Printed
from sessions.rules.sheets import as_data

TEMPLATE = "documents/clinical.html"
# So long a paper lies ready to be downloaded; then it is made anew, from what holds then.
KEPT = timedelta(days=14)
TOLD = "Referral packet: health answers, medicines, earlier sessions, and a form for the prescriber"


class NoSheet(Refused):
    """There is no clearance in force, or no date on which this person takes the medicine."""


def give_sheet(
    *, partner: Partner, appointment: Appointment, by: User, at: datetime, key: UUID | None = None
) -> GivenSheet:
    """Give a partner the sheet for one date, as it stands now. It is shown once that very date was told to them.

    Raises NoSheet. A second click answers the same sheet.
    """
    if key and (before := GivenSheet.objects.filter(pk=key, person=partner).first()):
        return before
    sheet = next((one for one in date_sheets(partner, by, at) if one.appointment == appointment), None)
    if sheet is None:
        raise NoSheet(["There is no clearance in force for this date, or this person does not take the medicine."])
    row = GivenSheet(
        pk=key or uuid4(),
        person=partner,
        appointment=appointment,
        starts_at=appointment.starts_at,
        body=json.dumps(as_data(sheet.parts)),
        at=at,
        by=by,
    )
    row.save(force_insert=True)
    return row


def print_sheet(*, partner: Partner, appointment: Appointment | None, by: User, at: datetime) -> Printed:
    """Have a sheet made as a PDF: the partner's for one date, or without a date the therapist's own. Raises NoSheet."""
    clearance = standing(partner, by, at)
    if clearance is None:
        raise NoSheet(["There is no clearance in force."])
    if appointment is None:
        parts = as_data(therapist_sheet(clearance))
        return _print(partner, Paper(Printed.Kind.SHEET, f"Instructions for {partner.called}", parts), by, at)
    sheet = next((one for one in date_sheets(partner, by, at) if one.appointment == appointment), None)
    if sheet is None:
        raise NoSheet(["This person does not take the medicine on that date."])
    return _print(partner, Paper(Printed.Kind.OWN, "Your session day", as_data(sheet.parts)), by, at)


def print_packet(*, partner: Partner, release: Release, asked: str, by: User, at: datetime) -> Printed:
    """Have a packet made for a prescriber outside, and write down that it was told. The release has to hold today.

    Raises `clients.actions.NotReleased` with what is missing.
    """
    with transaction.atomic():
        disclose(release=release, what=TOLD, on=clock.day_of(at), by=by, at=at)
        data = packet_parts(partner, by, at, asked)
        return _print(partner, Paper(Printed.Kind.PACKET, f"Referral of {partner.legal_name}", data, release), by, at)


@dataclass(frozen=True)
class Paper:
    """What is to be made: its kind and title, its parts as plain data, and the release under which it goes out."""

    kind: str
    title: str
    parts: Sequence[dict[str, Any]]
    release: Release | None = None


def _print(partner: Partner, paper: Paper, by: User, at: datetime) -> Printed:
    day = clock.day_of(at)
    practice = Practice.objects.get()
    contents = Contents(
        title=paper.title,
        said={},
        template=TEMPLATE,
        page={
            "practice": {
                "name": practice.name,
                "address": _address(practice),
                "phone": phone_as_spoken(practice.phone),
            },
            "parts": list(paper.parts),
            "made_on": formatted(day, "F j, Y"),
            "made_on_iso": day.isoformat(),
            "made_by": by.name,
            "to": paper.release.recipient if paper.release else "",
            "reached_at": paper.release.reached_at if paper.release else "",
            "has_form": paper.kind == Printed.Kind.PACKET,
        },
        tables=[],
    )
    with transaction.atomic():
        package = ask_package(
            contents=contents,
            file_name=f"papers-{day.isoformat()}.pdf",
            readers=[],
            until=at + KEPT,
            by=by,
            at=at,
        )
        row = Printed(person=partner, kind=paper.kind, release=paper.release, package=package, at=at, by=by)
        row.save(force_insert=True)
    return row


def _address(practice: Practice) -> str:
    return f"{practice.address_line_1}, {practice.city}, {practice.state} {practice.postal_code}"
