"""The worker's side of documents: each is a task of its own, so that one slow page holds up no other."""

from uuid import UUID

from celery import shared_task

from accounts import clock
from documents import actions


@shared_task(soft_time_limit=25, time_limit=30)
def make(document_id: str) -> None:
    """Make one document. A page that takes longer than a superbill of a hundred lines is given up."""
    actions.make(document_id=UUID(document_id), at=clock.now())


@shared_task
def sweep() -> None:
    """Ask for what no wake-up told of; asking twice is harmless, since the second finds it taken or made."""
    for document_id in actions.due(at=clock.now()):
        make.delay(str(document_id))
