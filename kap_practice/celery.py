"""The Celery app. Its settings are in `kap_practice.celery_settings`, read when first needed."""

import os
import sys
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_init, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kap_practice.settings")
app = Celery("kap_practice")
app.config_from_object("kap_practice.celery_settings")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Somebody listening is enough for Celery to leave logging as Django's settings made it."""


@worker_init.connect
def refuse_an_unbound_user(**_: Any) -> None:
    """The worker too serves only as a user whom the row policies bind, and with keys that read."""
    from django.db import connections  # noqa: PLC0415 - Django is set up by now

    from kap_practice.startup import refusals  # noqa: PLC0415 - the same

    if reasons := refusals("default"):
        sys.exit("\n".join(reasons))  # Celery goes on after any lesser exception
    connections.close_all()  # the pool forks after this


@worker_ready.connect
def show_life(**_: Any) -> None:
    """A worker that has just started shows it through the broker, so that `/readyz` need not wait for the schedule."""
    app.send_task("outbox.tasks.heartbeat")
