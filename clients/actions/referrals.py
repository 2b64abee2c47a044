from collections.abc import Sequence
from datetime import datetime

from accounts.links import link_to
from accounts.models import Practice, User
from accounts.roles import Role
from clients.actions.invitations import add_colleague
from clients.models import Partner, Referral
from outbox.actions import put

SUBJECT = "Something new for you at {office}"
BODY = """Hello {name},

There is something new for you at {office}. Sign in to read it:

{link}

{office}
"""


class NotAPrescriber(Exception):
    """A partner can be referred only to a prescriber with an open account, or to one who was invited."""


def refer_partner(*, partner: Partner, prescriber: User, by: User, at: datetime) -> Referral:
    """Let one prescriber read this partner's health answers and decide on a clearance, from now on.

    One at a time: a referral to somebody else ends. The same one again changes nothing. Whoever was invited and has not
    joined yet reads it on joining. Raises NotAPrescriber.
    """
    invited = prescriber.joined_at is None and prescriber.invitations.open().exists()
    if prescriber.role != Role.PRESCRIBER or not (prescriber.is_active or invited):
        raise NotAPrescriber
    Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)
    open_now = partner.referrals.filter(ended_at=None)
    if same := open_now.filter(prescriber=prescriber).first():
        return same
    open_now.update(ended_at=at)
    referral: Referral = partner.referrals.create(prescriber=prescriber, made_at=at, made_by=by)
    if prescriber.is_active:
        _tell(referral, at)
    return referral


def invite_prescriber(*, name: str, email: str, partners: Sequence[Partner], by: User, at: datetime) -> User:
    """Invite a prescriber from outside for these people and nobody else: once used, the link is over.

    Licence and NPI they type themselves on joining. Raises accounts.actions.AddressInUse.
    """
    prescriber = add_colleague(name=name, email=email, role=Role.PRESCRIBER, by=by, at=at)
    for partner in partners:
        refer_partner(partner=partner, prescriber=prescriber, by=by, at=at)
    return prescriber


def end_referral(*, referral: Referral, by: User, at: datetime) -> None:
    """Take the reading right back. What the prescriber decided meanwhile stays."""
    Referral.objects.filter(pk=referral.pk, ended_at=None).update(ended_at=at)


def _tell(referral: Referral, at: datetime) -> None:
    office = Practice.objects.values_list("short_name", flat=True).first() or "the office"
    put(
        key=f"referral:{referral.pk}",
        kind="notice",
        person=referral.prescriber,
        address=referral.prescriber.address,
        subject=SUBJECT.format(office=office),
        body=BODY.format(name=referral.prescriber.name, office=office, link=link_to("home")),
        due_at=at,
        at=at,
    )
