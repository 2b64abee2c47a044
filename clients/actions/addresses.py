"""Another address for a partner who signs in already: asked for by the practice, used by whoever reads its mail."""

import secrets
from datetime import datetime

import structlog
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from accounts import clock
from accounts.actions import TOKEN_BYTES
from accounts.actor import as_actor
from accounts.links import link_to
from accounts.models import Practice, User, digest_of
from accounts.rules import phone_as_spoken
from clients import rules
from clients.actions.couples import AddressTaken, SameAddress, addresses_beside, place_of
from clients.models import AddressChange, CareTeam, Partner
from outbox.actions import put

log = structlog.get_logger()
NEW = """Hello,

this address was given to {office} as the one to sign in with from now on. If that is right, open this link:

{link}

It works once, until {until}. Until then the old address stays in use.

If you did not ask for this, you can leave it. Nothing happens without you.

{office}
{phone}
"""
OLD = """Hello,

{office} was asked to use another address for you from now on. If you asked for it, there is nothing to do here.

If you did not, please call us.

{office}
{phone}
"""
TOLD = """Hello {name},

a sign-in address at {office} is being changed. Sign in to see whose it is, and who asked:

{link}

{office}
"""


class NotJoined(Exception):
    """Who has not joined yet has no sign-in to change: their details hold the address of the invitation."""


class LinkRefused(Exception):
    """A link that does nothing. `why` is "unknown", "used", "withdrawn", "expired" or "taken"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def ask_address(*, partner: Partner, address: str, by: User, at: datetime) -> AddressChange:
    """Mail a link to a new address, a notice to the old one, and tell the care team. An earlier link ends.

    Raises NotJoined, SameAddress, AddressTaken.
    """
    if not partner.user.is_active:  # nor has anybody without an address
        raise NotJoined
    if any(rules.same_address(address, other) for other in addresses_beside(partner)):
        raise SameAddress
    with as_actor(role="door"):  # who asks may not see whose it is
        taken = User.objects.filter(email=address).exists()
    if taken:
        raise AddressTaken(place_of(partner))
    partner.address_changes.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=at)
    token = secrets.token_hex(TOKEN_BYTES)
    change = AddressChange(
        partner=partner,
        address=address,
        digest=digest_of(token),
        asked_at=at,
        asked_by=by,
        expires_at=at + rules.ADDRESS_CHANGE_LASTS,
    )
    change.save(force_insert=True)
    _mail(change, token, at)
    log.info("address asked", of=str(partner.pk), by=str(by.pk))
    return change


def use_address(*, token: str, at: datetime) -> User:
    """Use the link: from now on its person signs in with the new address. Raises LinkRefused."""
    found = AddressChange.objects.filter(digest=digest_of(token)).select_for_update(of=("self",)).first()
    trouble = rules.address_change_trouble(found.facts() if found else None, at)
    if found is None or trouble:
        raise LinkRefused(trouble)
    person = User.objects.select_for_update().get(pk=found.partner_id)
    person.email = found.address
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
    except IntegrityError as refusal:
        raise LinkRefused("taken") from refusal
    known = {"email": found.address, "verified": True, "primary": True}
    EmailAddress.objects.update_or_create(user=person, defaults=known)
    AddressChange.objects.filter(pk=found.pk).update(used_at=at)
    log.info("address changed", of=str(person.pk))
    return person


def _mail(change: AddressChange, token: str, at: datetime) -> None:
    practice = Practice.objects.first()
    office = practice.short_name if practice else "The office"
    person = change.partner.user
    known = {"office": office, "phone": phone_as_spoken(practice.phone) if practice else ""}
    until = f"{change.expires_at.astimezone(clock.practice_zone()):%A %-d %B}"
    letters = [
        (person, change.address, f"Your address at {office}", NEW.format(
            link=link_to("use_address", token), until=until, **known), change.expires_at),
        (person, person.address, f"Your address at {office}", OLD.format(**known), None),
    ]  # fmt: skip
    care = CareTeam.objects.filter(couple__memberships__partner=change.partner, couple__memberships__until=None)
    page = link_to("home")  # the address of the page itself would tell
    for member in care.select_related("user"):
        told = TOLD.format(name=member.user.name, link=page, **known)
        letters.append((member.user, member.user.address, f"An address changes at {office}", told, None))
    for number, (to, address, subject, body, not_after) in enumerate(letters):
        put(
            key=f"address:{change.pk}:{number}",
            kind="notice",
            person=to,
            address=address,
            subject=subject,
            body=body.rstrip() + "\n",
            due_at=at,
            at=at,
            not_after=not_after,
        )
