"""The worker's side of the outbox: send what is due, and show that the worker lives."""

import time

from celery import shared_task
from django.core.mail import get_connection

from accounts import clock
from outbox import actions

# Well under the task's own time limit, with room for a mail server that takes its ten seconds over the last message.
SECONDS = 30


@shared_task
def send_due() -> None:
    """Send what is due, batch by batch, until nothing is left or the time is up; the next sweep goes on from there."""
    until = time.monotonic() + SECONDS
    mail = get_connection()
    try:
        while time.monotonic() < until and (claims := actions.claim(at=clock.now())):
            for place, claimed in enumerate(claims):
                if time.monotonic() > until:
                    actions.release(claims=claims[place:], at=clock.now())
                    break
                actions.deliver(claimed=claimed, mail=mail, at=clock.now())
    finally:
        mail.close()


@shared_task
def sweep() -> None:
    """Find what no wake-up told of: due later, put off after a failure, or left in the hands of a worker that died."""
    send_due()


@shared_task
def heartbeat() -> None:
    actions.beat(name="worker")
