"""Cases of trust.md 2.3 about doors and sessions that no page's own tests hold."""

import json
import logging
import os
import subprocess
import sys
from typing import Any

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.actor import as_actor
from accounts.checks import url_patterns
from accounts.models import User
from sessions.models import Note
from tests.access_world import OBJECTS
from tests.accounts.test_doors import SECRET, app_code, ask_code, type_code, with_password
from tests.cast import NOON, Cast, signed_in_as
from tests.databases import BASE_DIR
from tests.test_access import ROWS

PUBLIC = {"csp_report", "feed", "handed_back", "invitation", "leave", "use_address"}
DOORS = ("account_", "mfa_")


@pytest.fixture
def therapist(cast: Cast) -> User:
    TOTP.activate(cast.therapist, SECRET)
    return cast.therapist


def test_au_01_only_the_doors_are_open_to_strangers() -> None:
    open_to_all = {row.name for row in ROWS if row.verdicts["nobody"] not in {"in", "404"}}
    assert {name for name in open_to_all if not name.startswith(DOORS)} == PUBLIC


@pytest.mark.django_db
def test_au_01_every_page_without_a_key_in_its_address_leads_a_stranger_to_a_door(client: Client) -> None:
    plain = [route for route, pattern in url_patterns(get_resolver()) if "<" not in route and "(?P" not in route]
    for route in plain:
        answer = client.get(f"/{route}")
        opened = answer.resolver_match.url_name or ""
        if not opened.startswith(DOORS) and opened not in PUBLIC:
            assert answer.status_code == 302, route
            assert answer["Location"].startswith("/accounts/login/"), route


def test_au_06_twenty_wrong_app_codes_and_then_the_right_one(
    therapist: User, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with_password(client, therapist.address)
    with caplog.at_level(logging.INFO):
        for number in range(20):
            client.post(reverse("mfa_authenticate"), {"code": f"{number:06}"})
    assert client.post(reverse("mfa_authenticate"), {"code": app_code()}).status_code == 422
    assert caplog.text.count("'given': False") >= 20


def test_au_08_three_wrong_codes_in_one_browser_leave_another_ones_code_alone(cast: Cast, client: Client) -> None:
    ask_code(client, "ann@example.org")
    other = Client()
    right = ask_code(other, "ann@example.org")
    for _ in range(3):
        type_code(client, "AAAA-AAAA")
    assert type_code(other, right) == reverse("home")


def test_au_14_no_two_people_share_an_address_and_nobody_is_there_by_default(cast: Cast) -> None:
    with as_actor(role="door"):
        emails = [person.address for person in User.objects.all()]
    assert len({email.casefold() for email in emails}) == len(emails)
    assert {email.partition("@")[2] for email in emails} == {"example.org"}


def test_se_01_second_factor_changes_the_session_key_too(therapist: User, client: Client) -> None:
    client.get(reverse("account_login"))
    keys = [client.session.session_key]
    with_password(client, therapist.address)
    keys.append(client.session.session_key)
    client.post(reverse("mfa_authenticate"), {"code": app_code()})
    keys.append(client.session.session_key)
    assert keys[2] not in keys[:2]
    assert client.get("/today/").status_code == 200


def test_se_07_address_names_the_record_and_never_the_session(cast: Cast) -> None:
    (first,) = OBJECTS["date"](cast)
    with time_machine.travel(NOON, tick=False):
        maya = signed_in_as(cast.therapist)
        maya.get(reverse("note", args=[first]))
        maya.get(reverse("couple", args=[cast.couple.pk]))
        maya.get(reverse("screening_review", args=[cast.ben.pk]))
        maya.post(reverse("note", args=[first]), {"body": "Of the first tab.", "version": "0"})
    assert [note.appointment_id for note in Note.objects.all()] == [first]
    assert not {"couple", "partner", "appointment"} & set(maya.session.keys())


def test_se_08_cookies_and_transport_in_production() -> None:
    names = ["SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"]
    names += ["SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "SECURE_HSTS_SECONDS"]
    code = f"from kap_practice import settings as s; import json; print(json.dumps([getattr(s, n) for n in {names}]))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=BASE_DIR,
        env=os.environ | PRODUCTION,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = dict(zip(names, json.loads(done.stdout), strict=True))
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["CSRF_COOKIE_NAME"].startswith("__Host-")
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SESSION_COOKIE_HTTPONLY"]
    assert found["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000


PRODUCTION = {
    "KAP_ENV": "production",
    "KAP_DEMO": "0",
    "SECRET_KEY": "x" * 60,
    "FIELD_KEYS": "dGVzdHMtb25seS10ZXN0cy1vbmx5LXRlc3RzLW9ubHk=",
    "SITE_URL": "https://harbor.example",
    "ALLOWED_HOSTS": "harbor.example",
    "DATABASE_URL": "postgres://web@db.example/kap",
    "REDIS_URL": "redis://broker.example",
    "EMAIL_URL": "smtp://mail.example",
    "DEFAULT_FROM_EMAIL": "office@harbor.example",
}
