"""Which appointments fall on days that are closed, each to be moved or left as it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import User
from sessions.gather.day import bounds_of, label_of, names_there, with_people
from sessions.models import Appointment, ClosedDays


@dataclass(frozen=True)
class Hit:
    """One appointment that stands on a closed day."""

    appointment: Appointment
    names: str
    label: str


def hit_by(rows: Iterable[ClosedDays], user: User, at: datetime) -> dict[UUID, list[Hit]]:
    """What each of these meets of what is still to come and this reader sees, in a fixed number of queries."""
    days = [row for row in rows if row.withdrawn_at is None]
    if not days:
        return {}
    until = bounds_of(max(row.ends_on for row in days))[1]
    coming = Appointment.objects.visible_to(user).to_come(at).filter(starts_at__lt=until)
    found: dict[UUID, list[Hit]] = {}
    appointments = [Hit(one, names_there(one), label_of(one, {})) for one in with_people(coming).order_by("starts_at")]
    for row in days:
        first, last = bounds_of(row.starts_on)[0], bounds_of(row.ends_on)[1]
        found[row.pk] = [
            one
            for one in appointments
            if first <= one.appointment.starts_at < last and row.therapist_id in {None, one.appointment.therapist_id}
        ]
    return found
