"""Whose insurance a couple's sessions are stated for."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from billing.gather.uncharged import taken
from billing.locks import lock_accounts
from billing.models import Allocation, Charge, InsuredPerson, SuperbillLine
from clients.models import Couple, Partner
from sessions.models import Appointment


class NotInCouple(Exception):
    """Only one of the couple's own two can be named."""


def name_for_insurance(*, couple: Couple, partner: Partner, since: date, by: User, at: datetime) -> int:
    """Name the person whose sessions, from a date on, are stated for their insurer.

    Sessions since then that are neither paid for nor stated go over to that person's account; the answer is how many.
    A person's own private sessions stay theirs. Raises NotInCouple.
    """
    partners = couple.partners()
    if partner not in partners:
        raise NotInCouple
    with transaction.atomic():
        lock_accounts(partners)
        InsuredPerson.objects.create(couple=couple, partner=partner, since=since, set_at=at, by=by)
        return sum(_move(charge) for charge in _movable(couple, since))


def _movable(couple: Couple, since: date) -> list[Charge]:
    settled = Exists(Allocation.objects.filter(line__charge=OuterRef("pk")))
    stated = Exists(SuperbillLine.objects.filter(line__charge=OuterRef("pk"), live=True))
    return list(Charge.objects.filter(couple=couple, service_date__gte=since).exclude(settled).exclude(stated))


def _move(charge: Charge) -> bool:
    [facts] = taken(Appointment.objects.filter(pk=charge.appointment_id))
    account = facts.account_on(charge.service_date)
    if account == charge.account_id:
        return False
    return bool(Charge.objects.filter(pk=charge.pk).update(account=account))
