import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib import import_module
from types import FrameType
from typing import Any

import environ
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from accounts.models import Practice
from billing.models import DiagnosisCode
from kap_practice import database_roles, embedded, health, serving
from kap_practice.startup import refusals

OWNER = "owner"


class _AskedToStop(BaseException):
    """Ctrl-C, or a polite kill. Not an Exception, so that nothing on the way takes it for a failure."""


class Command(BaseCommand):
    help = "Serve the practice on this machine: servers, migrations, web, worker and scheduler. What `make run` runs."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        env = environ.Env()
        port = env.int("PORT", default=8000)
        place = serving.Place(settings.BASE_DIR, settings.BASE_DIR / "var", port, {})
        for wanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(wanted, _stop)
        try:
            with serving.only_one(place):
                if not serving.port_is_free(port):
                    sys.exit(f"Port {port} is taken. Choose another one, as in: make run PORT={port + 1}")
                self._serve(place, env)
        except _AskedToStop:
            self.stdout.write("Stopped.")
        except (serving.CannotServe, embedded.ServerTrouble) as trouble:
            sys.exit(str(trouble))

    def _serve(self, place: serving.Place, env: environ.Env) -> None:
        with ExitStack() as stack:
            revive = stack.enter_context(self._servers(env))
            self._prepare_database(env)
            self._tell("Starting the web server, the worker and the scheduler")
            supervisor = stack.enter_context(serving.processes(place))
            stack.callback(self._tell, "Stopping")
            serving.wait_until_ready(place, supervisor)
            self._announce(place.port)
            while supervisor.poll() is None:
                time.sleep(1)
                revive()
            raise serving.CannotServe(f"The processes ended by themselves. See {place.logs}.")

    @contextmanager
    def _servers(self, env: environ.Env) -> Iterator[Callable[[], None]]:
        """The bundled servers, each only when its own address is not set; yields what restarts one that has died."""
        missing = {
            "postgres": not env.str("DATABASE_URL", default=""),
            "valkey": not env.str("REDIS_URL", default=""),
        }
        servers = embedded.location(settings.BASE_DIR, settings.KAP_SERVERS)
        if any(missing.values()):
            self._tell("Starting PostgreSQL and Valkey" if all(missing.values()) else "Starting the bundled server")
        try:
            embedded.start(servers, **missing)
            yield partial(embedded.revive, servers, **missing)
        finally:
            connections.close_all()
            embedded.stop(servers, **missing)

    def _prepare_database(self, env: environ.Env) -> None:
        needed = ("DATABASE_URL", "WORKER_DATABASE_URL", "OWNER_DATABASE_URL") if settings.MANAGED else ()
        if missing := [name for name in needed if not env.str(name, default="")]:
            raise serving.CannotServe(f"To serve from a database of your own, also set {' and '.join(missing)}.")
        if settings.SUPERUSER_DATABASE_URL:
            database_roles.make(settings.SUPERUSER_DATABASE_URL)
        self._migrate()
        self._fill()
        if settings.DEMO and (reasons := refusals(OWNER)):
            raise serving.CannotServe("\n".join(reasons))
        if not settings.MANAGED:  # other machines' workers go on
            health.forget_workers(OWNER)
        connections.close_all()

    def _migrate(self) -> None:
        try:
            executor = MigrationExecutor(connections[OWNER])
        except OperationalError as refusal:
            raise serving.CannotServe(f"The database cannot be reached: {str(refusal).strip()}") from None
        if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self._tell(f"Bringing the database up to date: {len(waiting)} {'steps' if len(waiting) > 1 else 'step'}")
            call_command("migrate", database=OWNER, verbosity=0)

    def _fill(self) -> None:
        """What a new database is given: the code set, and in demo mode the demo's people."""
        if not DiagnosisCode.objects.using(OWNER).exists():
            self._tell("Loading the diagnosis codes")
            call_command("load_diagnosis_codes")
        if settings.DEMO and not get_user_model().objects.using(OWNER).exists():
            self._tell("Loading the demo practice")
            with transaction.atomic():  # Ctrl-C on the way leaves an empty database, not half a practice
                call_command("load_demo")

    def _announce(self, port: int) -> None:
        self.stdout.write(self.style.SUCCESS(f"\nReady: http://localhost:{port}"))
        if settings.DEMO:
            cast = import_module(
                "demo.cast"
            )  # by name: the demo stands above us, and outside demo mode it is not there
            people = cast.people()
            self.stdout.write("Step in as:" if people else "The demo practice is empty.")
            for name, role in people:
                self.stdout.write(f"  {name}, {role}")
        elif not Practice.objects.using(OWNER).exists():
            self.stdout.write("There is no practice yet. To open one: .venv/bin/python manage.py open_practice")
        self.stdout.write("Ctrl-C stops everything.\n")
        self.stdout.flush()

    def _tell(self, what: str) -> None:
        self.stdout.write(f"- {what}")
        self.stdout.flush()


def _stop(signum: int, frame: FrameType | None) -> None:
    for caught in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(caught, signal.SIG_IGN)  # a second Ctrl-C must not cut the orderly stop short
    raise _AskedToStop
