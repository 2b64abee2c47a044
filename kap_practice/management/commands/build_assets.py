from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kap_practice import assets


class Command(BaseCommand):
    help = "Make the stylesheets, scripts and fonts in build/static from the installed packages."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="make them again even when nothing has changed")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = assets.build(settings.BASE_DIR / "build" / "static", force=options["force"])
        except assets.ChangedSource as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write("Assets are made." if made else "Assets are up to date.")
