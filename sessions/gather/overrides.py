"""What was gone past: in one session, for the therapist; and on a prescriber's word, for her to read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import User
from clients.models import Partner
from sessions.models import Appointment, Override, OverrideRead
from sessions.rules.blockers import KINDS


@dataclass(frozen=True)
class GonePast:
    """One stop that was gone past: whose, which, why, and the call to the prescriber where there was one."""

    person_id: UUID
    name: str
    title: str
    reason: str
    by: str
    at: datetime
    call_with: str
    called_at: datetime | None
    call_words: str


# What a stop is called once it was gone past; the sentence of the table speaks of now.
TITLES = {
    "not_fasted": "had eaten or drunk too late",
    "something_new": "something was new",
    "baseline_outside": "a reading outside the limits",
    "no_second_staff": "no second staff member",
}


def gone_past_in(appointment: Appointment) -> list[GonePast]:
    """By the clock, as far as the reader may see it: one query."""
    rows = Override.objects.filter(therapy_session=appointment.pk)
    return [_told(row) for row in rows.select_related("person__user", "by").order_by("at")]


@dataclass(frozen=True)
class OnHerWord:
    """What was gone past on a prescriber's word, and when this reader said that they had read it."""

    pk: UUID
    partner: Partner
    past: GonePast
    read_at: datetime | None


def on_her_word(user: User, partner: Partner | None = None) -> list[OnHerWord]:
    """What this prescriber reads of it, of one person or of all, the newest first: two queries."""
    rows = Override.objects.visible_to(user).filter(**({"person": partner} if partner else {}))
    read = dict(OverrideRead.objects.visible_to(user).filter(by=user).values_list("override", "at"))
    return [
        OnHerWord(row.pk, row.person, _told(row), read.get(row.pk))
        for row in rows.select_related("person__user", "by").order_by("-at")
    ]


def _told(row: Override) -> GonePast:
    return GonePast(
        person_id=row.person_id,
        name=row.person.called,
        title=TITLES.get(row.kind, KINDS[row.kind].key),
        reason=row.reason,
        by=row.by.name,
        at=row.at,
        call_with=row.call_with,
        called_at=row.called_at,
        call_words=row.call_words,
    )
