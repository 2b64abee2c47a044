"""A separation before its effect: opened, each of the two told alone, or taken back without a trace for either.

Its effect reaches into the couple's dates, so it is `sessions.actions.part`.
"""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from clients.models import Couple, Partner, Separation, Telling


class CareHasEnded(Exception):
    """The couple's record is closed already."""


class NotStanding(Exception):
    """The separation was taken back, or has taken effect: it stays as it is."""


class NotOfCouple(Exception):
    """Only the two of a couple part, and only they are told."""


class NotYet(Exception):
    """Somebody cannot have been told at a time that is still to come."""


def open_separation(*, couple: Couple, by: User, at: datetime) -> Separation:
    """Begin a separation, known to the couple's therapists alone. One that stands already is given back.

    Raises CareHasEnded, or NotOfCouple for somebody who is in care alone.
    """
    with transaction.atomic():
        couple = Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)
        if couple.closed_at is not None:
            raise CareHasEnded
        if len(couple.partners()) < 2:
            raise NotOfCouple
        if standing := couple.separations.standing().first():
            return standing
        separation = Separation(couple=couple, opened_at=at, opened_by=by)
        separation.save(force_insert=True)
        return separation


def record_telling(
    *, separation: Separation, partner: Partner, how: str, told_at: datetime, words: str, by: User, at: datetime
) -> Telling:
    """Write down that one of the two was told, alone, in person or by voice. Nobody is written to by this.

    Raises NotStanding, NotOfCouple or NotYet.
    """
    with transaction.atomic():
        separation = held(separation)
        if partner not in separation.couple.partners():
            raise NotOfCouple
        if told_at > at:
            raise NotYet
        telling = Telling(separation=separation, partner=partner, how=how, told_at=told_at, words=words, at=at, by=by)
        telling.save(force_insert=True)
        return telling


def withdraw_separation(*, separation: Separation, by: User, at: datetime) -> None:
    """Take a separation back before its effect. Neither partner, nor the office, ever saw of it. Raises NotStanding."""
    with transaction.atomic():
        held(separation)
        Separation.objects.filter(pk=separation.pk).update(withdrawn_at=at, withdrawn_by=by)


def held(separation: Separation) -> Separation:
    """The separation as it is now, held until the end of the transaction. Raises NotStanding.

    One that was taken back or took effect is out of reach of every UPDATE, and so of the lock.
    """
    rows = Separation.objects.select_for_update(no_key=True, of=("self",)).select_related("couple")
    found = rows.filter(pk=separation.pk, withdrawn_at=None, took_effect_at=None).first()
    if found is None:
        raise NotStanding
    return found
