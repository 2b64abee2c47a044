"""The room's two columns: all that the screen shows of each person, in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from django.conf import settings

from accounts import clock
from accounts.models import User
from clients.models import Partner
from screening.gather.reading import sent_answers
from screening.rules.reading import health_sheet
from sessions.gather.gate import known, of_the_day, reading_facts
from sessions.gather.now import staffing_of
from sessions.gather.overrides import GonePast, gone_past_in
from sessions.gather.plan import warnings_for_reader
from sessions.gather.room import Line, dose_facts, dose_words, lines
from sessions.models import Appointment, DayCheck, Dose, DosingStart, Leaving, Reading
from sessions.rules import phases, readings
from sessions.rules.attendee import Attendee, Part
from sessions.rules.blockers import OVERRIDABLE, Blocker, Reader, Reason, worded
from sessions.rules.gate import Given, Staffing, blockers_to_boost, blockers_to_start, both_dose
from sessions.rules.log import DOSING_TAPS, SUPPORT_TAPS, Tap
from sessions.rules.phases import INTRAMUSCULAR
from sessions.rules.warnings import NO_HELPER, Warned, old_reading

PLACES = "ab"
SHOWN_LINES = 3
OneEach = TypeVar("OneEach", DayCheck, DosingStart, Leaving)
Many = TypeVar("Many", Dose, Reading)


@dataclass(frozen=True)
class LastReading:
    """The latest reading: its numbers, its age, and what is to say about it."""

    row: Reading
    age: str
    outside: list[str]
    emergency: str
    recheck: str
    call: str = ""


@dataclass(frozen=True)
class Booster:
    """What stands before a booster of one person now, and the clearance's window by the clock, where it has one."""

    blockers: list[Blocker]
    opens_at: datetime | None
    closes_at: datetime | None
    at: datetime

    @property
    def state(self) -> str:
        """ "early", "open" or "late": by the clock alone; "" without a window."""
        if self.opens_at is None and self.closes_at is None:
            return ""
        if self.opens_at is not None and self.at < self.opens_at:
            return "early"
        return "late" if self.over_at is not None and self.at >= self.over_at else "open"

    @property
    def over_at(self) -> datetime | None:
        """From when on it is too late: the last minute of the window is part of it."""
        return None if self.closes_at is None else self.closes_at + timedelta(minutes=1)

    @property
    def screen_reasons(self) -> list[Reason]:
        """Why to wait, for a screen that both may see."""
        return worded(self.blockers, Reader.ROOM)

    @property
    def true_reasons(self) -> list[Reason]:
        """Why to wait, for the therapist alone."""
        return worded(self.blockers, Reader.THERAPIST)


