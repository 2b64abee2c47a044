# Loaded with the project, so that every `shared_task` finds this Celery app and its broker.
from kap_practice.celery import app

__all__ = ["app"]
