"""What a day holds and what waits, for Today, the list of couples and a partner's own page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Prefetch, QuerySet

from accounts import clock
from accounts.models import User
from accounts.policy import Permission, may
from clients.models import Couple
from sessions.gather.gate import known
from sessions.gather.plan import blockers_of, roles_words, step_name
from sessions.models import Appointment, Deviation, Note, PlanStep, Role, StepKind
from sessions.rules.blockers import Reader, Reason, worded

# So long before its start people may sit before the same screen, and the room of a session is offered.
EARLY = timedelta(minutes=45)


@dataclass(frozen=True)
class AgendaRow:
    """One appointment of a day: whose, which step, who does what, and what stands in the way in the reader's words."""

    appointment: Appointment
    names: str
    label: str
    roles: str
    reasons: list[Reason]
    is_ketamine: bool
    has_room: bool

    @property
    def is_ready(self) -> bool:
        return not self.reasons


def reader_of(user: User) -> Reader:
    return Reader(user.role)


def bounds_of(day: date) -> tuple[datetime, datetime]:
    """The first moment of a local day and of the next; a day of the clock change is shorter or longer."""
    zone = clock.practice_zone()
    return datetime.combine(day, time(), zone), datetime.combine(day + timedelta(days=1), time(), zone)


def with_people(rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """Appointments with all that their rows on a page read."""
    couples = Prefetch("couple", queryset=Couple.objects.with_partners())
    return rows.select_related("step__person", "therapist", "room", "therapy_session").prefetch_related(
        couples, "attendances__person"
    )


def agenda(user: User, day: date, at: datetime) -> list[AgendaRow]:
    """The day's appointments that this user may see, by the clock, in a fixed number of queries.

    A ketamine session that has not taken place is judged by the gate for that day.
    """
    start, end = bounds_of(day)
    appointments = Appointment.objects.visible_to(user).standing()
    return _rows(appointments.filter(starts_at__gte=start, starts_at__lt=end), user, at)


def _rows(appointments: QuerySet[Appointment], user: User, at: datetime) -> list[AgendaRow]:
    rows = list(with_people(appointments).order_by("starts_at"))
    judged = [one for one in rows if is_judged(one)]
    facts = known({person.pk: person for one in judged for person in one.couple.partners()}.values(), at)
    counts = ketamine_counts(one.couple_id for one in rows)
    return [
        AgendaRow(
            appointment=one,
            names=names_there(one),
            label=label_of(one, counts),
            roles=roles_words(one.attendances.all()) if one.step.kind == StepKind.KETAMINE else "",
            reasons=worded(blockers_of(facts, one.couple.partners(), one, at), reader_of(user))
            if one in judged
            else [],
            is_ketamine=is_ketamine_day(one),
            has_room=hasattr(one, "therapy_session"),
        )
        for one in rows
    ]


def dates_of(couple: Couple, user: User, at: datetime) -> list[AgendaRow]:
    """Every date of a couple that this user may see, the cancelled ones too, by the clock; see `agenda`."""
    return _rows(Appointment.objects.visible_to(user).filter(couple=couple), user, at)


def is_ketamine_day(appointment: Appointment) -> bool:
    return appointment.step.kind == StepKind.KETAMINE and appointment.became_talking_at is None


def is_going_on(appointment: Appointment, at: datetime) -> bool:
    """Whether people are, or are about to be, together in this appointment: then nothing private stands open."""
    booked = appointment.state == Appointment.State.BOOKED
    return booked and appointment.starts_at - EARLY <= at < appointment.busy_until


def is_judged(appointment: Appointment) -> bool:
    """Whether the gate still has a say: a ketamine session that has neither taken place nor become a talking day."""
    return is_ketamine_day(appointment) and appointment.state == Appointment.State.BOOKED


def names_there(appointment: Appointment) -> str:
    """Who comes, in the couple's own order: both, or one alone."""
    there = {one.person_id for one in appointment.attendances.all() if one.role != Role.ABSENT}
    return " & ".join(one.called for one in appointment.couple.partners() if one.pk in there)


def label_of(appointment: Appointment, counts: dict[UUID, int]) -> str:
    """ "Ketamine 3 of 8", or "Talking day (Ketamine 3)"."""
    if appointment.became_talking_at is not None:
        return f"Talking day ({appointment.step})"
    return step_name(appointment.step, counts.get(appointment.couple_id, 0))


def ketamine_counts(couples: Iterable[UUID]) -> dict[UUID, int]:
    """How many ketamine sessions each couple's plan has: one query."""
    steps = PlanStep.objects.filter(couple__in=list(couples), kind=StepKind.KETAMINE)
    return dict(steps.values_list("couple").annotate(Count("pk")))


def next_dates(couples: Sequence[Couple], at: datetime) -> dict[UUID, Appointment]:
    """The next date of each couple, with its step: one query."""
    rows = Appointment.objects.to_come(at).filter(couple__in=couples).select_related("step")
    return {one.couple_id: one for one in rows.order_by("couple", "starts_at").distinct("couple")}


def unsigned_notes(user: User) -> list[Appointment]:
    """Completed appointments without a signed note, the oldest first; for those who write notes."""
    if not may(user, Permission.WRITE_NOTES):
        return []
    signed = Note.objects.exclude(signed_at=None).values("appointment")
    rows = Appointment.objects.visible_to(user).filter(state=Appointment.State.COMPLETED).exclude(pk__in=signed)
    return list(with_people(rows).order_by("starts_at"))


def deviations_to_review(user: User) -> list[Deviation]:
    """Doses that stood outside the gate and that nobody has looked at yet, the oldest first."""
    rows = Deviation.objects.visible_to(user).to_review().select_related("dose__person", "dose__therapy_session")
    return list(rows.order_by("dose__at"))
