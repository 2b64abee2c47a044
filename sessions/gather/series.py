"""What the planning of several dates at once knows: the steps left, and what stands against a time."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts import clock
from accounts.models import User
from clients.models import Couple
from sessions.gather.hours import closed_days, closed_for, opening_hours
from sessions.gather.plan import steps_of
from sessions.models import Appointment, Attendance, PlanStep, Role, StepKind
from sessions.rules.hours import Closed, Hours, against
from sessions.rules.times import Block, moments_of

IN_A_ROW = frozenset({StepKind.KETAMINE, StepKind.INTEGRATION})
# So far ahead a plan can reach: two years hold eight sessions at any rhythm that is offered.
HORIZON = timedelta(days=2 * 366)


def steps_to_date(couple: Couple) -> list[PlanStep]:
    """The ketamine and integration sessions of the plan that have no date, in order: two queries."""
    dated = set(Appointment.objects.of_step().filter(couple=couple).values_list("step", flat=True))
    return [one for one in steps_of(couple) if one.kind in IN_A_ROW and one.pk not in dated]


@dataclass(frozen=True)
class TimesTaken:
    """Everything that a date of this couple can meet, read once."""

    zone: ZoneInfo
    hours: Hours
    closed: list[Closed]
    taken: list[tuple[datetime, datetime, str]]
    blocks: dict[str, Block]
    now: datetime

    def against(self, kind: str, day: date, at: time) -> str:
        """What stands against a step of this kind on this day, as a sentence; empty where nothing does."""
        moments = moments_of(day, at, self.zone)
        if len(moments) != 1:
            return "The clocks change over this hour on that day."
        start, block = moments[0], self.blocks[kind]
        if start <= self.now:
            return "This time is over."
        met = self._met(start, start + timedelta(minutes=block.minutes + block.buffer))
        return " ".join(one for one in (self.outside(kind, start), met) if one)

    def outside(self, kind: str, start: datetime) -> str:
        """Which hours, holidays or absences speak against it."""
        until = start + timedelta(minutes=self.blocks[kind].minutes)
        return " ".join(against(start, until, self.zone, self.hours, self.closed))

    def _met(self, start: datetime, until: datetime) -> str:
        busy = (name for since, end, name in self.taken if since < until and end > start)
        return next((f"{name} is busy then." for name in busy), "")


def times_taken(couple: Couple, therapist: User, blocks: dict[str, Block], at: datetime) -> TimesTaken:
    """Hours, closed days, and when the therapist or one of the two is busy: five queries."""
    today = clock.day_of(at)
    rows = closed_days(today, today + HORIZON)
    hers = Appointment.objects.to_come(at).filter(therapist=therapist).values_list("starts_at", "busy_until")
    taken = [(since, until, therapist.name) for since, until in hers]
    people = {one.pk: one for one in couple.partners()}
    theirs = Attendance.objects.filter(person__in=people, cancelled=False, ends_at__gt=at).exclude(role=Role.ABSENT)
    taken += [
        (since, until, people[person].called)
        for person, since, until in theirs.values_list("person", "starts_at", "ends_at")
    ]
    return TimesTaken(clock.practice_zone(), opening_hours(), closed_for(rows, therapist.pk), taken, blocks, at)
