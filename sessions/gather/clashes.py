"""What stands in the way of a time, for the sentence that refuses it: the practice's own people alone read it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts import clock
from accounts.models import User
from sessions.gather.day import names_there, with_people
from sessions.gather.hours import Busy, busy_elsewhere
from sessions.models import Appointment, Role


@dataclass(frozen=True)
class Clash:
    """One appointment that takes its therapist and its room for a time, in words."""

    therapist: UUID
    room: UUID | None
    people: frozenset[UUID]
    words: str


def clashes(since: datetime, until: datetime, *, besides: UUID) -> list[Clash]:
    """Every appointment in this time but one, by the clock. A colleague's couple is not named to a therapist."""
    rows = with_people(Appointment.objects.standing().filter(starts_at__lt=until, busy_until__gt=since))
    elsewhere = busy_elsewhere(since, until)
    names = dict(User.objects.filter(pk__in={one.therapist for one in elsewhere}).values_list("pk", "name"))
    found = [(one.starts_at, _known(one)) for one in rows.exclude(pk=besides)]
    found += [(one.starts_at, _colleague(one, names.get(one.therapist, "a colleague"))) for one in elsewhere]
    return [clash for _, clash in sorted(found, key=lambda one: one[0])]


def _known(one: Appointment) -> Clash:
    people = frozenset(part.person_id for part in one.attendances.all() if part.role != Role.ABSENT)
    return Clash(one.therapist_id, one.room_id, people, f"{names_there(one)}, {one.step}, {_span(one)}")


def _colleague(one: Busy, name: str) -> Clash:
    return Clash(one.therapist, one.room, frozenset(), f"{name}, {_span(one)}")


def in_the_way(found: Iterable[Clash]) -> str:
    """ " In the way: Ann & Ben, Preparation 1, 10:00 to 10:50."; empty where nothing is known of it any more."""
    words = "; ".join(one.words for one in found)
    return f" In the way: {words}." if words else ""


def _span(one: Appointment | Busy) -> str:
    start, end, held = (at.astimezone(clock.practice_zone()) for at in (one.starts_at, one.ends_at, one.busy_until))
    after = f", held until {held:%H:%M}" if held > end else ""
    return f"{start:%H:%M} to {end:%H:%M}{after}"
