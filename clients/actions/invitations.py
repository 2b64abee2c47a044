from datetime import datetime

from accounts import clock
from accounts.actions import add_person, invite
from accounts.links import link_to
from accounts.models import Invitation, Practice, User
from accounts.roles import Role
from accounts.rules import phone_as_spoken
from clients.models import Partner
from outbox.actions import put, withdraw
from outbox.rules import forbidden

SUBJECT = "An invitation from {office}"
# Anybody at home may read this. It says nothing of the work, and nothing of anybody else.
BODY = """{greeting},

{office} has made a place for you. Open this link to begin:

{link}

The link works once, until {until}. {then}

If you did not expect this, you can leave it. Nothing happens without you.

{office}
{phone}
"""
THEN_A_CODE = "After that you sign in with a code that we mail to you each time, so there is no password to remember."
THEN_A_PASSWORD = "You will choose a password, and set up an app on your phone that shows a second code."  # noqa: S105 - words


def invite_partner(*, partner: Partner, by: User, at: datetime) -> None:
    """Mail one partner a link into their own portal; an earlier link ends.

    Raises accounts.actions.AlreadyJoined, NoAddress.
    """
    _send(person=partner.user, called=partner.called, by=by, at=at)


def invite_again(*, person: User, by: User, at: datetime) -> None:
    """Mail somebody of the practice a new link; an earlier one ends. Raises accounts.actions.AlreadyJoined."""
    _send(person=person, called=person.name, by=by, at=at)


def add_colleague(*, name: str, email: str, role: Role, by: User, at: datetime) -> User:
    """Add somebody of the practice, or its prescriber, and invite them. Raises accounts.actions.AddressInUse."""
    person = add_person(email=email, name=name, role=role, by=by, at=at)
    invite_again(person=person, by=by, at=at)
    return person


def _send(*, person: User, called: str, by: User, at: datetime) -> None:
    withdraw(key_prefix=f"invitation:{person.pk}:", at=at)
    token = invite(person=person, by=by, at=at)
    made = Invitation.objects.by_token(token).get()
    practice = Practice.objects.first()
    office = practice.short_name if practice else "The office"
    words = BODY.format(
        greeting=_greeting(called),
        office=office,
        link=link_to("invitation", token),
        until=f"{made.expires_at.astimezone(clock.practice_zone()):%A %-d %B}",
        then=THEN_A_CODE if person.role == Role.PARTNER else THEN_A_PASSWORD,
        phone=phone_as_spoken(practice.phone) if practice else "",
    )
    put(
        key=f"invitation:{person.pk}:{made.pk}",
        kind="invitation",
        person=person,
        address=person.address,
        subject=SUBJECT.format(office=office),
        body=words.rstrip() + "\n",
        due_at=at,
        at=at,
        not_after=made.expires_at,
    )


def _greeting(called: str) -> str:
    """By name, save for a name that is also a word no mail may hold: nobody is kept out for being called Counsel."""
    return "Hello" if forbidden(called) else f"Hello {called}"
