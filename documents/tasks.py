"""The worker's side of documents: each is a task of its own, so that one slow page holds up no other."""

from uuid import UUID

from celery import shared_task

from accounts import clock
from documents import actions


@shared_task(soft_time_limit=25, time_limit=30)
def make(document_id: str) -> None:
    """Make one document. A page that takes longer than a superbill of a hundred lines is given up."""
    actions.make(document_id=UUID(document_id), at=clock.now())


@shared_task(soft_time_limit=50, time_limit=60)
def pack(package_id: str) -> None:
    """Make one copy of a record: many pages, so it may take longer than a superbill."""
    actions.pack(package_id=UUID(package_id), at=clock.now())


@shared_task
def sweep() -> None:
    """Ask for what no wake-up told of, and drop what is past its day.

    Asking twice is harmless, since the second finds it taken or made.
    """
    at = clock.now()
    for document_id in actions.due(at=at):
        make.delay(str(document_id))
    for package_id in actions.due_packages(at=at):
        pack.delay(str(package_id))
    actions.expire(at=at)
