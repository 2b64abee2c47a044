"""Planning reminders by looking: no clinical code knows that they exist."""

from datetime import datetime

import structlog

from accounts import clock
from accounts.actor import as_actor
from accounts.models import Practice
from accounts.rules import phone_as_spoken
from outbox import actions as outbox
from reminders import models, rules

log = structlog.get_logger()
LIMIT = 200


def plan(*, at: datetime) -> int:
    """Put into the outbox what the dates that people are shown need now, and take back what none needs any more.

    Answers how many messages were put. Twice is harmless: each has a key of its own. What is over the limit comes with
    the next sweep.
    """
    with as_actor(role="worker"):
        if outdated := models.outdated(at):
            outbox.withdraw_keys(keys=outdated, at=at)
        sender = _sender(at)
        return sum(_put(one, sender, at) for one in models.untold(at, LIMIT))


def _put(untold: models.Untold, sender: rules.Sender, at: datetime) -> bool:
    date, person = untold.date, untold.date.person.user
    said = rules.words(date.starts_at, date.version, sender)
    try:
        outbox.put(
            key=untold.key,
            kind=untold.kind,
            person=person,
            address=person.address,
            subject=said.subject,
            body=said.body,
            due_at=at,
            not_after=date.starts_at,
            at=at,
        )
    except outbox.ForbiddenWords as refusal:
        # Only the practice's own short name can bring one in, and its form refuses that; the log says what to mend.
        log.error("reminder not planned", forbidden=refusal.words)
        return False
    return True


def _sender(at: datetime) -> rules.Sender:
    practice = Practice.objects.first() or Practice()
    phone = phone_as_spoken(practice.phone) if practice.phone else ""
    return rules.Sender(practice.short_name, phone, clock.practice_zone(), clock.zone_name(at))
