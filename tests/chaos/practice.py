"""A served practice whose processes can be killed: supervisor, web server, worker, scheduler, broker, a mail server."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from uuid import uuid4

import psutil
import psycopg
import redis
from celery import Celery

from kap_practice import embedded, serving
from outbox.rules import LEASE
from tests import databases
from tests.chaos.mail import MailServer, taking_mail
from tests.journeys.conftest import place_of

PATIENCE_SECONDS = 180
SEND_DUE = "outbox.tasks.send_due"
PERSON = (
    "insert into accounts_user (id, password, email, role, name, is_active) values (%s, '!', %s, 'staff', 'Kim', true)"
)
MESSAGE = """
insert into outbox_message
    (id, key, kind, person_id, channel, address, subject, body, planned_at, due_at, try_at, state, attempts)
select gen_random_uuid(), %s || n, 'test', %s, 'email', 'kim@example.org', 'Appointment', 'Tuesday, 11:00.',
       now(), now(), now(), 'waiting', 0
from generate_series(1, %s) n
returning id
"""


class NotInTime(AssertionError):
    """What was waited for did not happen."""


@dataclass
class Practice:
    """One such practice and what can be done to it."""

    place: serving.Place
    database: psycopg.Connection
    broker: redis.Redis
    queue: Celery
    mail: MailServer
    scratch: Path
    random: Random
    _travelled: timedelta = field(default_factory=timedelta)

    def plan(self, count: int) -> set[str]:
        """Messages that are due now, past every form; answers their keys."""
        person = uuid4()
        self.database.execute(PERSON, [person, f"{person}@example.org"])
        return {str(key) for (key,) in self.database.execute(MESSAGE, [f"{person}:", person, count]).fetchall()}

    def in_state(self, messages: set[str], state: str) -> int:
        row = self.database.execute(
            "select count(*) from outbox_message where id = any(%s::uuid[]) and state = %s", [list(messages), state]
        ).fetchone()
        return int(row[0]) if row else 0

    def all_sent(self, messages: set[str]) -> bool:
        """Whether they are; asks the worker once more if not."""
        done = self.in_state(messages, "sent") == len(messages)
        if not done:
            self.queue.send_task(SEND_DUE)
        return done

    def past_the_lease(self) -> None:
        """Move the practice's clock on, so that what a dead worker held can be taken again."""
        self._travelled += LEASE + timedelta(seconds=1)
        self.database.execute("delete from accounts_clockoffset")
        self.database.execute(
            "insert into accounts_clockoffset (seconds) values (%s)", [round(self._travelled.total_seconds())]
        )

    def workers(self) -> list[psutil.Process]:
        """The worker's parent and then its children, as they run now."""
        with suppress(psutil.Error, OSError, ValueError):
            supervisor = psutil.Process(int(self.place.pid_file.read_text()))
            for process in supervisor.children():
                with suppress(psutil.Error):
                    if "worker" in process.cmdline():
                        return [process, *process.children(recursive=True)]
        return []

    def kill(self, which: Callable[[list[psutil.Process]], list[psutil.Process]], how: int) -> None:
        """Send a signal to some of the worker's processes."""
        until(lambda: len(self.workers()) > 1, "a worker with children")
        for process in which(self.workers()):
            with suppress(psutil.Error):
                process.send_signal(how)

    def marks(self, name: str) -> int:
        """How many lines a task of `tests.chaos.tasks` has left."""
        file = self.scratch / name
        return len(file.read_text().splitlines()) if file.exists() else 0

    def works(self) -> bool:
        """Whether the worker runs a task that is given to it now."""
        name = uuid4().hex
        self.queue.send_task("tests.chaos.tasks.quick", args=[str(self.scratch / name)])
        with suppress(NotInTime):
            until(lambda: self.marks(name) == 1, "a quick task", seconds=60)
            return True
        return False


def until(happened: Callable[[], bool], what: str, *, seconds: float = PATIENCE_SECONDS, step: float = 0.25) -> None:
    """Wait for something. Raises NotInTime."""
    deadline = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > deadline:
            raise NotInTime(f"Waited {seconds:.0f} seconds for {what}.")
        time.sleep(step)


@contextmanager
def served(seed: int) -> Iterator[Practice]:
    """A practice of its own for the length of the block."""
    name = f"chaos_{os.getpid()}"
    with (
        databases.running(),
        databases.own_copy(name),
        databases.own_queue() as number,
        taking_mail() as mail,
        TemporaryDirectory() as scratch,
    ):
        url = databases.queue_url(number)
        place = place_of(
            name, number, DJANGO_SETTINGS_MODULE="tests.chaos.settings", KAP_TEST_DEMO="0", EMAIL_URL=mail.url
        )
        with (
            serving.only_one(place),
            serving.processes(place) as supervisor,
            databases.superuser(name) as database,
            redis.Redis.from_url(url) as broker,
        ):
            serving.wait_until_ready(place, supervisor)
            queue = Celery(broker=embedded.for_celery(url), set_as_current=False)
            yield Practice(place, database, broker, queue, mail, Path(scratch), Random(seed))
