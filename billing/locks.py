"""One at a time: locks that last until the end of the transaction, for rows that may only be added to."""

from collections.abc import Iterable

from django.db import connection

from clients.models import Partner


def lock_accounts(partners: Iterable[Partner]) -> None:
    """Let no other transaction pay, state or move what is on these people's accounts meanwhile; one order for all."""
    with connection.cursor() as cursor:
        for key in sorted(f"account:{partner.pk}" for partner in partners):
            cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
