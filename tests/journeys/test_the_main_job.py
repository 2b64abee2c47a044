"""From two names to a superbill, as five people, on the real server, worker, broker and documents.

At each step it is asked what the other partner and the office do not see.
"""

import io
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from tests.journeys.people import DESK, PHONE, Person, person

PACIFIC = ZoneInfo("America/Los_Angeles")
PATIENCE = 60


class Clock:
    """The practice's clock, moved for the web server and the worker alike."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    def now(self) -> datetime:
        row = self.connection.execute("select seconds from accounts_clockoffset").fetchone()
        return datetime.now(UTC) + timedelta(seconds=row[0] if row else 0)

    def stand_at(self, moment: datetime) -> None:
        seconds = int((moment - datetime.now(UTC)).total_seconds())
        self.connection.execute("delete from accounts_clockoffset")
        self.connection.execute("insert into accounts_clockoffset (seconds) values (%s)", [seconds])
        self.connection.commit()

    def pass_minutes(self, minutes: int) -> None:
        self.stand_at(self.now() + timedelta(minutes=minutes))


@pytest.fixture
def clock(superuser: psycopg.Connection) -> Iterator[Clock]:
    clock = Clock(superuser)
    yield clock
    superuser.execute("delete from accounts_clockoffset")
    superuser.commit()


def mail_to(connection: psycopg.Connection, address: str, about: str) -> str:
    """Wait for the newest mail to an address whose subject holds `about`; answers its body."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        row = connection.execute(
            "select body from demo_sentmail where address = %s and subject like %s order by at desc limit 1",
            [address, f"%{about}%"],
        ).fetchone()
        connection.rollback()
        if row:
            return str(row[0])
        time.sleep(0.5)
    raise AssertionError(f"No mail about {about!r} came to {address}.")


def step_in(someone: Person) -> None:
    """Through the demo's door, which leaves the records of a real sign-in."""
    someone.go("/demo/")
    someone.press(f"Step in as {someone.name}")


def come_in(someone: Person, address: str, connection: psycopg.Connection) -> None:
    """By the link in the invitation and the code in the mail, as a partner does."""
    link = re.search(r"https?://\S+", mail_to(connection, address, "invitation"))
    assert link is not None
    someone.go(link[0])
    someone.press("Go on, and send me a code")
    code = re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", mail_to(connection, address, "code"), re.MULTILINE)
    assert code is not None
    someone.page.locator("[name='code']").fill(code[1])
    someone.page.locator("main button[type='submit'], main button.btn-primary").first.click()
    someone.look()
