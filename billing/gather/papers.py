"""What happened to one superbill."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from billing.models import Superbill, SuperbillLine


@dataclass(frozen=True)
class Event:
    """One line of a superbill's history, in the shape that the timeline draws."""

    title: str
    moment: datetime
    text: str = ""
    icon: str = "circle"
    url: str = ""


def replaced_by(superbill: Superbill) -> list[Superbill]:
    """The later superbills that state sessions of a void one."""
    if superbill.voided_at is None:
        return []
    lines = SuperbillLine.objects.filter(superbill=superbill).values("line")
    later = Superbill.objects.filter(lines__line__in=lines).exclude(pk=superbill.pk).distinct()
    return [one for one in later.order_by("year", "number") if str(superbill) in one.facts["replaces"]]


def history(superbill: Superbill) -> list[Event]:
    """Newest first: issued, its paper made, void, replaced."""
    events = [Event(f"Issued by {superbill.issued_by.name}", superbill.issued_at, icon="receipt-text")]
    if superbill.document.made_at:
        events.append(Event("The PDF was made", superbill.document.made_at, icon="file-text"))
    if superbill.voided_at and superbill.voided_by:
        reason = f"Reason: {superbill.void_reason}"
        events.append(Event(f"Voided by {superbill.voided_by.name}", superbill.voided_at, reason, "x"))
    for later in replaced_by(superbill):
        url = reverse("superbill", args=[later.pk])
        events.append(Event(f"Replaced by {later}", later.issued_at, icon="arrow-right", url=url))
    return sorted(events, key=lambda event: event.moment, reverse=True)