@dataclass(frozen=True)
class Column:
    """One person in the room. `blockers` is empty once the start was given, and for who does not take the medicine."""

    person: Partner
    place: str
    part: Part
    attendee: Attendee
    check: DayCheck | None
    start: DosingStart | None
    doses: list[Dose]
    left: Leaving | None
    last: LastReading | None
    overdue: int | None
    blockers: list[Blocker]
    lines: list[Line]
    at: datetime
    stay_until: datetime | None = None
    bar: list[phases.Phase] = field(default_factory=list)
    past: list[GonePast] = field(default_factory=list)
    old_reading: str = ""
    booster: Booster | None = None
    warnings: list[str] = field(default_factory=list)

    @property
    def doses_today(self) -> bool:
        """Takes the medicine, or has taken it whatever the part says."""
        return self.part is Part.DOSING or bool(self.doses)

    @property
    def part_words(self) -> str:
        words = {Part.DOSING: "Takes the medicine", Part.WITNESS: "Supports", Part.PRESENT: "Takes part"}
        return words.get(self.part, "Is not there")

    @property
    def first_dose_at(self) -> datetime | None:
        return self.doses[0].at if self.doses else None

    @property
    def elapsed(self) -> str:
        return phases.clock(phases.minutes_between(self.doses[0].at, self.at)) if self.doses else ""

    @property
    def phase(self) -> str:
        return phases.phase_words(dose_facts(self.doses), self.at)

    @property
    def next_due(self) -> datetime | None:
        """When the next reading falls due."""
        return phases.next_due_reading(dose_facts(self.doses), self.at, schedule_of(self.attendee))

    @property
    def stay_left(self) -> str:
        """How much of the stay is to come, "0:31"; empty once it is over."""
        if self.stay_until is None or self.at >= self.stay_until:
            return ""
        return phases.clock(-phases.minutes_between(self.stay_until, self.at))

    @property
    def total(self) -> str:
        """What was taken today, boosters included."""
        return phases.milligrams(sum((dose.mg for dose in self.doses), Decimal())) if self.doses else ""

    @property
    def most(self) -> str:
        """What the clearance allows."""
        clearance = self.attendee.facts.clearance
        if clearance is None:
            return ""
        most = clearance.max_booster_mg
        booster = f"booster up to {phases.milligrams(most)}{self._window}" if most else "no booster"
        return f"up to {phases.milligrams(clearance.max_dose_mg)}, {booster}"

    @property
    def _window(self) -> str:
        """When a booster may follow the first dose, in words and minutes."""
        clearance = self.attendee.facts.clearance
        since, until = (clearance.booster_from, clearance.booster_until) if clearance else (None, None)
        if since and until:
            return f" from {since} to {until} minutes"
        return f" from {since} minutes" if since else f" within {until} minutes" if until else ""

    @property
    def routes(self) -> list[str]:
        clearance = self.attendee.facts.clearance
        return sorted(clearance.routes) if clearance else []

    @property
    def taps(self) -> Sequence[Tap]:
        return DOSING_TAPS if self.doses_today else SUPPORT_TAPS

    @property
    def last_lines(self) -> list[Line]:
        """The newest lines of the log, the newest first."""
        return self.lines[: -SHOWN_LINES - 1 : -1]

    @property
    def earlier_lines(self) -> list[Line]:
        return self.lines[:-SHOWN_LINES]

    @property
    def screen_reasons(self) -> list[Reason]:
        """Why the start is closed, for a screen that both may see."""
        return worded(self.blockers, Reader.ROOM)

    @property
    def may_go_past(self) -> bool:
        """Whether one of the stops leaves room to go past it."""
        return any(one.kind.key in OVERRIDABLE for one in self.blockers)

    @property
    def true_reasons(self) -> list[Reason]:
        """Why the start is closed, for the therapist alone."""
        return worded(self.blockers, Reader.THERAPIST)


@dataclass(frozen=True)
class Sheet:
    """What an ambulance asks about one person."""

    name: str
    born: str
    allergies: list[str]
    medicines: str
    taken: list[str]
    goes_home_with: str
    to_call: str


def room_columns(appointment: Appointment, at: datetime) -> list[Column]:
    """Both people of this session, in the couple's own order."""
    zone = clock.practice_zone()
    day = at.astimezone(zone).date()
    attendances = {one.person_id: one for one in appointment.attendances.select_related("person")}
    people = [one for one in appointment.couple.partners() if one.pk in attendances]
    facts_of = known(people, at)
    parts = {one.pk: attendances[one.pk].role for one in people}
    attendees = of_the_day(facts_of.attendees(parts, appointment.pk), appointment, day, zone)
    rows = {"therapy_session": appointment.pk}
    checks = _latest(DayCheck.objects.filter(**rows).order_by("at", "recorded_at"))
    starts = _latest(DosingStart.objects.filter(**rows))
    left = _latest(Leaving.objects.filter(**rows))
    doses = _grouped(Dose.objects.filter(**rows).order_by("at", "recorded_at"))
    taken = _grouped(Reading.objects.filter(**rows).order_by("at", "recorded_at"))
    log, past = lines(appointment), gone_past_in(appointment)
    most = timedelta(minutes=settings.KAP["READING_MINUTES"])
    staffing = staffing_of(appointment.therapy_session)
    found = []
    for place, attendee in zip(PLACES, attendees, strict=False):
        person = attendances[attendee.facts.person_id].person
        own_doses, own_readings = doses.get(person.pk, []), taken.get(person.pk, [])
        facts = dose_facts(own_doses)
        closed = attendee.doses and person.pk not in starts
        found.append(
            Column(
                person=person,
                place=place,
                part=attendee.part,
                attendee=attendee,
                check=checks.get(person.pk),
                start=starts.get(person.pk),
                doses=own_doses,
                left=left.get(person.pk),
                last=_last(own_readings, attendee, at, dosed=bool(own_doses)),
                overdue=phases.overdue_reading(facts, [one.at for one in own_readings], at, schedule_of(attendee)),
                blockers=blockers_to_start(person.pk, attendees, day, staffing=staffing) if closed else [],
                lines=[line for line in log if line.person_id == person.pk],
                at=at,
                stay_until=phases.earliest_leaving(facts, stay_of(attendee)),
                bar=phases.phases(facts, at),
                past=[one for one in past if one.person_id == person.pk],
                old_reading=_old(attendee, at, most) if closed else "",
                booster=_booster(attendee, attendees, own_doses, at, staffing),
                warnings=warnings_for_reader(facts_of, appointment, {person.pk: attendee.part}, at, Reader.THERAPIST)
                if closed
                else [],
            )
        )
    return found


