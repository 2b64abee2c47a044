"""Waking the worker. Only a hint: the rows to work on are in the database, and a sweep finds them without it."""

import time

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger()
QUIET_SECONDS = 30
_quiet_until = 0.0


def wake(task: str, *ids: str) -> None:
    """Ask for `task` once the present transaction is kept. A broker that is away neither fails nor holds up a page."""
    transaction.on_commit(lambda: _call(task, ids), robust=True)


def _call(task: str, ids: tuple[str, ...]) -> None:
    """After one failure the broker is left alone for a while, so that a page with many messages waits once at most."""
    global _quiet_until  # noqa: PLW0603 - one process has one broker
    if time.monotonic() < _quiet_until:
        return
    try:
        current_app.send_task(task, args=ids)
    except (OperationalError, OSError):
        _quiet_until = time.monotonic() + QUIET_SECONDS
        log.warning("the broker does not answer; the sweep will do it", task=task)
