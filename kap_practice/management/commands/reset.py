from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kap_practice import embedded, serving


class Command(BaseCommand):
    help = "Delete this machine's practice with all that was entered, to begin with a fresh one. Bundled servers only."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, yes: bool, **options: Any) -> None:
        if settings.MANAGED:
            raise CommandError("The database is on a server of your own, so nothing was deleted.")
        if not yes and not _confirmed():
            raise CommandError("Nothing was deleted.")
        place = serving.Place(settings.BASE_DIR, settings.BASE_DIR / "var", 0, {})
        try:
            with serving.only_one(place):
                embedded.erase(embedded.location(settings.BASE_DIR, settings.KAP_SERVERS))
                settings.KAP_ANCHOR_FILE.unlink(missing_ok=True)  # of the record that is gone
        except (serving.CannotServe, embedded.ServerTrouble) as trouble:
            raise CommandError(str(trouble)) from None
        self.stdout.write("Deleted. The next make run begins with a fresh practice.")


def _confirmed() -> bool:
    try:
        return input("Delete everything in this practice? Type yes: ").strip() == "yes"
    except EOFError:
        return False
