"""The Celery app. Its settings are in `kap_practice.celery_settings`, read when first needed."""

import os
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kap_practice.settings")
app = Celery("kap_practice")
app.config_from_object("kap_practice.celery_settings")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Somebody listening is enough for Celery to leave logging as Django's settings made it."""


@worker_ready.connect
def show_life(**_: Any) -> None:
    """A worker that has just started shows it through the broker, so that `/readyz` need not wait for the schedule."""
    app.send_task("outbox.tasks.heartbeat")
