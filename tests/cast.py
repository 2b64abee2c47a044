"""The cast that tests play with: one practice and its people, two couples. Rows beyond that are made by acting."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client

from accounts.actor import act_as, as_actor
from accounts.models import Credential, Practice, User
from accounts.roles import Role
from clients.models import CareTeam, Couple, Membership, Partner

PASSWORD = "correct horse battery"
NOON = datetime(2026, 11, 17, 20, 0, tzinfo=UTC)  # a Tuesday, 12:00 Pacific


def person(name: str, role: Role, email: str = "") -> User:
    email = email or f"{name.split(maxsplit=1)[0].lower()}@example.org"
    password = None if role == Role.PARTNER else PASSWORD
    user = User.objects.create_user(email, role=role, name=name, password=password, is_active=True)
    user.joined_at = NOON
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def partner(first: str, last: str, born: date = date(1988, 3, 4)) -> Partner:
    return Partner.objects.create(
        user=person(f"{first} {last}", Role.PARTNER),
        legal_first_name=first,
        legal_last_name=last,
        birth_date=born,
        phone="+13105550142",
        address_line_1="4 Alder Lane",
        city="Oakland",
        state="CA",
        postal_code="94610",
        added_at=NOON,
    )


def couple_of(by: User, therapist: User, first: Partner, second: Partner) -> Couple:
    couple = Couple.objects.create(opened_at=NOON, opened_by=by)
    for place, member in (("A", first), ("B", second)):
        Membership.objects.create(couple=couple, partner=member, place=place, since=NOON.date())
    CareTeam.objects.create(couple=couple, user=therapist, since=NOON)
    return couple


@dataclass
class Cast:
    """Everybody by name: T therapist, S staff, R prescriber; Ann and Ben, Cat and Dan the two couples."""

    practice: Practice
    therapist: User
    staff: User
    prescriber: User
    ann: Partner
    ben: Partner
    cat: Partner
    dan: Partner
    couple: Couple
    other_couple: Couple
    other_therapist: User


def make_cast() -> Cast:
    with as_actor(role="door"):
        practice = Practice.objects.create(
            name="Harbor Relational Therapy",
            short_name="Harbor",
            address_line_1="1200 Grove Street",
            address_line_2="Suite 4",
            city="Oakland",
            state="CA",
            postal_code="94612",
            phone="+15105550100",
            ein="12-3456789",
        )
        therapist = person("Maya Okafor", Role.THERAPIST)
        Credential.objects.create(
            user=therapist, letters="LMFT, CST", licence_number="MFT 104233", licence_state="CA", npi="1234567893"
        )
        prescriber = person("Ruth Lee", Role.PRESCRIBER)
        Credential.objects.create(
            user=prescriber, letters="MD", licence_number="A 88123", licence_state="CA", npi="1993999998"
        )
        staff = person("Sol Rivera", Role.STAFF)
        other_therapist = person("Otto Brandt", Role.THERAPIST)
    with as_actor(staff):
        ann, ben = partner("Ann", "Archer"), partner("Ben", "Boyd", date(1985, 7, 9))
        cat, dan = partner("Cat", "Cole", date(1991, 1, 30)), partner("Dan", "Diaz", date(1990, 12, 5))
        couple = couple_of(staff, therapist, ann, ben)
        other = couple_of(staff, other_therapist, cat, dan)
    return Cast(practice, therapist, staff, prescriber, ann, ben, cat, dan, couple, other, other_therapist)


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast. What a test looks up between two acts, it sees as the first couple's therapist.

    A test in real transactions has no such onlooker, and says itself who looks.
    """
    made = make_cast()
    if connection.in_atomic_block:
        act_as(made.therapist)
    return made


def signed_in_as(user: User, *, at: datetime | None = None) -> Client:
    """A client whose sign-in used every factor that the person's role needs, as allauth records it, and just now;
    a partner has opened their papers in it."""
    client = Client()
    with as_actor(role="door"):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    method = "code" if user.role == Role.PARTNER else "mfa"
    session = client.session
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [{"method": method, "at": at.timestamp() if at else time.time()}]
    if user.role == Role.PARTNER:
        session["papers_opened"] = str(user.pk)
    # As if its first page had listed it already, so that no page counts that question.
    session["sign_in"] = {"id": str(uuid4()), "key": session.session_key, "at": "2100-01-01T00:00:00+00:00"}
    session.save()
    return client
