"""Browsers of people who have just shown again who they are, for pages that ask for it."""

import time

from django.test import Client

from accounts.models import User
from accounts.roles import Role
from tests.cast import signed_in_as


def proved_as(user: User) -> Client:
    """A client in which this person has shown a moment ago who they are; a partner has opened their papers."""
    client = signed_in_as(user)
    session = client.session
    if user.role == Role.PARTNER:
        session["papers_opened"] = str(user.pk)
    now = {"at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [record | now for record in session["account_authentication_methods"]]
    session.save()
    return client
