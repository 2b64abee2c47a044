from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from accounts.models import Practice
from demo.story.load import load


class Command(BaseCommand):
    help = "Fill an empty database with the demo practice."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses a database that holds a practice already."""
        if Practice.objects.exists():
            raise CommandError("This database holds a practice already. The demo is loaded into an empty one only.")
        load(clock.now())
