"""The demo's appointments: booked, run and written up as the therapist would."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import User
from clients.models import Couple, Partner
from demo.story.telling import as_actor
from screening.models import Route
from sessions import actions
from sessions.actions import DoseOrder
from sessions.models import Appointment, Dose, PlanStep, Role, StepKind, TherapySession
from sessions.rules.gate import DayCheckFacts
from sessions.rules.leaving import QUESTIONS, LeavingFacts
from sessions.rules.readings import ReadingFacts

DRIVERS = {"Ines": "Marta Duarte, her sister", "Sam": "Joel Whitlock, his brother"}
CALM = ((118, 76, 68, 98), (131, 84, 80, 97), (121, 78, 70, 98))


def book(
    couple: Couple,
    kind: StepKind,
    number: int,
    starts_at: datetime,
    *,
    by: User,
    at: datetime,
    roles: Mapping[Partner, Role] | None = None,
) -> Appointment:
    with as_actor(by, at=at):
        step = PlanStep.objects.get(couple=couple, kind=kind, number=number)
        return actions.book(couple=couple, step=step, starts_at=starts_at, roles=roles, by=by, at=at)


def talk(couple: Couple, kind: StepKind, number: int, starts_at: datetime, *, therapist: User, words: str) -> None:
    """A talking step from its booking, five days before, to its signed note."""
    appointment = book(couple, kind, number, starts_at, by=therapist, at=starts_at - timedelta(days=5))
    with as_actor(therapist, at=appointment.ends_at):
        actions.complete(appointment=appointment, by=therapist, at=appointment.ends_at)
    write(appointment, therapist, appointment.ends_at + timedelta(minutes=20), words)


def tell(
    couple: Couple, people: Sequence[Partner], line: str, *, by: User, at: datetime, agreed_on: date | None = None
) -> None:
    """A neutral sentence on these people's start pages, from now on."""
    with as_actor(by):
        actions.plan_line(couple=couple, people=people, line=line, since=at, agreed_on=agreed_on, by=by, at=at)


def write(appointment: Appointment, therapist: User, at: datetime, words: str, *, sign: bool = True) -> None:
    with as_actor(therapist, at=at):
        note = actions.save_note(appointment=appointment, body=words, version=0, by=therapist, at=at)
        if sign:
            actions.sign_note(
                appointment=appointment, version=note.version, by=therapist, at=at + timedelta(minutes=10)
            )


def run(appointment: Appointment, therapist: User, doses: Mapping[Partner, int]) -> None:
    """A ketamine session from the questions of the day to everybody's leaving; `doses` in mg."""
    start = appointment.starts_at
    with as_actor(therapist, at=start + timedelta(minutes=160)):
        held = actions.open_room(appointment=appointment, by=therapist, at=start)
        for person in couple_of(appointment):
            if person in doses:
                check(held, person, therapist, start + timedelta(minutes=6))
                read(held, person, therapist, start + timedelta(minutes=10), CALM[0])
        for person, mg in doses.items():
            take(held, person, therapist, start + timedelta(minutes=25), mg)
        for person in doses:
            jot(held, person, therapist, start + timedelta(minutes=48), "calm")
            read(held, person, therapist, start + timedelta(minutes=65), CALM[1])
            jot(held, person, therapist, start + timedelta(minutes=80), "talking", words="Speaks of the move.")
            read(held, person, therapist, start + timedelta(minutes=148), CALM[2])
            leave(held, person, therapist, start + timedelta(minutes=152))
        actions.complete_session(therapy_session=held, by=therapist, at=start + timedelta(minutes=160))


def couple_of(appointment: Appointment) -> list[Partner]:
    return appointment.couple.partners()


def check(held: TherapySession, person: Partner, therapist: User, at: datetime) -> None:
    answers = DayCheckFacts(
        asked_alone=True,
        goes_ahead=True,
        sober=True,
        well=True,
        fasted=True,
        nothing_new=True,
        ride_name=DRIVERS[person.called],
        other_welcome=True,
    )
    actions.record_day_check(therapy_session=held, person=person, answers=answers, by=therapist, at=at)


def read(
    held: TherapySession, person: Partner, therapist: User, at: datetime, values: tuple[int, int, int, int]
) -> None:
    reading = ReadingFacts(*values)
    actions.record_reading(therapy_session=held, person=person, reading=reading, by=therapist, at=at)


def take(held: TherapySession, person: Partner, therapist: User, at: datetime, mg: int) -> None:
    actions.start_dosing(therapy_session=held, person=person, route=Route.LOZENGE, by=therapist, at=at)
    order = DoseOrder(kind=Dose.Kind.FIRST, route=Route.LOZENGE, mg=Decimal(mg), given_by="Self, observed")
    actions.record_dose(therapy_session=held, person=person, order=order, by=therapist, at=at)


def jot(held: TherapySession, person: Partner, therapist: User, at: datetime, kind: str, *, words: str = "") -> None:
    actions.log(therapy_session=held, person=person, kind=kind, words=words, by=therapist, at=at)


def leave(held: TherapySession, person: Partner, therapist: User, at: datetime) -> None:
    answers = LeavingFacts(dict.fromkeys(QUESTIONS, True), DRIVERS[person.called])
    actions.record_leaving(therapy_session=held, person=person, answers=answers, by=therapist, at=at)


def close(couple: Couple, therapist: User, at: datetime) -> None:
    """The care of a couple comes to its end."""
    with as_actor(therapist):
        actions.close_care(couple=couple, by=therapist, at=at)
