"""Where a couple stands on their plan, for the couple's page and for Today."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from accounts import clock
from accounts.models import User
from accounts.policy import Permission, may
from clients.models import Couple, Partner
from screening.rules.change import asking_for
from sessions.gather.gate import Known, dosing_events, known, parts_of
from sessions.models import Appointment, Attendance, PlanStep, Role, StepKind
from sessions.rules.attendee import Attendee
from sessions.rules.blockers import Blocker, Reader
from sessions.rules.gate import blockers_to_book
from sessions.rules.plan import plan_warnings, short_label
from sessions.rules.warnings import MEDICAL_NEEDED, USES_UP, Warned, warnings_to_book
from sessions.rules.warnings import worded as worded_warnings

MINOR = frozenset({StepKind.CONSULT, StepKind.INTAKE, StepKind.PREPARATION, StepKind.INTEGRATION})


@dataclass(frozen=True)
class RailNode:
    """One node of the pathway rail. State: done, next, today, booked, hold or not_yet."""

    step: PlanStep
    label: str
    name: str
    state: str
    appointment: Appointment | None
    roles: str
    note: str = ""
    url: str = ""
    minor: bool = False
    current: bool = False


@dataclass(frozen=True)
class SessionRatio:
    """Where a couple is among its ketamine sessions, and each person's own count of sessions with the medicine."""

    number: int
    of: int
    own: tuple[tuple[str, int], ...]

    @property
    def words(self) -> str:
        """ "Session 3 of 8; Sam's 2nd": the couple's count and each person's own are two things."""
        own = ", ".join(f"{name}'s {ordinal(count)}" for name, count in self.own)
        return f"Session {self.number} of {self.of}" + (f"; {own}" if own else "")


def ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def steps_of(couple: Couple) -> list[PlanStep]:
    return list(PlanStep.objects.filter(couple=couple).select_related("person").order_by("position"))


def step_name(step: PlanStep, of: int = 0) -> str:
    """What the practice calls a step: "Ketamine 3 of 8", "Private intake, Ann"."""
    if step.person_id is not None and step.person is not None:
        return f"{step}, {step.person.called}"
    return f"{step} of {of}" if of and step.kind == StepKind.KETAMINE else str(step)


def current_appointments(couple: Couple) -> dict[UUID, Appointment]:
    """The appointment that carries out each step, with its people: two queries."""
    rows = Appointment.objects.of_step().filter(couple=couple).prefetch_related("attendances__person")
    return {row.step_id: row for row in rows}


def roles_words(attendances: Iterable[Attendance]) -> str:
    """Who does what: "Ann takes it, Ben supports"."""
    words = {Role.DOSING: "takes it", Role.WITNESS: "supports", Role.ABSENT: "is not there"}
    parts = [(one.person.called, words.get(Role(one.role), "")) for one in attendances]
    if len(parts) == 2 and {one for _, one in parts} == {"takes it"}:
        return "Both take it"
    return ", ".join(f"{name} {what}" for name, what in sorted(parts) if what)


def next_of(steps: Sequence[PlanStep], appointments: dict[UUID, Appointment]) -> PlanStep | None:
    """The first step that has not taken place."""
    done = {pk for pk, one in appointments.items() if one.state == Appointment.State.COMPLETED}
    return next((step for step in steps if step.pk not in done), None)


def rail(couple: Couple, user: User, at: datetime) -> list[RailNode]:
    """The couple's plan as nodes, in a fixed number of queries. The next ketamine step is judged by the gate."""
    steps, appointments = steps_of(couple), current_appointments(couple)
    following = next_of(steps, appointments)
    closed = bool(_blockers(couple, following, appointments, at))
    zone = clock.practice_zone()
    today = at.astimezone(zone).date()

    def state(step: PlanStep, appointment: Appointment | None) -> str:
        is_next = step == following
        if appointment is None:
            return "hold" if is_next and closed else "next" if is_next else "not_yet"
        if appointment.state == Appointment.State.COMPLETED:
            return "done"
        if is_next and closed:
            return "hold"
        return "today" if appointment.starts_at.astimezone(zone).date() == today else "booked"

    found = []
    for step in steps:
        appointment = appointments.get(step.pk)
        start = appointment.starts_at.astimezone(zone) if appointment else None
        found.append(
            RailNode(
                step=step,
                label=short_label(step.kind, step.number),
                name=step_name(step),
                state=state(step, appointment),
                appointment=appointment,
                roles=roles_words(appointment.attendances.all())
                if appointment and step.kind == StepKind.KETAMINE
                else "",
                note=f"{start.day} {start:%b}" if start else step.person.called if step.person else "",
                url=_url(couple, step, appointment, user),
                minor=step.kind in MINOR,
                current=step == following,
            )
        )
    return found


