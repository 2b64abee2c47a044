from argparse import ArgumentParser
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kap_practice import database_roles, embedded


class Command(BaseCommand):
    help = "Make the database, its four roles and what each may do. Safe to run again."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--sql", action="store_true", help="print the SQL for an administrator instead, and run nothing"
        )
        parser.add_argument("--database", default=embedded.DATABASE, help="the database's name in the printed SQL")

    def handle(self, *args: Any, sql: bool, database: str, **options: Any) -> None:
        if sql:
            self.stdout.write(self._script(database))
            return
        url = settings.SUPERUSER_DATABASE_URL
        if not url:
            raise CommandError(
                "Set SUPERUSER_DATABASE_URL for this command, or give an administrator the output of --sql."
            )
        try:
            new = database_roles.make(url)
        except psycopg.Error as refusal:
            raise CommandError(f"The database refused: {str(refusal).strip()}") from None
        self.stdout.write("The database and its roles are made." if new else "The database and its roles are in place.")

    def _script(self, database: str) -> str:
        parts = [
            "-- As an administrator, in any database of the server. Then give each role a password.",
            *(f"{statement};" for statement in database_roles.for_server()),
            f"{database_roles.create_database(database)};",
            f'\n-- Then in the new database: \\connect "{database}"',
            *(f"{statement};" for statement in database_roles.for_database(database)),
        ]
        return "\n".join(parts)
