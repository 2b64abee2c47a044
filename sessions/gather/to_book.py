"""Whose next step has no date yet, for whoever looks for somebody to book."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import User
from clients.models import Couple
from sessions.gather.day import ketamine_counts
from sessions.gather.gate import known
from sessions.gather.plan import blockers_of, step_name
from sessions.models import Appointment, PlanStep, StepKind


@dataclass(frozen=True)
class ToBook:
    """A couple and the first step of its plan without a date; `waits` says that the gate is closed for it now."""

    couple: Couple
    step: PlanStep
    label: str
    waits: bool


def to_book(user: User, at: datetime) -> list[ToBook]:
    """By name, in a fixed number of queries for any number of couples. Ketamine is judged as if both took it now."""
    couples = list(Couple.objects.visible_to(user).filter(closed_at=None).with_partners())
    dated = Appointment.objects.of_step().values("step")
    steps = PlanStep.objects.filter(couple__in=couples).exclude(pk__in=dated).select_related("person")
    first: dict[UUID, PlanStep] = {}
    for step in steps.order_by("position"):
        first.setdefault(step.couple_id, step)
    counts = ketamine_counts(first)
    judged = [one for one in couples if one.pk in first and first[one.pk].kind == StepKind.KETAMINE]
    facts = known([person for one in judged for person in one.partners()], at)
    rows = [
        ToBook(
            one,
            first[one.pk],
            step_name(first[one.pk], counts.get(one.pk, 0)),
            waits=one in judged and bool(blockers_of(facts, one.partners(), None, at)),
        )
        for one in couples
        if one.pk in first
    ]
    return sorted(rows, key=lambda row: str(row.couple).casefold())
