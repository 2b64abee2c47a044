"""What is known inside one session: each person's doses and readings, and the log in the order of the clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from accounts.models import Credential
from clients.models import Partner, Referral
from sessions.gather.gate import names_of
from sessions.models import Appointment, Dose, DosingStart, Leaving, LogEntry, Reading, Role, TherapySession
from sessions.rules.leaving import InRoom, OtherFacts
from sessions.rules.log import LABELS
from sessions.rules.phases import DoseFacts, milligrams

# A line written this long after it happened says so.
LATE = timedelta(minutes=2)


@dataclass(frozen=True)
class Line:
    """One line of the log: when it happened, of whom, what, and whether it was written down later."""

    at: datetime
    person_id: UUID
    name: str
    text: str
    late: bool
    off_gate: bool = False


def dose_facts(rows: Iterable[Dose]) -> list[DoseFacts]:
    return [DoseFacts(row.at, row.route) for row in rows]


def doses_of(therapy_session: TherapySession, person: Partner) -> list[DoseFacts]:
    """This person's doses in this session, by the clock."""
    return dose_facts(Dose.objects.filter(therapy_session=therapy_session, person=person).order_by("at"))


def other_of(therapy_session: TherapySession, person: Partner) -> OtherFacts | None:
    """The other of the two, there or not: what matters when somebody leaves with them."""
    other = next((one for one in therapy_session.appointment.couple.partners() if one.pk != person.pk), None)
    if other is None:
        return None
    return OtherFacts(
        other.called,
        names_of(other),
        has_dosed=Dose.objects.filter(therapy_session=therapy_session, person=other).exists(),
    )


def leaving_people(therapy_session: TherapySession) -> list[InRoom]:
    """Everybody in the session or with a dose in it, and whether they have left."""
    rows = {"therapy_session": therapy_session}
    dosed = set(Dose.objects.filter(**rows).values_list("person", flat=True))
    left = set(Leaving.objects.filter(**rows).values_list("person", flat=True))
    attendances = therapy_session.appointment.attendances.select_related("person")
    there = [one.person for one in attendances if one.role != Role.ABSENT or one.person_id in dosed]
    return [InRoom(person.called, person.pk in dosed, person.pk in left) for person in there]


def reading_words(row: Reading) -> str:
    saturation = "" if row.saturation is None else f", oxygen {row.saturation}\u00a0%"
    return f"{row.systolic}/{row.diastolic}, pulse {row.pulse}{saturation}"


def dose_words(row: Dose) -> str:
    kind = "booster, " if row.kind == Dose.Kind.BOOSTER else ""
    return f"{kind}{milligrams(row.mg)}, {row.get_route_display().lower()}"


def lines(appointment: Appointment) -> list[Line]:
    """The log of a session, the oldest first, without anything that was asked alone: five queries."""
    found: list[Line] = []

    def add(row: DosingStart | Dose | Reading | LogEntry | Leaving, text: str, *, off_gate: bool = False) -> None:
        late = row.recorded_at - row.at > LATE
        found.append(Line(row.at, row.person_id, row.person.called, text, late, off_gate))

    rows = {"therapy_session": appointment.pk}
    for start in DosingStart.objects.filter(**rows).select_related("person"):
        add(start, f"Started, {start.get_route_display().lower()}")
    for dose in Dose.objects.filter(**rows).select_related("person", "deviation"):
        add(dose, dose_words(dose).capitalize(), off_gate=hasattr(dose, "deviation"))
    for reading in Reading.objects.filter(**rows).select_related("person"):
        add(reading, reading_words(reading))
    for entry in LogEntry.objects.filter(**rows).select_related("person"):
        add(entry, entry.words or LABELS.get(entry.kind, entry.kind))
    for leaving in Leaving.objects.filter(**rows).select_related("person"):
        add(leaving, f"Left with {leaving.leaves_with}")
    return sorted(found, key=lambda line: line.at)


def medicine_lines(appointment: Appointment) -> list[str]:
    """Doses and readings in sentences, for the first draft of a note."""
    doses = Dose.objects.filter(therapy_session=appointment.pk).select_related("person").order_by("at")
    return [f"{dose.person.called}: {dose_words(dose)}, given by {dose.given_by}" for dose in doses]


def prescriber_of(people: Iterable[Partner]) -> Credential | None:
    """Whom to call: the prescriber to whom these people are referred, the latest first."""
    referral = Referral.objects.filter(partner__in=people, ended_at=None).order_by("-made_at").first()
    return Credential.objects.filter(user=referral.prescriber_id).first() if referral else None
