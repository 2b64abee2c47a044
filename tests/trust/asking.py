"""One request as one person, and everything that it did. Nothing of it stays: each is rolled back."""

import copy
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.actor import as_actor
from accounts.models import User
from accounts.roles import Role
from clients.models import Partner
from tests.cast import Cast, person, signed_in_as

SAFE = ("GET", "HEAD")
UNUSED = ("PUT", "PATCH", "DELETE", "OPTIONS")
METHODS = (*SAFE, "POST", *UNUSED)
WHO = ("nobody", "ann", "ben", "cat", "staff", "prescriber", "therapist", "other_therapist", "closed")
# Looking at a page may write these and nothing else: the sign-in's own clock, and the record of who looked.
WRITTEN_BY_LOOKING = (
    "django_session",
    "accesslog",
    "pghistory_context",
    "ratelimit",
    "rate_limit",
    "throttle",
    "accounts_tries",  # HEAD counts as a try at the doors
)
WRITES = """
select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables
where n_tup_ins + n_tup_upd + n_tup_del > 0
"""


@dataclass(frozen=True)
class Answer:
    """What came back: the bytes as they went out, and the tables in which the request wrote."""

    status: int
    location: str
    headers: Mapping[str, str]
    content: bytes
    wrote: Mapping[str, int]
    seconds: float

    @property
    def verdict(self) -> str:
        """`in` = sent to sign in, `on` = led on to another page, otherwise the status; as tests/test_access.py says."""
        if self.status != 302:
            return str(self.status)
        doors = (reverse("account_login"), reverse("account_request_login_code"))
        return "in" if self.location.split("?", maxsplit=1)[0] in doors else "on"

    @property
    def changed(self) -> frozenset[str]:
        """The tables that it changed beyond what looking may write."""
        return frozenset(table for table in self.wrote if not any(word in table for word in WRITTEN_BY_LOOKING))


def browsers(cast: Cast, at: datetime) -> dict[str, Client]:
    """Everybody with a browser in which they have signed in; one account was closed afterwards."""
    found = {"nobody": Client(raise_request_exception=False)}
    for who in WHO[1:-1]:
        somebody = getattr(cast, who)
        found[who] = signed_in_as(somebody.user if isinstance(somebody, Partner) else somebody, at=at)
    with as_actor(role="door"):
        closed = User.objects.filter(email="zoe@example.org").first() or person("Zoe Frost", Role.THERAPIST)
        User.objects.filter(pk=closed.pk).update(is_active=True)
    found["closed"] = signed_in_as(closed, at=at)
    with as_actor(role="door"):
        User.objects.filter(pk=closed.pk).update(is_active=False)
    for browser in found.values():
        browser.raise_request_exception = False
    return found


def ask(browser: Client, url: str, method: str = "GET", data: Any = None, **headers: Any) -> Answer:
    """Ask, note what was written, and take everything back, the browser's cookies too."""
    cookies = copy.deepcopy(browser.cookies)
    cache.clear()
    try:
        with rolled_back():
            before, began = writes(), time.perf_counter()
            response = send(browser, url, method, data, **headers)
            seconds = time.perf_counter() - began
            after = {} if connection.needs_rollback else writes()
            wrote = {
                table: count - before.get(table, 0) for table, count in after.items() if count != before.get(table)
            }
    finally:
        browser.cookies = cookies
    return Answer(
        response.status_code,
        response.headers.get("Location", ""),
        dict(response.headers),
        content_of(response),
        wrote,
        seconds,
    )


def send(browser: Client, url: str, method: str = "GET", data: Any = None, **headers: Any) -> HttpResponse:
    """The bare request."""
    act = getattr(browser, method.lower(), None)
    if method in {"GET", "HEAD", "POST"} and act:
        return act(url, data, **headers)  # type: ignore[no-any-return]  # the client's methods by name
    return browser.generic(method, url, **headers)  # type: ignore[return-value]  # a plain response behind the client's type


def content_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


@contextmanager
def rolled_back() -> Iterator[None]:
    """A block of which nothing stays in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def writes() -> dict[str, int]:
    """How many rows this transaction has written so far, by table; what a savepoint took back counts too."""
    with connection.cursor() as cursor:
        cursor.execute(WRITES)
        return dict(cursor.fetchall())


def swapped(cast: Cast) -> Cast:
    """The same cast with the two partners of the couple in each other's place."""
    return replace(cast, ann=cast.ben, ben=cast.ann)
