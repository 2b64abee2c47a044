from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from kap_practice.anchors import read_anchors, walk


class Command(BaseCommand):
    help = "Walk along the record of who opened what, and compare it with the anchors kept outside the database."

    def handle(self, *args: Any, **options: Any) -> None:
        """Ends with an error where a line was changed, cut out or added, or an anchor does not fit."""
        if "owner" not in settings.DATABASES:
            raise CommandError("The whole record is read as the owner of the tables: set OWNER_DATABASE_URL.")
        try:
            anchors = read_anchors(settings.KAP_ANCHOR_FILE)
        except ValueError:
            raise CommandError(f"{settings.KAP_ANCHOR_FILE} holds a line that is no anchor.") from None
        found = walk(connections["owner"], anchors)
        self.stdout.write(f"Lines: {found.count}")
        self.stdout.write(f"Mark of the last: {found.mark}")
        self.stdout.write(f"First broken line: {found.first_broken or 'none'}")
        self.stdout.write(f"Anchors compared: {len(anchors)}")
        if found.troubles:
            raise CommandError("\n".join(found.troubles))
        self.stdout.write("The record is whole.")
