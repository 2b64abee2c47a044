"""Rows to send and what became of them. The database is the queue of record; the broker only wakes the worker."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.hours import from_stored
from accounts.models import Keyed, User
from accounts.policy import by_role
from outbox import rules

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, user: "User | AnonymousUser") -> "MessageQuerySet":
        """The delivery log is the practice's: words in it are neutral, and it says who got what and when."""
        return self.filter(by_role(user, therapist=Q(), staff=Q()))

    def waiting(self) -> "MessageQuerySet":
        return self.filter(state=Message.State.WAITING)

    def due(self, at: datetime) -> "MessageQuerySet":
        """Waiting, their time come, and in nobody's hands: a claim puts `try_at` off for the length of its lease."""
        return self.waiting().filter(try_at__lte=at)


class Message(Keyed):
    """One message to one person. Its key makes it unique, so planning twice sends once."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        WITHDRAWN = "withdrawn", "Withdrawn before sending"
        LATE = "late", "Not sent: its time had passed"
        WITHHELD = "withheld", "Not sent: no mail to this person"
        DEAD = "dead", "Could not be sent"

    class Channel(models.TextChoices):
        EMAIL = "email", "E-mail"

    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=30)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.EMAIL)
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=160)
    body = models.TextField()
    planned_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # Not before this moment: the due time at first, then the end of a lease, or of the wait after a failure.
    try_at = models.DateTimeField()
    not_after = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="a_sent_message_has_a_time"
            )
        ]
        indexes = [
            models.Index(fields=["try_at"], condition=Q(state="waiting"), name="messages_to_send"),
            models.Index(fields=["state", "-planned_at"], name="messages_by_state"),
            models.Index(fields=["-planned_at"], name="messages_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.person_id}"


class Delivery(Keyed):
    """One attempt to send a message, and how it went: the log that the office reads."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="deliveries")
    at = models.DateTimeField()
    went = models.BooleanField()
    detail = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{'sent' if self.went else 'failed'} {self.at:%Y-%m-%d %H:%M}"


class ReachQuerySet(models.QuerySet["Reach"]):
    def of(self, person_id: UUID) -> rules.Writing:
        """How this person may be written to now: by what was set last, or as everybody until something is."""
        newest = self.filter(person=person_id).order_by("-set_at")
        found = newest.values_list("channels", "hours").first()
        return rules.Writing(frozenset(found[0]), from_stored(found[1])) if found else rules.AS_EVERYBODY


class Reach(Keyed):
    """By which channels and in which hours a person may be written to. Only ever added to; the newest counts."""

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    channels = ArrayField(models.CharField(max_length=8, choices=[("email", "E-mail"), ("text", "Text")]))
    hours = models.JSONField(default=list)
    set_at = models.DateTimeField()

    objects = ReachQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-set_at"], name="reach_by_person")]

    def __str__(self) -> str:
        return f"Reach of {self.person_id}"


class Heartbeat(models.Model):
    """When a background process last showed that it lives; `/readyz` reads it."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
