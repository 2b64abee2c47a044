from celery import shared_task
from django.conf import settings

from accounts import clock
from kap_practice import actions


@shared_task
def anchor_record() -> None:
    """Keep today's anchor of the record, once a day however often this runs."""
    actions.anchor_record(path=settings.KAP_ANCHOR_FILE, at=clock.now())


@shared_task
def watch_record() -> None:
    """Tell of reading that goes too wide, and of what was opened in an emergency."""
    at = clock.now()
    actions.watch_record(at=at)
    actions.tell_of_emergencies(at=at)
