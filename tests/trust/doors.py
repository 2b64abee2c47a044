"""The doors against somebody who tries for hours, under every disguise."""

import re
from datetime import timedelta
from unittest.mock import patch

import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.cast import NOON, make_cast
from tests.trust.figures import Figure, Run

PER_CODE, PER_WINDOW, TRIES = 3, 5, 50
WINDOW = timedelta(minutes=5)
DISGUISES = (
    "maya@example.org",
    "MAYA@example.org",
    "Maya@Example.Org",
    " maya@example.org ",
    "maya@example.org.",
    "ｍaya@example.org",
    "máya@example.org",
    "maya\u200b@example.org",
    "maya@examp\u00adle.org",
    "maya@EXAMPLE.org\t",
)
CODE = re.compile(r"\b[A-Z0-9]{4}-?[A-Z0-9]{4}\b|\b[A-Z0-9]{6,8}\b")


def g15(run: Run) -> Figure:
    """Count the tries that were really judged: after them the right word must be refused."""
    make_cast()
    notes = []
    judged_codes = _codes_judged()
    judged_passwords = _passwords_judged(run)
    if judged_codes > PER_CODE:
        notes.append(f"{judged_codes} tries of one mailed code were judged")
    if judged_passwords > PER_WINDOW:
        notes.append(f"{judged_passwords} passwords for one account were judged within {WINDOW}")
    return Figure(
        "G15",
        "Tries judged: of one code; passwords of one account in 5 min",
        f"≤ {PER_CODE}; ≤ {PER_WINDOW}",
        f"{judged_codes}; {judged_passwords} (how long an answer takes: TIME)",
        ok=not notes,
        notes=notes,
    )


def _codes_judged() -> int:
    """The smallest number of wrong codes after which the right one is refused, less one is what was judged."""
    for wrong in range(1, 10):
        cache.clear()
        mail.outbox.clear()
        browser = Client()
        with time_machine.travel(NOON + wrong * timedelta(hours=1), tick=False):
            browser.post(reverse("account_request_login_code"), {"email": "ann@example.org"})
            found = CODE.search(str(mail.outbox[-1].body)) if mail.outbox else None
            if found is None:
                return 99
            page = reverse("account_confirm_login_code")
            for _ in range(wrong):
                browser.post(page, {"code": "AAAA-AAAA"})
            browser.post(page, {"code": found.group()})
            if not browser.session.get("_auth_user_id"):
                return wrong
    return 99


def _passwords_judged(run: Run) -> int:
    """How often a password for this one account was really compared, of fifty tries within five minutes."""
    judged = 0
    real = User.check_password

    def counted(person: User, password: str) -> bool:
        nonlocal judged
        judged += person.email == "maya@example.org"
        return real(person, password)

    cache.clear()
    with (
        time_machine.travel(NOON + timedelta(days=1), tick=False) as clock,
        patch.object(User, "check_password", counted),
    ):
        for number in range(TRIES):
            Client(raise_request_exception=False).post(
                reverse("account_login"),
                {"login": DISGUISES[number % len(DISGUISES)], "password": f"wrong password {number}"},
                headers={"x-forwarded-for": f"203.0.113.{number}", "forwarded": f"for=198.51.100.{number}"},
                REMOTE_ADDR=f"192.0.2.{number}",
            )
            clock.shift(WINDOW / (TRIES + 1))
            run.progress(f"G15 {number} passwords")
    return judged
