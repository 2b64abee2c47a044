"""Everything that one partner can get from the product, in a form in which two worlds can be compared to the byte."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import time_machine
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from accounts.actor import as_actor
from accounts.checks import url_patterns
from accounts.policy import GRANTS, Permission
from accounts.roles import Role
from billing.models import Superbill
from clients.models import Partner
from outbox.models import Message
from reminders import actions as reminders
from screening.rules.pages import ISSUES_PAGE, PAGES
from sessions.models import Appointment, PlanStep
from tests.cast import Cast, signed_in_as
from tests.pages import without_tokens
from tests.states import NO_HEART, NO_MEDICINES, RANKED, REASSURING

KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What a passkey is asked to sign is new each time.
CHALLENGE = re.compile(r'("challenge":\s?)"[^"]*"')
ABSENT = UUID("00000000-0000-4000-8000-000000000000")
# Parts of a page that its query names.
PARTS: Mapping[str, tuple[str, ...]] = {
    "my_page": ("?part=1", "?part=2", "?part=3"),
    "my_issues": ("?again=1",),
}
# What a partner can send, beyond an empty form to every address.
SENT: tuple[tuple[str, tuple[str, ...], str, Mapping[str, str]], ...] = (
    ("my_page", ("private",), "?part=2", {**REASSURING, "alone": "yes"}),
    ("my_page", ("private",), "?part=2", {**REASSURING, "safe_home": "no"}),
    ("my_page", ("private",), "", {"skip": "yes"}),
    ("my_page", ("heart",), "", NO_HEART),
    ("my_page", ("heart",), "", {"words": "A new tablet since Monday."}),
    ("my_page", ("medicines",), "", {**NO_MEDICINES, "later": "1"}),
    ("my_issues", (), "", RANKED),
    ("my_text", ("treatment",), "", {"typed_name": "Ben Boyd", "agreed": "on", "version": "1"}),
    ("withdraw_consent", ("treatment",), "", {}),
)
Found = TypeVar("Found")
Seen = dict[str, object]


@dataclass(frozen=True)
class Got:
    """One response: everything in it but form tokens, and how many questions it asked of the database."""

    status: int
    location: str
    length: int
    queries: int
    body: str


def undone(act: Callable[[], Found]) -> Found:
    """Do something, keep what it answers, and let it never have happened."""
    with transaction.atomic():
        here = transaction.savepoint()
        try:
            return act()
        finally:
            transaction.savepoint_rollback(here)


def seen_by(partner: Partner, cast: Cast, *moments: datetime, whole: bool = False) -> Seen:
    """All that this partner can open at these moments, and their mail.

    `whole` goes to every address of the product, not only to those that are open to partners, and sends every form.
    """
    found: Seen = {}
    for at in moments:
        cache.clear()
        with time_machine.travel(at, tick=False):
            reminders.plan(at=at)
            first = at == moments[0]
            browser = signed_in_as(partner.user, at=at)
            for name, address in addresses(cast, whole=whole and first):
                for part in ("", *(PARTS.get(name, ()) if first else ())):
                    if name != "account_logout":
                        found[f"GET {masked(address)}{part} at {at:%d %H:%M}"] = _got(browser, "get", address + part)
            found[f"GET nowhere at {at:%d %H:%M}"] = _got(browser, "get", "/my/nothing/here/")
            if whole and first:
                found |= _acts(browser, cast)
    found["mail"] = _mail(partner)
    return found


def _acts(browser: Client, cast: Cast) -> Seen:
    """An empty form to every address, and the forms that a partner fills in; none of them stays sent."""
    forms: list[tuple[str, Mapping[str, str]]] = [(address, {}) for _, address in addresses(cast, whole=True)]
    forms += [(reverse(name, args=args) + part, filled) for name, args, part, filled in SENT]
    return {
        f"POST {masked(address)} {sorted(filled.items())}": undone(lambda: _sent(browser, address, filled))  # noqa: B023 - called at once
        for address, filled in forms
    }


def _sent(browser: Client, address: str, filled: Mapping[str, str]) -> tuple[Got, Got | None]:
    """What comes of a form, and of the page that it leads on to; in a browser of its own, with the same sign-in."""
    own = Client()
    own.cookies.load({name: morsel.value for name, morsel in browser.cookies.items()})
    came = _got(own, "post", address, filled)
    return came, _got(own, "get", came.location) if came.location.startswith("/my/") else None


def _got(browser: Client, how: str, address: str, filled: Mapping[str, str] | None = None) -> Got:
    asked: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        if not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        response = getattr(browser, how)(address, dict(filled or {}))
    body = masked(response.content.decode("latin-1"))
    return Got(response.status_code, masked(response.headers.get("Location", "")), len(body), len(asked), body)


def masked(text: str) -> str:
    """Without tokens and challenges, and with keys numbered in the order in which they come."""
    seen: dict[str, str] = {}
    text = CHALLENGE.sub("", without_tokens(text))
    return KEY.sub(lambda key: seen.setdefault(key[0], f"key-{len(seen) + 1}"), text)


def addresses(cast: Cast, *, whole: bool) -> list[tuple[str, str]]:
    """Addresses by their names, about the other partner or the couple where they are about somebody."""
    with as_actor(cast.therapist):
        appointment = Appointment.objects.order_by("starts_at").last()
        step = PlanStep.objects.order_by("position").first()
        paper = Superbill.objects.order_by("issued_at").last()
    keys = {
        "couple_id": cast.couple.pk,
        "partner_id": cast.ann.pk,
        "person_id": cast.ann.pk,
        "appointment_id": appointment.pk if appointment else ABSENT,
        "step_id": step.pk if step else ABSENT,
        "superbill_id": paper.pk if paper else ABSENT,
    }
    return [
        (str(pattern.name), reverse(str(pattern.name), kwargs=kwargs))
        for _, pattern in url_patterns(get_resolver())
        if whole or is_for_partners(pattern)
        for kwargs in _kwargs(pattern, keys)
    ]


def is_for_partners(pattern: URLPattern) -> bool:
    """Whether a partner has anything to open there: by the policy of the view, so new pages come by themselves."""
    policy = getattr(pattern.callback, "policy", "")
    granted = isinstance(policy, Permission) and Role.PARTNER in GRANTS[policy]
    return granted or (policy == "signed in" and pattern.name != "home")


def _kwargs(pattern: URLPattern, keys: Mapping[str, UUID]) -> Iterator[dict[str, object]]:
    names = [*pattern.pattern.converters] or [*pattern.pattern.regex.groupindex]
    converters = pattern.pattern.converters
    if any(type(one).__name__ == "PageNumber" for one in converters.values()):
        for page in PAGES:
            if page != ISSUES_PAGE:
                yield {"page": page}
        return
    yield {
        name: keys.get(name, ABSENT) if type(converters.get(name)).__name__ == "UUIDConverter" else _word(name)
        for name in names
    }


def _word(name: str) -> str:
    return {"uidb36": "0", "pk": "1"}.get(name, "abc-def")


def _mail(partner: Partner) -> list[tuple[object, ...]]:
    """This person's messages in the order in which they came, with every moment of them."""
    with as_actor(role="worker"):
        rows = Message.objects.filter(person=partner.pk).order_by("planned_at", "kind", "due_at")
        return [
            (one.kind, one.subject, masked(one.body), one.planned_at, one.due_at, one.try_at, one.not_after, one.state)
            for one in rows
        ]
