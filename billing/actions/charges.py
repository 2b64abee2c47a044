"""The sweep that charges for what took place. No page makes a charge: opening one twice costs nobody anything."""

from datetime import date, datetime, timedelta

import structlog
from django.db import IntegrityError, transaction

from accounts.actor import as_actor
from accounts.clock import practice_zone
from accounts.collisions import constraint_of
from billing.gather import fees
from billing.gather.uncharged import Taken, uncharged
from billing.models import Charge, ChargeLine
from billing.rules import fees as rules

log = structlog.get_logger()
# An appointment that had no fee for so long is not charged by a fee that begins in the past.
LOOK_BACK = timedelta(days=90)
ONE_CHARGE = "billing_charge_appointment_id_key"


def charge_completed(*, at: datetime, limit: int = 100) -> int:
    """Charge for completed appointments that have a fee and no charge yet. Answers how many charges were made.

    Twice is harmless: an appointment has one charge by the database's own rule, and another sweep's charge stands.
    """
    with as_actor(role="worker"):
        schedule = fees()
        kinds = {fee.kind for fee in schedule}
        found = uncharged(kinds, since=at - LOOK_BACK, limit=limit)
        zone = practice_zone()
        return sum(_charge(one, one.appointment.starts_at.astimezone(zone).date(), schedule, at) for one in found)


def _charge(taken: Taken, day: date, schedule: list[rules.Fee], at: datetime) -> bool:
    appointment = taken.appointment
    minutes = int((appointment.ends_at - appointment.starts_at).total_seconds()) // 60
    lines = rules.lines_for(schedule, taken.fee_kind, day, place=appointment.place, minutes=minutes)
    if not lines:
        return False
    charge = Charge(
        appointment=appointment,
        couple_id=appointment.couple_id,
        account_id=taken.account_on(day),
        service_date=day,
        place=appointment.place,
        minutes=minutes,
        made_at=at,
    )
    try:
        with transaction.atomic():
            charge.save(force_insert=True)
            ChargeLine.objects.bulk_create(
                ChargeLine(
                    charge=charge,
                    position=line.position,
                    label=line.label,
                    code=line.code,
                    modifiers=line.modifiers,
                    minutes=line.minutes,
                    amount=line.amount,
                )
                for line in lines
            )
    except IntegrityError as refusal:
        if constraint_of(refusal) != ONE_CHARGE:
            raise
        log.info("charged already", appointment=str(appointment.pk))
        return False
    return True
