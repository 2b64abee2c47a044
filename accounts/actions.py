"""What can be done about people who sign in: invite, accept, add, close; and about the practice itself."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction

from accounts import rules
from accounts.hours import Week, as_stored
from accounts.models import Cover, Credential, Invitation, Practice, SignIn, User, digest_of
from accounts.roles import Role

log = structlog.get_logger()
TOKEN_BYTES = 32
PRACTICE_ROLES = (Role.THERAPIST, Role.STAFF, Role.PRESCRIBER)


class AddressInUse(Exception):
    """Somebody already has this e-mail address; whose it is, is not said."""


class AlreadyJoined(Exception):
    """The person has joined and needs no invitation."""


class NoAddress(Exception):
    """Nobody can be invited, or sign in by themselves, without an e-mail address."""


class InvitationRefused(Exception):
    """A link that opens nothing. `why` is "unknown", "used", "withdrawn" or "expired"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class CannotClose(Exception):
    """An account that must stay open; the message says why."""


class NotOfThePractice(Exception):
    """A partner is let back in by the practice, on the partner's own page."""


class ImpossibleDays(Exception):
    """The last day is before the first."""


class PracticeExists(Exception):
    """There is a practice already, and one database holds one."""


def add_person(*, email: str | None, name: str, role: Role, by: User | None, at: datetime) -> User:
    """Make a person who can be invited, if there is an address; nobody can sign in as them yet. Raises AddressInUse."""
    try:
        with transaction.atomic():
            return User.objects.create_user(email, role=role, name=name)
    except IntegrityError as refusal:
        raise AddressInUse from refusal


def invite(*, person: User, by: User | None, at: datetime) -> str:
    """Make a link for one person and answer its token, which is kept nowhere. Older links end.

    `by` is nobody only for the first therapist, who is invited from the server's own terminal. Raises AlreadyJoined,
    NoAddress.
    """
    if person.is_active:
        raise AlreadyJoined
    if not person.email:
        raise NoAddress
    person.invitations.open().update(withdrawn_at=at)
    token = secrets.token_hex(TOKEN_BYTES)  # digits and a-f: by chance no forbidden word
    person.invitations.create(digest=digest_of(token), sent_at=at, sent_by=by, expires_at=at + rules.INVITATION_LASTS)
    return token


def accept(
    *, token: str, at: datetime, password: str | None = None, credential: Mapping[str, str] | None = None
) -> User:
    """Use a link, once: its person can sign in from now on, and the address it was sent to is proved.

    A prescriber brings a `credential`, the licence and number that stand on what they sign.

    Practice people come with a `password` and set up their second factor anew; a partner's account has none, since
    partners sign in with a mailed code. Raises InvitationRefused, or ValidationError for a weak password.
    """
    invitation = Invitation.objects.by_token(token).select_for_update(of=("self",)).select_related("user").first()
    trouble = rules.invitation_trouble(invitation.facts() if invitation else None, at)
    if invitation is None or trouble:
        raise InvitationRefused(trouble)
    person = invitation.user
    if person.role == Role.PARTNER:
        person.set_unusable_password()
    else:
        validate_password(password or "", person)
        person.set_password(password)
        Authenticator.objects.filter(user=person).delete()
    person.is_active, person.joined_at = True, person.joined_at or at
    person.save(update_fields=["password", "is_active", "joined_at"])
    if credential:
        Credential.objects.update_or_create(user=person, defaults=dict(credential))
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})
    return person


def close_account(*, person: User, by: User, at: datetime) -> None:
    """Let a colleague in no longer, from the next click on. What they did stays, with their name.

    Raises CannotClose for a partner, for oneself, and for the last therapist.
    """
    if person.role == Role.PARTNER:
        raise CannotClose("A partner's account is closed with their care, on the couple's page.")
    if person == by:
        raise CannotClose("You cannot close your own account. Ask another therapist.")
    therapists = User.objects.filter(role=Role.THERAPIST, is_active=True).order_by("pk").select_for_update()
    if by not in therapists:  # so that two who close each other at once do not leave the practice without one
        raise CannotClose("Your own account was closed just now.")
    person.is_active = False
    person.save(update_fields=["is_active"])
    person.invitations.open().update(withdrawn_at=at)
    end_sign_ins(person=person, by=by, at=at)


