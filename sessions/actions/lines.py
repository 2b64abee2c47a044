"""What every act in the room shares: the session held while it is written in, and one line for one key."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import models, transaction

from accounts.models import User
from clients.models import Partner
from sessions.actions.refusals import FutureTime, SessionOver
from sessions.models import Appointment, TherapySession

Row = TypeVar("Row", bound=models.Model)


def appointment_of(therapy_session: TherapySession, *, held: bool = False) -> Appointment:
    rows = Appointment.objects.select_related("step", "couple", "therapist", "therapy_session")
    if held:
        rows = rows.select_for_update(no_key=True, of=("self",))
    return rows.get(pk=therapy_session.pk)


@contextmanager
def going_on(therapy_session: TherapySession) -> Iterator[TherapySession]:
    """The session as it is now, its appointment held until the end. Raises SessionOver once that has ended."""
    with transaction.atomic():
        appointment = appointment_of(therapy_session, held=True)
        if appointment.state != Appointment.State.BOOKED:
            raise SessionOver
        yield appointment.therapy_session


def about(  # noqa: PLR0917 - the order of every line's own fields
    therapy_session: TherapySession,
    person: Partner,
    by: User,
    at: datetime,
    key: UUID | None,
    happened_at: datetime | None = None,
) -> dict[str, object]:
    """What every line of the room says: of whom, when it happened, when and by whom it was written down."""
    if happened_at is not None and happened_at > at:
        raise FutureTime
    return {
        "id": key or uuid4(),
        "therapy_session": therapy_session,
        "person": person,
        "at": happened_at or at,
        "recorded_at": at,
        "by": by,
    }


def once(rows: models.Manager[Row], row: Row) -> Row:
    """Keep a row under the key that came with its form, so that a double click is one line."""
    before = rows.filter(pk=row.pk).first()
    if before is None:
        row.save(force_insert=True)
    return before or row
