"""Keeping records and letting them go: legal holds, and the signed order of a purge. Deleting is the owner's alone."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts import clock
from accounts.models import User
from clients import gather, rules
from clients.models import LegalHold, LegalHoldRelease, Partner, PurgeOrder


class NotDue(Exception):
    """The record's time is not over, or a legal hold stands; `reasons` are the sentences that the page shows."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


def open_legal_hold(*, partner: Partner, reason: str, by: User, at: datetime) -> LegalHold:
    """Keep a person's record whatever its date says. Orders of a purge that wait are taken back."""
    with transaction.atomic():
        _hold(partner)
        hold = LegalHold(partner=partner, reason=reason, at=at, by=by)
        hold.save(force_insert=True)
        _take_back(partner, by, at)
        return hold


def release_legal_hold(*, legal_hold: LegalHold, reason: str, by: User, at: datetime) -> LegalHoldRelease:
    """End a legal hold, with a reason. Doing it twice is doing it once."""
    with transaction.atomic():
        _hold(legal_hold.partner)
        if released := LegalHoldRelease.objects.filter(legal_hold=legal_hold).first():
            return released
        release = LegalHoldRelease(legal_hold=legal_hold, reason=reason, at=at, by=by)
        release.save(force_insert=True)
        return release


class NameDiffersFromRecord(Exception):
    """The typed name is not this person's; the message says how we know them."""


def order_purge(*, partner: Partner, typed_name: str, by: User, at: datetime) -> PurgeOrder:
    """Sign that a person's record is to be destroyed. It waits for the operator's run, and can be taken back till then.

    An order that waits already is given back. Raises NotDue or NameDiffersFromRecord.
    """
    with transaction.atomic():
        _hold(partner)
        if reasons := gather.reasons_not_to_purge(partner, clock.day_of(at)):
            raise NotDue(reasons)
        if rules.typed_name_trouble(typed_name, partner.legal_name, partner.legal_name):
            raise NameDiffersFromRecord(f"Type the full name as it stands above: {partner.legal_name}.")
        if waiting := PurgeOrder.objects.waiting().filter(partner=partner).first():
            return waiting
        order = PurgeOrder(partner=partner, signed_at=at, signed_by=by)
        order.save(force_insert=True)
        return order


def withdraw_purge(*, partner: Partner, by: User, at: datetime) -> int:
    """Take back what waits to be purged. Answers how many orders there were; what was carried out stays so."""
    with transaction.atomic():
        _hold(partner)
        return _take_back(partner, by, at)


def _take_back(partner: Partner, by: User, at: datetime) -> int:
    return PurgeOrder.objects.waiting().filter(partner=partner).update(withdrawn_at=at, withdrawn_by=by)


def _hold(partner: Partner) -> None:
    """One act at a time on a person's record; the purge waits for the same row."""
    Partner.objects.select_for_update(of=("self",), no_key=True).get(pk=partner.pk)
