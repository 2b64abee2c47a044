"""Several dates at once: all of them, or none."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from clients.models import Couple, Partner
from sessions.actions.booking import book
from sessions.actions.refusals import NotReady, Refused
from sessions.models import Appointment, PlanStep, Role


class NotAll(Exception):
    """Nothing was booked; `refused` holds for each step that could not be what stood in its way."""

    def __init__(self, refused: Mapping[UUID, NotReady | Refused]) -> None:
        super().__init__(f"{len(refused)} of the dates cannot be booked")
        self.refused = dict(refused)


def book_all(
    *, couple: Couple, dates: Mapping[PlanStep, datetime], roles: Mapping[Partner, Role], by: User, at: datetime
) -> list[Appointment]:
    """Give each of these steps its time; the gate is judged for each ketamine session as `book` judges it.

    Raises NotAll, and then nothing is booked.
    """
    made: list[Appointment] = []
    refused: dict[UUID, NotReady | Refused] = {}
    with transaction.atomic():
        for step, starts_at in dates.items():
            try:
                made.append(book(couple=couple, step=step, starts_at=starts_at, roles=roles, by=by, at=at))
            except (NotReady, Refused) as refusal:
                refused[step.pk] = refusal
        if refused:
            raise NotAll(refused)
    return made