def _url(couple: Couple, step: PlanStep, appointment: Appointment | None, user: User) -> str:
    if not may(user, Permission.BOOK):
        return ""
    return reverse("appointment", args=[appointment.pk]) if appointment else reverse("book", args=[couple.pk, step.pk])


def warnings_of_plan(couple: Couple) -> list[str]:
    """What is worth a second look in this couple's plan."""
    return plan_warnings([step.kind for step in steps_of(couple)])


def next_step(couple: Couple) -> PlanStep | None:
    """The first step of the plan that has not taken place: three queries."""
    return next_of(steps_of(couple), current_appointments(couple))


def next_step_blockers(couple: Couple, user: User, at: datetime) -> list[Blocker]:
    """What stands before the couple's next step, as the gate judges it for whoever acts; none for a talking step.

    Word them with `rules.blockers.worded` for the reader. While nobody's part is chosen, both take the medicine.
    """
    appointments = current_appointments(couple)
    return _blockers(couple, next_of(steps_of(couple), appointments), appointments, at)


def _blockers(
    couple: Couple, step: PlanStep | None, appointments: dict[UUID, Appointment], at: datetime
) -> list[Blocker]:
    if step is None or step.kind != StepKind.KETAMINE:
        return []
    partners = couple.partners()
    return blockers_of(known(partners, at), partners, appointments.get(step.pk), at)


def blockers_of(
    facts: Known, partners: Sequence[Partner], appointment: Appointment | None, at: datetime
) -> list[Blocker]:
    """The gate for one ketamine session, on its own day, or today while it has none."""
    day = clock.day_of(appointment.starts_at if appointment else at)
    if appointment is None:
        return blockers_to_book(facts.attendees({one.pk: Role.DOSING for one in partners}), day)
    return blockers_to_book(facts.attendees(parts_of(appointment.attendances.all()), appointment.pk), day)


def warnings_of(facts: Known, appointment: Appointment, parts: Mapping[UUID, str], at: datetime) -> list[Warned]:
    """What is worth knowing of one date, beside what stops it and what `Known.beyond` says of the dates before it."""
    attendees = facts.attendees(parts, appointment.pk)
    day = clock.day_of(appointment.starts_at)
    before = {
        person: dates.index(appointment.pk) if appointment.pk in dates else 0  # what has begun has none before it
        for person, dates in facts.ahead.items()
    }
    found = warnings_for(attendees, day, clock.day_of(at), before, asked_since=asked_since(appointment.starts_at, at))
    said_elsewhere = [USES_UP]
    if hasattr(appointment, "therapy_session"):
        said_elsewhere.append(MEDICAL_NEEDED)  # a stop, once the room is open
    return [one for one in found if one.kind not in said_elsewhere]


def warnings_for_reader(
    facts: Known, appointment: Appointment, parts: Mapping[UUID, str], at: datetime, reader: Reader
) -> list[str]:
    """Everything worth knowing of one date and of these people's parts in it, in this reader's words."""
    return facts.beyond(parts, appointment.pk) + worded_warnings(warnings_of(facts, appointment, parts, at), reader)


def asked_since(starts_at: datetime, at: datetime) -> datetime | None:
    """From when on somebody is asked whether anything has changed before this date; None while it is not yet."""
    opens = asking_for(starts_at, ()).opens_at.astimezone(clock.practice_zone())
    return opens if opens <= at else None


def warnings_for(
    attendees: Sequence[Attendee],
    day: date,
    today: date,
    booked_ahead: Mapping[UUID, int],
    *,
    asked_since: datetime | None = None,
) -> list[Warned]:
    """The same for any day and parts, by the practice's settings."""
    return warnings_to_book(
        attendees,
        day,
        today,
        booked_ahead,
        answers_days=settings.KAP["ANSWER_DAYS"],
        asked_since=asked_since,
    )


def session_ratio(couple: Couple) -> SessionRatio | None:
    """The couple's next ketamine session among all, and which it is for each person; None when all are done."""
    steps, appointments = steps_of(couple), current_appointments(couple)
    ketamine = [step for step in steps if step.kind == StepKind.KETAMINE]
    following = next_of(ketamine, appointments)
    if following is None:
        return None
    partners = couple.partners()
    events = dosing_events([one.pk for one in partners])
    appointment = appointments.get(following.pk)
    dosing = (
        {one.person_id for one in appointment.attendances.all() if one.role == Role.DOSING} if appointment else set()
    )
    own = [
        (
            one.called,
            len({session for session, _ in events.get(one.pk, []) if appointment is None or session != appointment.pk})
            + 1,
        )
        for one in partners
        if one.pk in dosing or not dosing
    ]
    return SessionRatio(following.number, len(ketamine), tuple(own))
