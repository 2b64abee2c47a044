"""`manage.py let_back_in EMAIL`: a way in for somebody of the practice who lost phone and recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import actions, clock
from accounts.actor import as_actor
from accounts.links import link_to
from accounts.models import User


class Command(BaseCommand):
    help = (
        "Print a new invitation for somebody of the practice, for when a phone and its recovery codes are lost and "
        "no other therapist can help. Their old password and app stop working at once. Prove first who is asking."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="The address that they sign in with.")

    def handle(self, *args: Any, **options: Any) -> None:
        with as_actor(role="door"):
            person = User.objects.filter(email=options["email"].strip().lower()).first()
            if person is None:
                raise CommandError("Nobody signs in with this address.")
            try:
                token = actions.let_back_in(person=person, at=clock.now())
            except actions.NotOfThePractice:
                raise CommandError(
                    "This is a partner. They sign in with a mailed code; the practice helps on the partner's own page."
                ) from None
        self.stdout.write(f"{person.name} comes in by this link. It works once, for seven days:")
        self.stdout.write(link_to("invitation", token))
