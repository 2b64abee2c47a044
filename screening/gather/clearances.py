"""What prescribers gave, asked, declined and suspended for one person, and what the therapist answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import User
from clients.models import Partner
from screening.gather.facts import order_of, with_prescriber
from screening.models import Clearance, PrescriberReply, WordToPrescriber
from screening.rules.clearing_words import Line, set_lines


@dataclass(frozen=True)
class Event:
    """One line of the history. `kind`: clearance, suspension, ask, decline, reopen, answer or again."""

    kind: str
    at: datetime
    by: str
    words: str = ""
    clearance: Clearance | None = None
    lines: Sequence[Line] = ()
    pk: UUID | None = None


def history(partner: Partner, reader: User) -> list[Event]:
    """All of it that this reader may see, in three queries."""
    clearances = with_prescriber(Clearance.objects.visible_to(reader).filter(partner=partner))
    events = [*thread(partner, reader)]
    for clearance in clearances.select_related("suspension__by"):
        lines = set_lines(order_of(clearance))
        events.append(Event("clearance", clearance.given_at, clearance.by_name, "", clearance, lines))
        stopped = getattr(clearance, "suspension", None)
        if stopped is not None:
            events.append(Event("suspension", stopped.at, stopped.by.name, stopped.reason, clearance))
    return sorted(events, key=lambda event: event.at, reverse=True)


def thread(partner: Partner, reader: User) -> list[Event]:
    """What prescriber and therapist wrote to one another about this person, the oldest first: two queries."""
    replies = PrescriberReply.objects.visible_to(reader).filter(partner=partner).select_related("prescriber")
    words = WordToPrescriber.objects.visible_to(reader).filter(partner=partner).select_related("by")
    said = [Event(row.kind, row.at, row.prescriber.name, row.words, pk=row.pk) for row in replies]
    said += [Event(row.kind, row.at, row.by.name, row.words, pk=row.pk) for row in words]
    return sorted(said, key=lambda event: event.at)


def current_clearance(partner: Partner, reader: User) -> Clearance | None:
    """The last clearance given, suspended or not."""
    given = with_prescriber(Clearance.objects.visible_to(reader).filter(partner=partner))
    return given.order_by("-given_at").first()
