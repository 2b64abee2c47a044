"""The story's own time: what a database trigger dates, it dates as the story tells it. For a demo practice alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

from accounts import actor
from accounts.models import User

TELL = "select set_config('app.at', %s, true)"


@contextmanager
def as_actor(user: User | None = None, *, role: str = "", at: datetime | None = None) -> Iterator[None]:
    """Act as somebody on an earlier day; see `accounts.actor.as_actor`, and `kap_now` in its migration."""
    with actor.as_actor(user, role=role):
        with connection.cursor() as cursor:
            cursor.execute(TELL, [at.isoformat() if at else ""])
        yield
        with connection.cursor() as cursor:
            cursor.execute(TELL, [""])
