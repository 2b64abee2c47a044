"""Putting a message into the outbox, taking it back, sending what is due.

Sending is *lease and claim*: a batch is claimed in a transaction of its own, which also counts the attempt and puts the
next one off by a lease; then each message is sent, and marked in a transaction of its own. A worker that dies between
sending and marking repeats that one message when its lease runs out. Plain SMTP cannot do better: at least once.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import formataddr
from smtplib import SMTPAuthenticationError, SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now

from accounts import clock
from accounts.actor import as_actor
from accounts.collisions import constraint_of
from accounts.hours import as_stored
from accounts.models import Practice, User
from accounts.wake import wake
from outbox import rules
from outbox.models import Delivery, Heartbeat, Message, Reach

log = structlog.get_logger()
BATCH = 25
SEND_DUE = "outbox.tasks.send_due"
ONE_KEY = "outbox_message_key_key"


class ForbiddenWords(Exception):
    """A message says what nobody but its reader may see. `words` are those found; the message was not kept."""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__(f"A message may not say: {', '.join(words)}.")
        self.words = words


class NotDead(Exception):
    """Only a message that could not be sent can be tried again."""


def put(
    *,
    key: str,
    kind: str,
    person: User,
    address: str,
    subject: str,
    body: str,
    due_at: datetime,
    at: datetime,
    not_after: datetime | None = None,
    channel: str = Message.Channel.EMAIL,
    names: Collection[str] = (),
) -> Message:
    """Keep one message to send, in the caller's transaction, and wake the worker once that is committed.

    The same `key` again gives back the first message unchanged. Without an `address` it is kept back, and the log of
    messages says so. `names` are further words that it must not hold: the
    other person's. After `not_after` it is not sent any more. Raises ForbiddenWords.
    """
    if found := rules.forbidden(f"{subject}\n{body}", names):
        raise ForbiddenWords(found)
    if earlier := Message.objects.filter(key=key).first():
        return earlier
    message = Message(
        key=key,
        kind=kind,
        person=person,
        channel=channel,
        address=address,
        subject=" ".join(subject.split()),
        body=body,
        planned_at=at,
        due_at=due_at,
        try_at=due_at,
        not_after=not_after,
    )
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError as refusal:
        if constraint_of(refusal) != ONE_KEY:
            raise
        return Message.objects.filter(key=key).first() or message
    if due_at <= at:
        wake(SEND_DUE)
    return message


def set_reach(*, person: User, writing: rules.Writing, at: datetime) -> Reach:
    """From now on write to this person only so. Whoever calls this has made sure whose choice it is."""
    reach = Reach(person=person, channels=sorted(writing.channels), hours=as_stored(writing.hours), set_at=at)
    reach.save(force_insert=True)
    return reach


def withdraw(*, key_prefix: str, at: datetime) -> int:
    """Take back the waiting messages whose key begins so. Answers how many there were; what is sent stays sent."""
    return Message.objects.waiting().filter(key__startswith=key_prefix).update(state=Message.State.WITHDRAWN)


def withdraw_keys(*, keys: Iterable[str], at: datetime) -> int:
    """Take back the waiting messages with these keys. Answers how many there were."""
    return Message.objects.waiting().filter(key__in=list(keys)).update(state=Message.State.WITHDRAWN)


def try_again(*, message: Message, by: User, at: datetime) -> None:
    """Send a message that could not be sent, from its first attempt on. Raises NotDead when it is in another state."""
    revived = Message.objects.filter(pk=message.pk, state=Message.State.DEAD).update(
        state=Message.State.WAITING, attempts=0, try_at=at
    )
    if not revived:
        raise NotDead
    wake(SEND_DUE)


@dataclass(frozen=True)
class Claim:
    """A message in this worker's hands. `attempt` tells it from a later claim after the lease ran out."""

    message_id: UUID
    attempt: int


def claim(*, at: datetime, limit: int = BATCH) -> list[Claim]:
    """Take due messages into hand for the length of a lease. Closes those that are too late or were tried too often."""
    with as_actor(role="worker"):
        due = Message.objects.due(at)
        due.filter(not_after__lt=at).update(state=Message.State.LATE)
        due.filter(attempts__gte=rules.MAX_ATTEMPTS).update(state=Message.State.DEAD)
        batch = list(due.select_for_update(skip_locked=True).order_by("try_at").values_list("pk", "attempts")[:limit])
        Message.objects.filter(pk__in=[pk for pk, _ in batch]).update(
            attempts=F("attempts") + 1, try_at=at + rules.LEASE
        )
        return [Claim(pk, attempts + 1) for pk, attempts in batch]


