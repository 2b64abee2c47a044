from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from kap_practice.inventory import inventory


class Command(BaseCommand):
    help = "Write docs/security-inventory.md: addresses, permissions, tables with their policies, tasks, settings."

    def handle(self, *args: Any, **options: Any) -> None:
        file = settings.BASE_DIR / "docs" / "security-inventory.md"
        file.write_text(inventory(connection))
        self.stdout.write(f"Written: docs/{file.name}")