def _old(attendee: Attendee, at: datetime, most: timedelta) -> str:
    found = old_reading(attendee, at, most)
    return found.words_for(Reader.THERAPIST) if found else ""


def _booster(
    one: Attendee, attendees: Sequence[Attendee], doses: Sequence[Dose], at: datetime, staffing: Staffing
) -> Booster | None:
    """None where no first dose was taken; a booster follows one."""
    if not doses:
        return None
    first = doses[0]
    taken = sum((dose.mg for dose in doses if dose.kind == Dose.Kind.BOOSTER), Decimal())
    so_far = Given(first.route, taken, is_booster=True, minutes=phases.minutes_between(first.at, at))
    clearance = one.facts.clearance
    since, until = (clearance.booster_from, clearance.booster_until) if clearance else (None, None)
    return Booster(
        blockers_to_boost(one.facts.person_id, attendees, clock.day_of(at), so_far, staffing),
        None if since is None else first.at + timedelta(minutes=since),
        None if until is None else first.at + timedelta(minutes=until),
        at,
    )


def _last(rows: Sequence[Reading], attendee: Attendee, at: datetime, *, dosed: bool) -> LastReading | None:
    if not rows:
        return None
    limits = readings.limits_of(attendee.facts.clearance)
    facts = [one for one in map(reading_facts, rows) if one is not None]
    high = sum(bool(readings.outside(one, limits)) for one in facts)
    outside = readings.outside(facts[-1], limits)
    return LastReading(
        row=rows[-1],
        age=phases.age_words(rows[-1].at, at),
        outside=outside,
        emergency=readings.emergency(facts[-1]),
        recheck=readings.recheck_words(high) if outside and not dosed else "",
        call=readings.call(facts[-1], limits),
    )


def schedule_of(attendee: Attendee) -> phases.Schedule:
    """When readings of this person are due, by route."""
    clearance = attendee.facts.clearance
    return phases.schedule_of(clearance.readings if clearance else {})


def stay_of(attendee: Attendee) -> int:
    """How long this person stays after the last dose, in minutes."""
    clearance = attendee.facts.clearance
    return phases.stay_of(clearance.stay_minutes if clearance else None, settings.KAP["STAY_MINUTES"])


def _latest(rows: Iterable[OneEach]) -> dict[UUID, OneEach]:
    return {row.person_id: row for row in rows}


def _grouped(rows: Iterable[Many]) -> dict[UUID, list[Many]]:
    found: dict[UUID, list[Many]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)
    return found


def second_staff_warning(appointment: Appointment, columns: Sequence[Column]) -> str:
    """What the practice's setting asks to be said when both take the medicine and nobody helps."""
    both = both_dose([column.attendee for column in columns])
    if settings.KAP["SECOND_STAFF"] == "off" or not both or appointment.therapy_session.helper_name:
        return ""
    return Warned(NO_HELPER).words_for(Reader.THERAPIST)


def asks_for_medical_person(columns: Sequence[Column]) -> bool:
    """Whether somebody's clearance allows an injection, or asks for a licensed medical person in any case."""
    clearances = [column.attendee.facts.clearance for column in columns if column.attendee.doses]
    return any(one is not None and (one.medical_present or INTRAMUSCULAR in one.routes) for one in clearances)


def emergency_sheets(columns: Sequence[Column], reader: User) -> list[Sheet]:
    """What an ambulance asks, for everybody who is there; two queries a person."""
    return [_sheet(column, reader) for column in columns if column.part is not Part.ABSENT]


def _sheet(column: Column, reader: User) -> Sheet:
    said = health_sheet(sent_answers(column.person, reader))
    return Sheet(
        name=column.person.legal_name,
        born=f"{column.person.birth_date:%B} {column.person.birth_date.day}, {column.person.birth_date.year}",
        allergies=[f"{name}: {words}" for name, words in said.allergies] or [said.no_allergies],
        medicines="; ".join(f"{name} {words}" for name, words in said.medicines) or said.no_medicines,
        taken=[f"Ketamine {dose_words(dose)}" for dose in column.doses],
        goes_home_with=column.check.ride_name if column.check else "",
        to_call=column.check.contact if column.check else "",
    )
