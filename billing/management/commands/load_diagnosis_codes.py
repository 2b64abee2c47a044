from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from billing.actions.codes import load_diagnosis_codes


class Command(BaseCommand):
    help = "Load the ICD-10-CM code set into its table. Does nothing when it is there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--anew", action="store_true", help="load it again, after a new edition came")

    def handle(self, *args: Any, **options: Any) -> None:
        count = load_diagnosis_codes(anew=options["anew"])
        self.stdout.write(f"{count} diagnosis codes are there.")
