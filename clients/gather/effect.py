"""Whether the medicine may still work in somebody: the database answers, since doses belong to an app above."""

from datetime import datetime, timedelta

from django.db import connection

from clients.models import Partner

# A dose works for hours; whoever was found ready to leave is not asked about any more.
WORKS_AT_MOST = timedelta(hours=24)


def under_effect(partner: Partner, at: datetime) -> bool:
    """A dose within a day, and leaving not yet recorded: one query, by a function that tells no dose."""
    with connection.cursor() as cursor:
        cursor.execute("select kap_under_effect(%s, %s)", [partner.pk, at - WORKS_AT_MOST])
        row = cursor.fetchone()
    return bool(row and row[0])
