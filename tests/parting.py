"""States of a couple that parts or whose care ends, made by acting."""

from datetime import datetime

from django.test import Client

from accounts.actor import as_actor
from accounts.models import User
from clients import actions as clients
from clients.models import Couple, Partner, Separation
from sessions import actions
from tests.cast import NOON, Cast, signed_in_as


def separating(cast: Cast, at: datetime = NOON) -> Separation:
    with as_actor(cast.therapist):
        return clients.open_separation(couple=cast.couple, by=cast.therapist, at=at)


def told(cast: Cast, separation: Separation, partner: Partner, at: datetime = NOON, words: str = "") -> None:
    with as_actor(cast.therapist):
        clients.record_telling(
            separation=separation, partner=partner, how="by_voice", told_at=at, words=words, by=cast.therapist, at=at
        )


def parted(cast: Cast, at: datetime = NOON) -> Separation:
    """Both told, and the separation in effect."""
    separation = separating(cast, at)
    for partner in (cast.ann, cast.ben):
        told(cast, separation, partner, at)
    with as_actor(cast.therapist):
        actions.part(separation=separation, by=cast.therapist, at=at)
    return separation


def alone(cast: Cast, partner: Partner, therapist: User, at: datetime = NOON) -> Couple:
    """One of a couple that parted goes on, in the care of this therapist."""
    with as_actor(cast.therapist):
        return actions.go_on_alone(partner=partner, therapist=therapist, by=cast.therapist, at=at)


def closed(cast: Cast, at: datetime = NOON) -> None:
    with as_actor(cast.therapist):
        actions.close_care(couple=cast.couple, by=cast.therapist, at=at)


def proved_as(user: User, at: datetime = NOON) -> Client:
    """A client whose person has just shown who they are, for what weighs."""
    client = signed_in_as(user, at=at)
    session = client.session
    session["account_authentication_methods"][-1]["reauthenticated"] = True
    session.save()
    return client
