from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.rotation import rotate


class Command(BaseCommand):
    help = (
        "Write every sealed word anew under the first of FIELD_KEYS. Put the new key first and keep the old one, "
        "restart everything, run this, then take the old one out. Safe while the practice runs, and safe to run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if "owner" not in settings.DATABASES:
            raise CommandError("Set OWNER_DATABASE_URL for this command: only the owner may write sealed words anew.")
        rewritten = unreadable = 0
        for outcome in rotate():
            rewritten, unreadable = rewritten + outcome.rewritten, unreadable + len(outcome.unreadable)
            place = f"{outcome.place.table}.{outcome.place.column}"
            self.stdout.write(f"{place}: {outcome.rewritten} written anew, {len(outcome.unreadable)} unreadable")
        if unreadable:
            raise CommandError(
                f"{unreadable} rows cannot be read with any key. Take none out: find the one that wrote them."
            )
        self.stdout.write(self.style.SUCCESS(f"{rewritten} rows written anew, none left under another key."))
