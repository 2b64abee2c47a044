"""A gentle reminder to one person that something is still open. The mail says nothing of what."""

from datetime import datetime

from accounts import clock
from accounts.actions import NoAddress
from accounts.models import Practice, User
from accounts.rules import phone_as_spoken
from clients.models import Partner
from outbox.actions import put
from outbox.models import Message

KIND = "nudge"
SUBJECT = "A note from {office}"
BODY = """{greeting},

when you have a quiet moment, sign in at {link}. There is no hurry.

{signed}
"""


def remind_partner(*, partner: Partner, link: str, by: User, at: datetime) -> Message:
    """Put one neutral mail into the outbox, at most one a day; a second press is the same mail.

    Whether and when it goes out is the person's own choice of how to be reached, asked when it is sent.
    Raises accounts.actions.NoAddress.
    """
    if not partner.user.address:
        raise NoAddress
    practice = Practice.objects.first()
    office = practice.short_name if practice else ""
    phone = phone_as_spoken(practice.phone) if practice else ""
    return put(
        key=f"{KIND}:{partner.pk}:{clock.day_of(at)}",
        kind=KIND,
        person=partner.user,
        address=partner.user.address,
        subject=SUBJECT.format(office=office),
        body=BODY.format(greeting="Hello", link=link, signed=", ".join(filter(None, (office, phone)))),
        due_at=at,
        at=at,
        names=_names_of_the_other(partner),
    )


def _names_of_the_other(partner: Partner) -> list[str]:
    """What the mail must not hold: the names of whoever shares a couple with this person."""
    others = Partner.objects.filter(memberships__couple__memberships__partner=partner).exclude(pk=partner.pk)
    return [name for one in others for name in {one.called, one.legal_first_name, one.legal_last_name}]
