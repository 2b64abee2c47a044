"""The worker's side of screening: what cannot wait is told, and passed on when nobody took it up."""

from celery import shared_task

from accounts import clock
from screening import actions


@shared_task
def watch_safety() -> None:
    """Swept often, and woken whenever answers came in."""
    actions.watch_safety(at=clock.now())
