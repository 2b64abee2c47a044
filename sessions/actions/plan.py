"""A couple's plan: made once from the practice's own, before anything is booked."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from clients.models import Couple
from sessions.models import PlanStep
from sessions.rules.plan import default_plan


def make_plan(*, couple: Couple, by: User, at: datetime) -> list[PlanStep]:
    """Give a couple the default plan; a couple that has one keeps it."""
    with transaction.atomic():
        Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)
        existing = list(PlanStep.objects.filter(couple=couple).order_by("position"))
        if existing:
            return existing
        people = dict(couple.memberships.filter(until=None).values_list("place", "partner"))
        return PlanStep.objects.bulk_create(
            PlanStep(
                couple=couple, position=position, kind=step.kind, number=step.number, person_id=people.get(step.place)
            )
            for position, step in enumerate(default_plan(), start=1)
        )
