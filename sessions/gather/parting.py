"""What a couple's record still waits for, and which dates a separation takes off."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.dateformat import format as formatted

from accounts import clock
from clients.models import Couple, Partner, Separation, Telling
from sessions.models import Appointment, Note
from sessions.rules.parting import Loose, RecordFacts


def record_facts(couple: Couple, at: datetime) -> RecordFacts:
    """What is left half-done in a couple's record, the oldest first: two queries."""
    rows = Appointment.objects.filter(couple=couple).select_related("step").order_by("starts_at")
    signed = Note.objects.exclude(signed_at=None).values("appointment")
    unended = rows.filter(state=Appointment.State.BOOKED, starts_at__lte=at)
    unsigned = rows.filter(state=Appointment.State.COMPLETED).exclude(pk__in=signed)
    return RecordFacts(unended=[_loose(one) for one in unended], unsigned=[_loose(one) for one in unsigned])


def _loose(appointment: Appointment) -> Loose:
    day = formatted(appointment.starts_at.astimezone(clock.practice_zone()), "j F")
    return Loose(appointment.pk, str(appointment.step), day)


def dates_to_come(couple: Couple, at: datetime) -> QuerySet[Appointment]:
    """The couple's booked dates that are still to come."""
    return Appointment.objects.to_come(at).filter(couple=couple).order_by("starts_at")


def latest_tellings(separation: Separation) -> dict[Partner, Telling | None]:
    """What is written down of telling each of the two, in the couple's order; the latest row counts."""
    rows = {one.partner_id: one for one in separation.tellings.select_related("by").order_by("at")}
    return {partner: rows.get(partner.pk) for partner in separation.couple.partners()}


def untold(separation: Separation) -> list[str]:
    """Who of the two has not been told yet."""
    return [partner.called for partner, telling in latest_tellings(separation).items() if telling is None]
