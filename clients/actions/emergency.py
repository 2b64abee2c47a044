"""Opening a health record in an emergency, ending it, and the therapist's having read of it."""

from datetime import date, datetime
from uuid import UUID

from django.db import connection

from accounts.models import User
from clients.models import EmergencyAccess
from clients.models.emergency import LASTS

FIND = "select kap_find_in_emergency(%s, %s, %s)"


class NobodyFound(Exception):
    """Nobody in care has exactly this name and birth date. The message says what to do."""


def open_emergency(
    *, first_name: str, last_name: str, birth_date: date, reason: str, by: User, at: datetime
) -> EmergencyAccess:
    """Read somebody's health record for an hour. Opening it twice within the hour is opening it once.

    The name is the legal or the preferred one, spelled out, with the birth date: nobody is looked up by less. The
    therapists are told by the worker. Raises NobodyFound.
    """
    with connection.cursor() as cursor:
        cursor.execute(FIND, [first_name.strip(), last_name.strip(), birth_date])
        found: list[UUID] = [key for (key,) in cursor.fetchall()]
    if len(found) != 1:
        raise NobodyFound("Nobody in care has exactly this name and birth date. Check the spelling, or call.")
    standing = EmergencyAccess.objects.open().filter(user=by, partner=found[0]).first()
    if standing is not None:
        return standing
    access = EmergencyAccess(user=by, partner_id=found[0], reason=reason, opened_at=at, until=at + LASTS)
    access.save(force_insert=True)
    return access


def end_emergency(*, access: EmergencyAccess, by: User, at: datetime) -> None:
    """End it before its hour is over. Ending it twice changes nothing."""
    EmergencyAccess.objects.filter(pk=access.pk, user=by, ended_at=None).update(ended_at=at)


def see_emergency(*, access: EmergencyAccess, by: User, at: datetime) -> None:
    """The therapist has read that it happened, and why. The first one who does counts."""
    EmergencyAccess.objects.filter(pk=access.pk, seen_at=None).update(seen_at=at, seen_by=by)
