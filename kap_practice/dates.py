"""How one appointment stands, in a chip: for Today and for a couple's page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from clients.models import Couple
from sessions.gather import AgendaRow, is_going_on
from sessions.models import Appointment

State = Appointment.State


@dataclass(frozen=True)
class Chip:
    kind: str
    text: str


def chip_of(row: AgendaRow) -> Chip:
    """The state of a date. What still stands before a session is said on its own page, to the right reader."""
    if row.appointment.state == State.COMPLETED:
        return Chip("done", "Done")
    if row.appointment.state == State.CANCELLED:
        return Chip("skipped", "Cancelled")
    if row.has_room:
        return Chip("today", "Going on")
    return Chip("clear", "Ready") if row.is_ready else Chip("waiting", "Not ready yet")


def room_now(rows: Iterable[AgendaRow], at: datetime) -> Appointment | None:
    """The ketamine session to open now: the first that is not over and begins soon, or has begun."""
    found = (row.appointment for row in rows if row.is_ketamine and row.appointment.state == State.BOOKED)
    return next((one for one in sorted(found, key=lambda one: one.starts_at) if is_going_on(one, at)), None)


def are_together(couple: Couple, at: datetime) -> bool:
    """Whether both are in the room with their therapist, or about to be: then nothing private stands open."""
    return any(is_going_on(one, at) for one in Appointment.objects.filter(couple=couple, state=State.BOOKED))
