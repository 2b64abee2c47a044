"""The dates that a person's own calendar program is given."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch

from accounts.models import User
from accounts.roles import Role as UserRole
from clients.models import Couple
from sessions.models import Appointment, Feed, Published
from sessions.rules.feed import APPOINTMENT, BUSY, KEPT, Entry, initials


def entries_of(feed: Feed, at: datetime) -> list[Entry]:
    """What this feed says at this moment: in three queries at most. Call it as its person."""
    rows = _own(feed.person, at) if feed.person.role == UserRole.PARTNER else _of_practice(feed, at)
    return sorted(rows, key=lambda entry: (entry.starts_at, entry.key))


def _own(person: User, at: datetime) -> Iterator[Entry]:
    """A partner's dates as they were told. A date that one of two has alone is not there, since calendars are shared.

    One that does not stand any more is called off at the time that was told, never at one that is only being prepared.
    """
    rows = Published.objects.visible_to(person).shown_by(at).filter(ends_at__gt=at - KEPT).order_by("turn")
    told: dict[UUID, Published] = {}
    now: dict[UUID, Published] = {}
    for row in rows:
        now[row.appointment_id] = row
        if row.kind == Published.Kind.DATE:
            told[row.appointment_id] = row
    for key, row in told.items():
        if not row.alone and not now[key].alone:
            gone = now[key].kind == Published.Kind.PREPARING
            yield Entry(key, now[key].turn, row.starts_at, row.ends_at, APPOINTMENT, cancelled=gone)


def _of_practice(feed: Feed, at: datetime) -> Iterator[Entry]:
    """A therapist's own dates, or all of them for the office; until the room is free again."""
    rows = Appointment.objects.visible_to(feed.person).filter(busy_until__gt=at - KEPT)
    if feed.person.role == UserRole.THERAPIST:
        rows = rows.filter(therapist=feed.person)
    if feed.words == Feed.Words.INITIALS:
        rows = rows.prefetch_related(Prefetch("couple", Couple.objects.with_partners()))
    for row in rows:
        gone = row.state == Appointment.State.CANCELLED
        words = BUSY
        if feed.words == Feed.Words.INITIALS:
            words = initials(one.called for one in row.couple.partners())
        yield Entry(row.pk, row.version + gone, row.starts_at, row.busy_until, words, cancelled=gone)
