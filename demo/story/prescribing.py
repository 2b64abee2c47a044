"""The prescriber's side of the story: questions and answers, a paper that waits, and the medicine by the book."""

import io
from datetime import date, datetime, timedelta
from decimal import Decimal

from PIL import Image, ImageDraw

from accounts.models import User
from clients.models import Partner
from demo.story.calendar import Calendar
from demo.story.telling import as_actor
from documents.rules import Brought, take
from screening import actions as screening
from screening.models import Route
from screening.rules.clearing import ClearanceOrder
from screening.rules.papers import Read, Signer
from sessions import actions as sessions
from sessions.models import Appointment, Role

PAPER = (
    "CLEARANCE",
    "",
    "Lozenge, first dose up to 150 mg, booster up to 75 mg",
    "2 sessions, then I see him again; up to 6 in all",
    "BP below 140 / 90 before the dose, call me above 170 / 105",
    "Readings at 40 and 90 minutes, stays 2 hours",
    "",
    "Alan Park, MD     NPI 1679576722     A 70214, California",
)


def ask_and_answer(partner: Partner, prescriber: User, therapist: User, at: datetime) -> None:
    """A question before the first clearance, and what the therapist found out."""
    with as_actor(prescriber, at=at):
        screening.reply(
            partner=partner,
            kind="ask",
            words="The pressure was 138/88 in the office. What is it at home?",
            by=prescriber,
            at=at,
        )
    later = at + timedelta(hours=20)
    with as_actor(therapist, at=later):
        screening.write_to_prescriber(
            partner=partner,
            kind="answer",
            words="A week of readings at home, morning and evening: 122 to 131 over 76 to 84.",
            by=therapist,
            at=later,
        )


def paper_waits(partner: Partner, therapist: User, day: Calendar) -> None:
    """The family doctor's clearance came by fax; it was typed once and waits for a second reader."""
    at = day.at(-1, 17)
    order = ClearanceOrder(
        routes=frozenset({Route.LOZENGE.value}),
        max_dose_mg=Decimal(150),
        max_booster_mg=Decimal(75),
        sessions=6,
        re_evaluate_after=2,
        valid_until=day.today + timedelta(days=120),
        max_systolic=139,
        max_diastolic=89,
        max_pulse=None,
        call_systolic=170,
        call_diastolic=105,
        readings_lozenge=(40, 90),
        stay_minutes=120,
        evaluated_on=day.today - timedelta(days=6),
        evaluated_how="in_person",
    )
    signer = Signer("Alan Park, MD", "1679576722", "A 70214", "CA", day.today - timedelta(days=4))
    with as_actor(therapist, at=at):
        scan = screening.keep_scan(partner=partner, scan=Brought(take(_scan()), "fax.png"), by=therapist, at=at)
        screening.keep_paper(partner=partner, scan=scan, read=Read(signer, order), by=therapist, at=at)


def _scan() -> bytes:
    """A sheet as a fax machine brings it."""
    sheet = Image.new("L", (1240, 700), 250)
    draw = ImageDraw.Draw(sheet)
    for number, line in enumerate(PAPER):
        draw.text((90, 80 + 64 * number), line, fill=20, font_size=34)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


def prescribe(partner: Partner, therapist: User, day: Calendar, *, used_on: int, short: bool = False) -> None:
    """Eight lozenges, filled a month ago and kept at home; counted on the day, one used, `short` by one since."""
    at = day.at(-30, 10)
    with as_actor(therapist, at=at):
        prescription = sessions.write_prescription(
            partner=partner,
            order=sessions.PrescriptionOrder(
                drug="Ketamine",
                form="lozenge",
                mg_per_unit=Decimal(100),
                quantity=8,
                prescriber_name="Dr Ruth Lee",
                pharmacy="Lakeside Compounding, Oakland",
                written_on=day.today - timedelta(days=31),
                filled_on=day.today - timedelta(days=30),
                kept="partner",
            ),
            by=therapist,
            at=at,
        )
        session = Appointment.objects.filter(
            attendances__person=partner, attendances__role=Role.DOSING, starts_at__lt=day.at(0, 0)
        ).first()
        entries = [("arrived", 8, used_on), ("used", 1, used_on)] + [("arrived", 6, 0)] * short
        for kind, units, since in entries:
            sessions.count_medicine(
                prescription=prescription,
                order=sessions.CountOrder(
                    kind=kind,
                    units=Decimal(units),
                    on=_day(day, since),
                    first_name=therapist.name,
                    appointment=session if kind == "used" else None,
                ),
                by=therapist,
                at=day.at(since, 9, 0 if kind == "arrived" else 30),
            )


def _day(day: Calendar, since: int) -> date:
    return day.today + timedelta(days=since)


def give_sheet(partner: Partner, therapist: User, appointment: Appointment, at: datetime) -> None:
    """What to do before, that day and after, for a date that was told."""
    with as_actor(therapist, at=at):
        sessions.give_sheet(partner=partner, appointment=appointment, by=therapist, at=at)
