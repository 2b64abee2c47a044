"""Rows turned into the facts that the gate judges, in a fixed number of queries for any number of people."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Max

from accounts import clock
from clients.models import Partner
from screening.gather import person_facts
from screening.rules import PersonFacts
from sessions.models import Appointment, Attendance, DayCheck, Override, Reading, Role, StepKind
from sessions.rules.attendee import Attendee, DayCheckFacts, Part
from sessions.rules.readings import ReadingFacts

DOSING_EVENTS = "select person_id, therapy_session_id, at from kap_dosing_events(%s)"
Events = dict[UUID, list[tuple[UUID, datetime]]]
Booked = dict[UUID, list[UUID]]
Moments = dict[UUID, datetime]


@dataclass(frozen=True)
class Known:
    """What is known of several people at one moment, ready to be asked about any of their appointments."""

    facts: dict[UUID, PersonFacts]
    dosing: Events
    ahead: Booked
    called: dict[UUID, frozenset[str]]
    integrated: Moments

    def attendees(self, parts: Mapping[UUID, str], appointment_id: UUID | None = None) -> list[Attendee]:
        """The people of one session, with the parts given. Its own doses and date do not count against it."""
        return [
            Attendee(
                facts=self.facts[person],
                part=Part(part),
                sessions_used=self._used(person, appointment_id),
                called=self.called[person],
                last_dose_at=self._last_dose(person, appointment_id),
                integrated_at=self.integrated.get(person),
            )
            for person, part in parts.items()
        ]

    def booked_ahead(self, appointment_id: UUID | None = None) -> dict[UUID, int]:
        """How many ketamine sessions each person has before them, this one left out."""
        return {person: sum(one != appointment_id for one in booked) for person, booked in self.ahead.items()}

    def _last_dose(self, person: UUID, appointment_id: UUID | None) -> datetime | None:
        zone = clock.practice_zone()
        own = (at for session, at in self.dosing.get(person, []) if session != appointment_id)
        last = max(own, default=None)
        return None if last is None else last.astimezone(zone)

    def beyond(self, parts: Mapping[UUID, str], appointment_id: UUID) -> list[str]:
        """Who has more dates than sessions left by this one: a clearance may shrink after a date is set."""
        found = []
        for person, part in parts.items():
            clearance, ahead = self.facts[person].clearance, self.ahead.get(person, [])
            if part != Part.DOSING or clearance is None or appointment_id not in ahead:
                continue
            before = ahead.index(appointment_id)
            used = self._used(person, appointment_id)
            if used < clearance.sessions <= used + before:
                found.append(f"{self.facts[person].name}: the dates before this one use up the clearance.")
        return found

    def _used(self, person: UUID, appointment_id: UUID | None) -> int:
        clearance = self.facts[person].clearance
        if clearance is None:
            return 0
        events = self.dosing.get(person, [])
        return len({session for session, at in events if at > clearance.given_at and session != appointment_id})


def known(people: Iterable[Partner], at: datetime) -> Known:
    """Facts, counts and names of these people: nine queries."""
    partners = {partner.pk: partner for partner in people}
    return Known(
        facts=person_facts(list(partners.values())),
        dosing=dosing_events(partners),
        ahead=_ahead(partners, at),
        called={pk: names_of(partner) for pk, partner in partners.items()},
        integrated=_integrated(partners),
    )


def dosing_events(people: Iterable[UUID]) -> Events:
    """Each person's doses, and starts in a session that is still going on, as (session, moment): one query.

    By a function of the database, since the office counts a clearance's sessions and reads no dose.
    """
    found: Events = {}
    with connection.cursor() as cursor:
        cursor.execute(DOSING_EVENTS, [list(people)])
        for person, session, at in cursor.fetchall():
            found.setdefault(person, []).append((session, at))
    return found


def dosed(appointments: Iterable[UUID]) -> set[UUID]:
    """Those of these appointments in which somebody took the medicine: one query, for whoever charges them."""
    with connection.cursor() as cursor:
        cursor.execute("select kap_dosed(%s)", [list(appointments)])
        return {found for (found,) in cursor.fetchall()}


def _ahead(people: Iterable[UUID], at: datetime) -> Booked:
    booked = Attendance.objects.filter(
        person__in=list(people), role=Role.DOSING, appointment__in=Appointment.objects.to_come(at)
    )
    found: Booked = {}
    for person, appointment in booked.order_by("starts_at").values_list("person", "appointment"):
        found.setdefault(person, []).append(appointment)
    return found


def _integrated(people: Iterable[UUID]) -> Moments:
    """When each person last took part in an integration session: one query."""
    done = Attendance.objects.filter(
        person__in=list(people),
        appointment__state=Appointment.State.COMPLETED,
        appointment__step__kind=StepKind.INTEGRATION,
    ).exclude(role=Role.ABSENT)
    return dict(done.values_list("person").annotate(Max("starts_at")))


def names_of(partner: Partner) -> frozenset[str]:
    """Everything that somebody may write for this person."""
    firsts = {partner.called, partner.legal_first_name}
    return frozenset(firsts | {f"{first} {partner.legal_last_name}" for first in firsts})


def parts_of(attendances: Iterable[Attendance]) -> dict[UUID, str]:
    return {one.person_id: one.role for one in attendances}


def of_the_day(attendees: Sequence[Attendee], appointment: Appointment, day: date, zone: ZoneInfo) -> list[Attendee]:
    """The same people with today's latest answers and reading, and what was gone past today: three queries."""
    rows = {"therapy_session": appointment.pk}
    checks = {
        row.person_id: row
        for row in DayCheck.objects.filter(**rows).order_by("at", "recorded_at")
        if row.at.astimezone(zone).date() == day
    }
    readings = {
        row.person_id: row
        for row in Reading.objects.filter(**rows).order_by("at", "recorded_at")
        if row.at.astimezone(zone).date() == day
    }
    past: dict[UUID, set[tuple[str, str]]] = {}
    for row in Override.objects.filter(**rows):
        if row.at.astimezone(zone).date() == day:
            past.setdefault(row.person_id, set()).add((row.kind, row.fact))
    return [_with_day(one, checks.get(pk), readings.get(pk), past.get(pk, set())) for one, pk in _keyed(attendees)]


def _keyed(attendees: Iterable[Attendee]) -> list[tuple[Attendee, UUID]]:
    return [(one, one.facts.person_id) for one in attendees]


def _with_day(one: Attendee, check: DayCheck | None, reading: Reading | None, past: set[tuple[str, str]]) -> Attendee:
    return replace(
        one,
        day_check=check_facts(check),
        baseline=reading_facts(reading),
        check_id=check.pk if check else None,
        baseline_id=reading.pk if reading else None,
        overrides=frozenset(past),
    )


def check_facts(row: DayCheck | None) -> DayCheckFacts | None:
    if row is None:
        return None
    return DayCheckFacts(**{each.name: getattr(row, each.name) for each in fields(DayCheckFacts)})


def reading_facts(row: Reading | None) -> ReadingFacts | None:
    return None if row is None else ReadingFacts(row.systolic, row.diastolic, row.pulse, row.saturation, row.at)
