"""What is still to be told, found by comparing appointments with the outbox. Reminders keep no rows of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, DateTimeField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from accounts.models import Invitation
from outbox.models import Message
from reminders.rules import DAY_BEFORE, Kind
from sessions.models import Appointment, Attendance, Role


@dataclass(frozen=True)
class Untold:
    """One person who comes to one appointment and has not got this message yet."""

    attendance: Attendance
    kind: Kind
    key: str


def key_of(kind: Kind) -> Concat:
    """The message's key, in the database: appointment, its version, person and kind."""
    text = CharField()
    return Concat(
        Value("appointment:"),
        Cast("appointment_id", text),
        Value(":"),
        Cast("appointment__version", text),
        Value(":"),
        Cast("person_id", text),
        Value(f":{kind}:email"),
        output_field=text,
    )


def coming(at: datetime) -> QuerySet[Attendance]:
    """Everybody's part in the appointments to come: who is absent, or was cancelled, has none."""
    rows = Attendance.objects.filter(cancelled=False, appointment__in=Appointment.objects.to_come(at))
    return rows.exclude(role=Role.ABSENT)


def untold(at: datetime, limit: int) -> Iterator[Untold]:
    """Messages that are due and not in the outbox: one query a kind. Only who joined or was invited is written to."""
    invited = Invitation.objects.filter(user=OuterRef("person"), withdrawn_at=None)
    for kind in Kind:
        rows = coming(at).filter(Q(person__user__is_active=True) | Exists(invited)).annotate(news=key_of(Kind.BOOKED))
        if kind is Kind.DAY_BEFORE:
            rows = rows.filter(Exists(told_in_time()), appointment__starts_at__lte=at + DAY_BEFORE)
        told = Message.objects.filter(key=OuterRef("key"))
        rows = rows.annotate(key=key_of(kind)).filter(~Exists(told)).order_by("appointment__starts_at")
        for row in rows.select_related("appointment", "person__user")[:limit]:
            yield Untold(row, kind, row.key)


def told_in_time() -> QuerySet[Message]:
    """The news of a date, if it came a day before it: whoever was told later needs no second word."""
    start = OuterRef("appointment__starts_at")
    news = Message.objects.annotate(start=ExpressionWrapper(start, DateTimeField()))
    return news.filter(key=OuterRef("news"), planned_at__lte=F("start") - DAY_BEFORE)


def outdated(at: datetime) -> list[str]:
    """Keys of messages that still wait although their appointment was moved or cancelled, or the person left it."""
    waiting = Message.objects.waiting().filter(kind__in=list(Kind))
    for kind in Kind:
        holds = coming(at).annotate(key=key_of(kind)).filter(key=OuterRef("key"))
        waiting = waiting.exclude(Q(kind=kind) & Exists(holds))
    return list(waiting.values_list("key", flat=True))
