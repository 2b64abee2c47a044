"""What is still to be mailed, found by comparing what is published with the outbox; there are no rows of our own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from accounts.models import Invitation
from outbox.models import Message
from reminders.rules import DAY_BEFORE, Kind
from sessions.models import Published


@dataclass(frozen=True)
class Untold:
    """One date that one person is shown, and that they have not got this message of yet."""

    date: Published
    kind: Kind
    key: str


def key_of(kind: Kind) -> Concat:
    """The message's key, in the database: appointment, the time that was told, person and kind."""
    text = CharField()
    return Concat(
        Value("appointment:"),
        Cast("appointment_id", text),
        Value(":"),
        Cast("version", text),
        Value(":"),
        Cast("person_id", text),
        Value(f":{kind}:email"),
        output_field=text,
    )


def coming(at: datetime) -> QuerySet[Published]:
    """Every date to come as its own person is shown it now. What is not shown is not mailed."""
    return Published.objects.current(at).filter(kind=Published.Kind.DATE, starts_at__gt=at)


def untold(at: datetime, limit: int) -> Iterator[Untold]:
    """Messages that are due and not in the outbox: one query a kind. Only who joined or was invited is written to."""
    invited = Invitation.objects.filter(user=OuterRef("person"), withdrawn_at=None)
    for kind in Kind:
        rows = coming(at).filter(Q(person__user__is_active=True) | Exists(invited)).annotate(news=key_of(Kind.BOOKED))
        if kind is Kind.DAY_BEFORE:
            rows = rows.filter(Exists(told_in_time()), starts_at__lte=at + DAY_BEFORE)
        told = Message.objects.filter(key=OuterRef("key"))
        rows = rows.annotate(key=key_of(kind)).filter(~Exists(told)).order_by("starts_at")
        for row in rows.select_related("person__user")[:limit]:
            yield Untold(row, kind, row.key)


def told_in_time() -> QuerySet[Message]:
    """The news of a date, if it came a day before it: whoever was told later needs no second word."""
    news = Message.objects.annotate(start=ExpressionWrapper(OuterRef("starts_at"), DateTimeField()))
    return news.filter(key=OuterRef("news"), planned_at__lte=F("start") - DAY_BEFORE)


def outdated(at: datetime) -> list[str]:
    """Keys of messages that still wait although their date is not shown any more, or with another time."""
    waiting = Message.objects.waiting().filter(kind__in=list(Kind))
    for kind in Kind:
        holds = coming(at).annotate(key=key_of(kind)).filter(key=OuterRef("key"))
        waiting = waiting.exclude(Q(kind=kind) & Exists(holds))
    return list(waiting.values_list("key", flat=True))
