"""A browser in which somebody has just shown who they are, as `accounts.proof` asks for before what weighs."""

from django.test import Client

from accounts.models import User
from tests.cast import NOON, signed_in_as


def proved_as(user: User) -> Client:
    """Signed in at noon, and proved in the same moment."""
    client = signed_in_as(user, at=NOON)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["reauthenticated"] = True
    session.save()
    return client
