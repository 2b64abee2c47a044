"""What was gone past in one session, for the therapist: in the room, on the date's page and beside the note."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sessions.models import Appointment, Override
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
    rows = Override.objects.filter(therapy_session=appointment.pk).select_related("person", "by").order_by("at")
    return [
        GonePast(
            row.person_id,
            row.person.called,
            TITLES.get(row.kind, KINDS[row.kind].key),
            row.reason,
            row.by.name,
            row.at,
            row.call_with,
            row.called_at,
            row.call_words,
        )
        for row in rows
    ]
