from datetime import datetime, timedelta

import structlog
from django.conf import settings

from accounts.models import User
from clients.models import HandOff, Partner

log = structlog.get_logger()


class NotInTheirHands(Exception):
    """Only the person who holds the device says who they are."""


def begin_hand_off(*, partner: Partner, by: User, at: datetime) -> HandOff:
    """Give a device of the practice to one person for a set time; one that this person still holds ends.

    What makes the browser theirs is `clients.hand_off.begin_here`.
    """
    Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    end_hand_offs(partner=partner, how=HandOff.End.NEWER, by=by, at=at)
    made = HandOff(
        partner=partner,
        started_at=at,
        started_by=by,
        ends_at=at + timedelta(minutes=settings.KAP["HAND_OFF_MINUTES"]),
    )
    made.save(force_insert=True)
    log.info("hand-off began", to=str(partner.pk), by=str(by.pk))
    return made


def end_hand_offs(*, partner: Partner, how: str, by: User, at: datetime) -> None:
    """End whatever is open for this person."""
    HandOff.objects.filter(partner=partner, ended_at=None).update(ended_at=at, how=how)


def confirm_hand_off(*, hand_off: HandOff, by: User, at: datetime) -> None:
    """The person said that it is they, and that they are alone. Raises NotInTheirHands."""
    if by.pk != hand_off.partner_id:
        raise NotInTheirHands
    HandOff.objects.filter(pk=hand_off.pk, confirmed_at=None).update(confirmed_at=at)


def end_hand_off(*, hand_off: HandOff, how: str, at: datetime) -> None:
    """The device is nobody's from the next click on. Ending twice is ending once."""
    if HandOff.objects.filter(pk=hand_off.pk, ended_at=None).update(ended_at=at, how=how):
        log.info("hand-off ended", of=str(hand_off.partner_id), how=how)