def release(*, claims: Iterable[Claim], at: datetime) -> None:
    """Give back what was claimed and not tried, for the next worker to take at once."""
    with as_actor(role="worker"):
        Message.objects.waiting().filter(pk__in=[one.message_id for one in claims]).update(
            attempts=F("attempts") - 1, try_at=at
        )


def deliver(*, claimed: Claim, mail: BaseEmailBackend, at: datetime) -> None:
    """Send one claimed message and write down how it went. Nothing if it was withdrawn or claimed anew meanwhile."""
    message = _still_mine(claimed, at)
    if message is None:
        return
    try:
        _email(message, mail).send()
    except (SMTPException, OSError, ValueError) as trouble:
        mail.close()  # whatever state the conversation is in, the next message begins a new one
        failure = _failure(trouble)
        log.warning(
            "message not sent", message=str(message.pk), attempt=claimed.attempt, trouble=type(trouble).__name__
        )
        _mark_failed(message, failure, at)
    else:
        _mark_sent(message, at)


def _still_mine(claimed: Claim, at: datetime) -> Message | None:
    with as_actor(role="worker"):
        message = Message.objects.waiting().filter(pk=claimed.message_id, attempts=claimed.attempt).first()
        if message is None:
            return None
        if message.not_after is not None and message.not_after < at:
            Message.objects.filter(pk=message.pk).update(state=Message.State.LATE)
            return None
        return message if _may_go(message, at) else None


def _may_go(message: Message, at: datetime) -> bool:
    """What its person allows, looked up now, not when it was planned. Waiting for an hour of theirs is no attempt."""
    verdict = rules.may_send(
        Reach.objects.of(message.person_id),
        address=message.address,
        channel=message.channel,
        not_after=message.not_after,
        at=at,
        zone=clock.practice_zone(),
    )
    own = Message.objects.filter(pk=message.pk)
    if verdict.withheld:
        own.update(state=Message.State.WITHHELD)
        Delivery.objects.create(message=message, at=at, went=False, detail=verdict.withheld)
    elif verdict.wait_until is not None:
        own.update(attempts=F("attempts") - 1, try_at=verdict.wait_until)
    return verdict == rules.SEND


def _email(message: Message, mail: BaseEmailBackend) -> EmailMessage:
    """The mail itself. Its Message-ID is the row's, so that a receiver can fold a repetition."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    short_name = Practice.objects.values_list("short_name", flat=True).first() or ""
    return EmailMessage(
        subject=message.subject,
        body=message.body,
        from_email=formataddr((short_name, settings.DEFAULT_FROM_EMAIL)),
        to=[message.address],
        connection=mail,
        headers={"Message-ID": f"<{message.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )


def _failure(trouble: Exception) -> rules.Failure:
    """Words for the log. The error's own text stays out: it may hold an address or a server's name."""
    if isinstance(trouble, SMTPRecipientsRefused):
        codes = {code for code, _ in trouble.recipients.values()}
        return rules.Failure("The mail server refused the address.", final=all(code >= 500 for code in codes))
    if isinstance(trouble, SMTPAuthenticationError):
        return rules.Failure("The mail server did not accept the practice's sign-in.")
    if isinstance(trouble, SMTPException):
        return rules.Failure("The mail server refused the message.")
    if isinstance(trouble, OSError):
        return rules.Failure("The mail server did not answer.")
    return rules.Failure("The address or the subject cannot be written in a mail.", final=True)


def _mark_sent(message: Message, at: datetime) -> None:
    with as_actor(role="worker"):
        Message.objects.filter(pk=message.pk).update(state=Message.State.SENT, sent_at=at)
        Delivery.objects.create(message=message, at=at, went=True)


def _mark_failed(message: Message, failure: rules.Failure, at: datetime) -> None:
    wait = rules.wait_after(message.attempts, failure)
    state, try_at = (Message.State.DEAD, at) if wait is None else (Message.State.WAITING, at + wait)
    with as_actor(role="worker"):
        # The attempts are compared, so that a failure told late leaves the next worker's lease alone.
        Message.objects.waiting().filter(pk=message.pk, attempts=message.attempts).update(state=state, try_at=try_at)
        Delivery.objects.create(message=message, at=at, went=False, detail=failure.words)


def beat(*, name: str) -> None:
    """Show that a background process lives. In the database's own time, since `/readyz` compares with that."""
    with as_actor(role="worker"):
        Heartbeat.objects.update_or_create(name=name, defaults={"at": Now()})
