"""How the demo practice begins: the practice, those who work there, its fees, and three couples."""

import secrets
from datetime import date, datetime, time, timedelta

from accounts import actions as accounts
from accounts.models import User
from clients.actions.couples import PartnerDetails, add_couple
from clients.actions.invitations import invite_partner
from clients.models import Couple, Partner
from demo.cast import MAYA, WORKERS, Client
from demo.story.telling import as_actor
from screening.actions import ask_baseline
from sessions import actions as sessions
from sessions.actions import make_plan

PRACTICE = {
    "name": "Harbor Relational Therapy",
    "short_name": "Harbor Office",
    "address_line_1": "1200 Grove Street",
    "address_line_2": "Suite 4",
    "city": "Oakland",
    "state": "CA",
    "postal_code": "94612",
    "phone": "+1 510-555-0100",
    "email": "office@demo.example",
    "ein": "12-3456789",
    "zone": "America/Los_Angeles",
}


def open_practice(at: datetime) -> dict[str, User]:
    """Make the practice and its three workers, each with an own sign-in; answers them by address."""
    with as_actor(role="door", at=at):
        token = accounts.open_practice(
            practice=PRACTICE | {"filled_by_demo": True}, therapist={"name": MAYA.name, "email": MAYA.email}, at=at
        )
        found = {MAYA.email: accounts.accept(token=token, at=at, password=unguessable())}
    for worker in WORKERS[1:]:
        with as_actor(found[MAYA.email], at=at):
            person = accounts.add_person(
                email=worker.email, name=worker.name, role=worker.role, by=found[MAYA.email], at=at
            )
            token = accounts.invite(person=person, by=found[MAYA.email], at=at)
        with as_actor(role="door"):
            found[worker.email] = accounts.accept(token=token, at=at, password=unguessable())
    for worker in WORKERS:
        if worker.npi:
            with as_actor(found[worker.email], at=at):
                accounts.change_credential(
                    person=found[worker.email],
                    by=found[worker.email],
                    at=at,
                    letters=worker.letters,
                    licence_number=worker.licence_number,
                    licence_state="CA",
                    npi=worker.npi,
                    phone=worker.phone,
                )
    return found


def set_up_calendar(maya: User, sol: User, today: date, at: datetime) -> None:
    """Opening hours, two rooms, a holiday, and a day of training on which something is booked already."""
    every_day = (time(9), time(18))  # the story's dates can fall on any day of the week
    with as_actor(maya, at=at):
        sessions.set_opening_hours(week=[every_day] * 7)
        for name in ("Garden room", "Studio"):
            sessions.add_room(name=name, by=maya, at=at)
    for words, therapist, days in (("Holiday", None, 12), ("training", maya, 3)):
        with as_actor(sol, at=at):
            first = today + timedelta(days=days)
            sessions.close_days(therapist=therapist, words=words, starts_on=first, ends_on=first, by=sol, at=at)


def unguessable() -> str:
    """A password that nobody is told: the people of the demo are stepped into."""
    return secrets.token_urlsafe(24)


def take_into_care(first: Client, second: Client, by: User, at: datetime) -> Couple:
    """Add two people as a couple with the default plan and the first questionnaires; its partners come with it."""
    with as_actor(by, at=at):
        couple = add_couple(first=details(first), second=details(second), by=by, at=at)
        make_plan(couple=couple, by=by, at=at)
        couple = Couple.objects.with_partners().get(pk=couple.pk)
        ask_baseline(partners=couple.partners(), at=at)
        return couple


def invite(partner: Partner, by: User, at: datetime, *, joins: bool = True) -> None:
    """Mail the invitation, and let the person come in half an hour later."""
    with as_actor(by, at=at):
        invite_partner(partner=partner, by=by, at=at)
    if joins:
        with as_actor(role="door", at=at):
            token = accounts.invite(person=partner.user, by=by, at=at)
            accounts.accept(token=token, at=at + timedelta(minutes=30))


def details(client: Client) -> PartnerDetails:
    city, state, postal_code = client.address
    return PartnerDetails(
        email=client.email,
        legal_first_name=client.first,
        legal_last_name=client.last,
        preferred_name=client.preferred,
        pronouns=client.pronouns,
        birth_date=client.born,
        phone=client.phone,
        address_line_1=client.street,
        city=city,
        state=state,
        postal_code=postal_code,
        insurer=client.insurer,
        member_id=client.member_id,
    )
