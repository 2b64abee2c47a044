from celery import shared_task

from accounts import clock
from reminders import actions


@shared_task
def plan() -> None:
    """Plan what appointments need since the last sweep."""
    actions.plan(at=clock.now())
