"""The gate of one session at this moment, with the answers, readings and overrides of today."""

from datetime import datetime

from django.conf import settings

from accounts import clock
from clients.models import Partner
from sessions.gather.gate import known, of_the_day, parts_of
from sessions.models import Appointment, TherapySession
from sessions.rules import blockers as kinds
from sessions.rules import gate
from sessions.rules.blockers import Blocker
from sessions.rules.gate import Attendee, Staffing


def blockers_now(appointment: Appointment, person: Partner, at: datetime, *, route: str = "") -> list[Blocker]:
    """What stands before this person's start at this moment, by the route chosen."""
    if appointment.became_talking_at is not None:
        return [Blocker(kinds.TALKING_DAY)]
    return gate.blockers_to_start(
        person.pk,
        attendees_now(appointment, at),
        clock.day_of(at),
        route=route,
        staffing=staffing_of(appointment.therapy_session),
    )


def staffing_of(session: TherapySession) -> Staffing:
    """Who was written down as being there, and what the practice asks for."""
    return Staffing(settings.KAP["SECOND_STAFF"], session.helper_name, session.medical_name)


def attendees_now(appointment: Appointment, at: datetime) -> list[Attendee]:
    """Both people with today's answers and readings, as the gate judges them."""
    attendances = list(appointment.attendances.select_related("person"))
    attendees = known([one.person for one in attendances], at).attendees(parts_of(attendances), appointment.pk)
    return of_the_day(attendees, appointment, clock.day_of(at), clock.practice_zone())
