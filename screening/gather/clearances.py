"""What prescribers gave, asked, declined and suspended for one person, newest first."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from clients.models import Partner
from screening.gather.facts import with_prescriber
from screening.models import Clearance, PrescriberReply


@dataclass(frozen=True)
class Event:
    """One line of the history. `kind`: clearance, suspension, ask or decline."""

    kind: str
    at: datetime
    by: str
    words: str = ""
    clearance: Clearance | None = None


def history(partner: Partner, reader: User) -> list[Event]:
    """All of it that this reader may see, in two queries."""
    clearances = with_prescriber(Clearance.objects.visible_to(reader).filter(partner=partner))
    replies = PrescriberReply.objects.visible_to(reader).filter(partner=partner).select_related("prescriber")
    events = [Event(reply.kind, reply.at, reply.prescriber.name, reply.words) for reply in replies]
    for clearance in clearances.select_related("suspension__by"):
        events.append(
            Event("clearance", clearance.given_at, clearance.prescriber.name, clearance.instructions, clearance)
        )
        stopped = getattr(clearance, "suspension", None)
        if stopped is not None:
            events.append(Event("suspension", stopped.at, stopped.by.name, stopped.reason, clearance))
    return sorted(events, key=lambda event: event.at, reverse=True)


def current_clearance(partner: Partner, reader: User) -> Clearance | None:
    """The last clearance given, suspended or not."""
    given = with_prescriber(Clearance.objects.visible_to(reader).filter(partner=partner))
    return given.order_by("-given_at").first()
