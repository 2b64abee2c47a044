from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from kap_practice.purging import purge_due


class Command(BaseCommand):
    help = "Destroy the records whose purge a therapist has signed and whose time is over. Needs OWNER_DATABASE_URL."

    def handle(self, *args: Any, **options: Any) -> None:
        """Tells keys and counts, never a name."""
        if "owner" not in settings.DATABASES:
            raise CommandError("Set OWNER_DATABASE_URL: only the owner of the tables can delete a record.")
        done, left = purge_due(at=clock.now(), using="owner")
        for certificate in done:
            total = sum(certificate.counts.values())
            self.stdout.write(f"Order {certificate.order_id}: {total} rows destroyed.")
        for order, reasons in left:
            self.stdout.write(f"Order {order.pk}: left. {' '.join(reasons) or 'It was taken back meanwhile.'}")
        if not done and not left:
            self.stdout.write("No order waits.")
