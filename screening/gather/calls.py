"""Who asked for a talk, what they wished, and how each try went."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min
from django.urls import reverse

from accounts.models import User
from clients.models import Partner
from screening.gather.waiting import WaitingItem
from screening.models import CallClosing, CallRequest, CallTry
from screening.rules.calls import Wish, wish_from

CALL = "call"


@dataclass(frozen=True)
class Asking:
    """One asking with its log, the oldest try first; `closing` once it has ended."""

    asked_at: datetime
    wish: Wish
    tries: list[CallTry]
    closing: CallClosing | None


def askings(partner: Partner, user: User) -> list[Asking]:
    """All of one person's, the newest first; three queries."""
    found = CallRequest.objects.visible_to(user).filter(partner=partner).order_by("-asked_at")
    tries: dict[object, list[CallTry]] = {}
    for one in CallTry.objects.filter(request__in=found).select_related("by").order_by("at"):
        tries.setdefault(one.request_id, []).append(one)
    rows = found.select_related("closing__by")
    return [
        Asking(row.asked_at, wish_from(row.body), tries.get(row.pk, []), getattr(row, "closing", None)) for row in rows
    ]


def calls_waiting(user: User) -> Iterator[WaitingItem]:
    """Whom this therapist has to call, the longest waiting first; two queries."""
    waiting = CallRequest.objects.visible_to(user).open().values_list("partner").annotate(since=Min("asked_at"))
    since = dict(waiting)
    people = Partner.objects.visible_to(user).in_bulk(since)
    for pk, asked_at in sorted(since.items(), key=lambda item: item[1]):
        yield WaitingItem(CALL, people[pk], asked_at, reverse("calls", args=[pk]))
