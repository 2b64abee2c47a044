from celery import shared_task

from accounts import clock
from billing import actions


@shared_task
def charge_completed() -> None:
    """Charge for what was completed since the last sweep, or was missed by it."""
    actions.charge_completed(at=clock.now())
