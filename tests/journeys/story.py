"""What the steps of a journey share: the people, their clock, the mail that reaches them, and where things are."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

import psycopg

from tests.journeys.people import Person

PIN = "271835"  # of every partner who has one
PACIFIC = ZoneInfo("America/Los_Angeles")
PATIENCE_SECONDS = 60
Found = TypeVar("Found")


class Clock:
    """The practice's clock, moved for the web server and the worker alike."""

    def __init__(self, database: psycopg.Connection) -> None:
        self.database = database

    def now(self) -> datetime:
        row = self.database.execute("select seconds from accounts_clockoffset").fetchone()
        return datetime.now(UTC) + timedelta(seconds=row[0] if row else 0)

    def stand_at(self, moment: datetime) -> None:
        """Let it be this moment. It goes on from there, and people who were signed in may be signed out by it."""
        self.reset()
        seconds = round((moment - datetime.now(UTC)).total_seconds())
        self.database.execute("insert into accounts_clockoffset (seconds) values (%s)", [seconds])

    def go_on(self, *, minutes: int) -> None:
        self.stand_at(self.now() + timedelta(minutes=minutes))

    def reset(self) -> None:
        self.database.execute("delete from accounts_clockoffset")


@dataclass
class Story:
    """Five people, when their session is to begin, and the addresses that they have come to so far."""

    database: psycopg.Connection
    clock: Clock
    maya: Person
    sol: Person
    ruth: Person
    ann: Person
    ben: Person
    tablet: Person
    starts_at: datetime
    couple: str = ""
    reviews: dict[str, str] = field(default_factory=dict)
    appointment: str = ""
    superbill: str = ""

    @property
    def couple_id(self) -> str:
        return self.couple.split("/")[2]

    @property
    def appointment_id(self) -> str:
        return self.appointment.split("/")[2]

    @property
    def money(self) -> str:
        return f"/billing{self.couple}"

    def mails(self, address: str, about: str) -> list[str]:
        """The bodies of the mails to an address whose subject begins like this, the newest first."""
        rows = self.database.execute(
            "select body from demo_sentmail where address = %s and subject like %s order by at desc",
            [address, f"{about}%"],
        )
        return [str(row[0]) for row in rows]

    def mail(self, address: str, about: str) -> str:
        """The newest such mail; waits for the worker."""
        return wait_for(lambda: next(iter(self.mails(address, about)), ""), f"a mail about {about!r} to {address}")

    def count(self, rows: str, *values: str) -> int:
        """How many rows are really stored: "table where column = %s"."""
        row = self.database.execute(f"select count(*) from {rows}", values).fetchone()
        assert row is not None
        return int(row[0])


def wait_for(found: Callable[[], Found], what: str) -> Found:
    """Ask until there is an answer, for as long as a worker may take."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if answer := found():
            return answer
        time.sleep(0.3)
    raise AssertionError(f"Nothing came in {PATIENCE_SECONDS} seconds: {what}.")


def step_in(someone: Person) -> None:
    """Through the demo's door, which leaves the records of a real sign-in with both factors."""
    someone.go("/demo/")
    if someone.path != "/demo/":
        assert "quiet minutes" in someone.words() or "12 hours" in someone.words()
        someone.go("/demo/")
    someone.press(f"Step in as {someone.name}")


def opens_papers(someone: Person) -> None:
    """With a PIN, chosen the first time; a pattern is refused."""
    someone.go("/my/papers/")
    if "Choose a PIN" in someone.words():
        someone.fill(pin="123456", again="123456")
        someone.press("Keep this PIN and go on")
        someone.is_told("pin", "harder to guess")
        someone.fill(pin=PIN, again=PIN)
        someone.press("Keep this PIN and go on")
    else:
        someone.fill(pin=PIN)
        someone.press("Open my papers")
    assert someone.path == "/my/papers/"


def come_in(story: Story, someone: Person, address: str) -> None:
    """By the link in the invitation and the code in the next mail, as a partner does for the first time."""
    link = re.search(r"https?://\S+", story.mail(address, "An invitation"))
    assert link is not None
    someone.go(link[0])
    someone.press("Go on, and send me a code")
    enter_code(story, someone, address, after=0)


def come_back(story: Story, someone: Person, address: str) -> None:
    """With a new code, as a partner does every other time."""
    before = len(story.mails(address, "Your code"))
    someone.go("/accounts/login/code/")
    someone.fill(email=address)
    someone.press("Send me a code")
    enter_code(story, someone, address, after=before)


def enter_code(story: Story, someone: Person, address: str, *, after: int) -> None:
    """Copy the code from the mail that comes after those that came before."""

    def newest() -> str:
        mails = story.mails(address, "Your code")
        return mails[0] if len(mails) > after else ""

    code = re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", wait_for(newest, f"a code to {address}"), re.MULTILINE)
    assert code is not None
    someone.fill(code=code[1])
    someone.press("Sign in")


def everybody_comes_back(story: Story) -> None:
    """After quiet minutes everybody was signed out, and signs in anew."""
    for someone in (story.maya, story.sol, story.ruth):
        step_in(someone)
    come_back(story, story.ann, "ann@example.org")
    come_back(story, story.ben, "ben@example.org")