def list_sign_in(*, person: User, session_key: str, device: str, at: datetime) -> SignIn:
    """Add a sign-in that just began to its person's list; those that ended long ago leave it."""
    over = at - timedelta(hours=settings.ABSOLUTE_HOURS)
    SignIn.objects.filter(user=person, began_at__lt=over).delete()
    return SignIn.objects.create(user=person, session_key=session_key, device=device, began_at=at, seen_at=at)


def see_sign_in(*, sign_in: UUID, session_key: str, at: datetime) -> None:
    """Note that somebody is still there. The key of a session changes with a password, so it is noted too."""
    SignIn.objects.filter(pk=sign_in).update(seen_at=at, session_key=session_key)


def end_sign_ins(*, person: User, by: User, at: datetime, only: UUID | None = None, but: str | None = None) -> int:
    """Sign a person out everywhere from the next click on: in all browsers, or in `only` one of the list, or in all
    but the one whose session key is `but`. Answers how many ended."""
    rows = SignIn.objects.filter(user=person).exclude(session_key=but)
    found = dict((rows.filter(pk=only) if only else rows).values_list("pk", "session_key"))
    Session.objects.filter(session_key__in=found.values()).delete()
    SignIn.objects.filter(pk__in=found).delete()
    log.info("sign-ins ended", of=str(person.pk), by=str(by.pk), count=len(found))
    return len(found)


def let_back_in(*, person: User, at: datetime) -> str:
    """A new link for somebody of the practice who lost phone and codes; answers its token. Until the link is used
    nobody signs in as them. Only for the server's own terminal. Raises NotOfThePractice."""
    if person.role == Role.PARTNER:
        raise NotOfThePractice
    person.is_active = False
    person.save(update_fields=["is_active"])
    log.warning("let back in", user=str(person.pk))
    return invite(person=person, by=None, at=at)


def open_practice(*, practice: dict[str, Any], therapist: dict[str, str], at: datetime) -> str:
    """Make the practice and its first therapist; answers the token of the therapist's invitation.

    Raises PracticeExists, AddressInUse.
    """
    if Practice.objects.exists():
        raise PracticeExists
    with transaction.atomic():
        Practice.objects.create(**practice)
        person = add_person(**therapist, role=Role.THERAPIST, by=None, at=at)
        Credential.objects.create(user=person)
        return invite(person=person, by=None, at=at)


def change_practice(*, practice: Practice, by: User, at: datetime, **details: str) -> None:
    """Change what the practice prints and where it can be reached. What was issued before keeps the old words."""
    for name, value in details.items():
        setattr(practice, name, value)
    practice.save(update_fields=list(details))


def set_watch(
    *, practice: Practice, week: Week, after_hours_phone: str, leave_url: str, by: User, at: datetime
) -> None:
    """Say when somebody reads and answers, whom to call at other hours, and where “Leave this page” leads."""
    practice.office_hours = as_stored(week)
    practice.after_hours_phone, practice.leave_url = after_hours_phone, leave_url
    practice.save(update_fields=["office_hours", "after_hours_phone", "leave_url"])


def add_cover(
    *,
    away: User | None,
    name: str,
    phone: str,
    starts_on: date,
    ends_on: date,
    by: User,
    at: datetime,
    user: User | None = None,
) -> Cover:
    """Say who answers between two days, both included: in place of `away`, or on call after hours for nobody's.

    Whoever is on call and signs in here, as `user`, is told of an answer that cannot wait. Raises ImpossibleDays.
    """
    if ends_on < starts_on:
        raise ImpossibleDays
    return Cover.objects.create(
        user=user, away=away, name=name, phone=phone, starts_on=starts_on, ends_on=ends_on, made_at=at, made_by=by
    )


def withdraw_cover(*, cover: Cover, by: User, at: datetime) -> None:
    """Take it back: from now on it stands nowhere. Doing it twice is doing it once."""
    Cover.objects.filter(pk=cover.pk, withdrawn_at=None).update(withdrawn_at=at)


def change_credential(*, person: User, by: User, at: datetime, **details: str) -> None:
    """Change a clinician's own letters, licence and number. What was issued before keeps the old ones."""
    Credential.objects.update_or_create(user=person, defaults=details)
