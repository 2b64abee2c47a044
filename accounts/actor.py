"""Who is acting, told to the database for the length of one transaction.

Row-level security reads `app.uid` and `app.role`. They are set with `set_config(..., is_local => true)`, so they end
with the transaction and never travel on a pooled connection; `SET LOCAL` is not used because its value is not seen by
WITH CHECK on every PostgreSQL.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import connection, transaction

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

READ = "select current_setting('app.uid', true), current_setting('app.role', true)"
WRITE = "select set_config('app.uid', %s, true), set_config('app.role', %s, true)"


@contextmanager
def as_actor(user: "User | AnonymousUser | None" = None, *, role: str = "") -> Iterator[None]:
    """Run a block in a transaction in which the database knows who acts.

    Give a signed-in `user`, or a bare `role` for work that nobody signed in for: "worker" in a task, "door" for
    sign-in, invitations and webhooks. Nested uses restore the outer actor.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(READ)
            before = cursor.fetchone()
        act_as(user, role=role)
        yield
        if not connection.needs_rollback:  # a rollback takes the setting back by itself
            with connection.cursor() as cursor:
                cursor.execute(WRITE, [value or "" for value in before])


def act_as(user: "User | AnonymousUser | None" = None, *, role: str = "") -> None:
    """Name who acts for the rest of the present transaction: the signed-in `user`, or nobody but a `role`."""
    signed_in = user is not None and user.is_authenticated
    uid, role = (str(user.pk), user.role) if signed_in else ("", role)  # type: ignore[union-attr]  # narrowed by signed_in
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [uid, role])
