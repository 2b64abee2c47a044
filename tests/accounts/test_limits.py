"""Locks at the doors: what does not open them, how long they hold, and what stays open meanwhile."""

from datetime import timedelta
from typing import Any

import pytest
import redis
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.accounts.test_doors import SECRET, app_code, ask_code, type_code, with_password
from tests.cast import NOON, PASSWORD, Cast

TOO_MANY = "Too many tries"


@pytest.fixture
def therapist(cast: Cast) -> User:
    TOTP.activate(cast.therapist, SECRET)
    return cast.therapist


def lock(email: str) -> None:
    for _ in range(5):
        with_password(Client(), email, "not the password")


def says(email: str, **headers: str) -> str:
    """What the sign-in page answers to the right password."""
    typed = {"login": email, "password": PASSWORD}
    return Client().post(reverse("account_login"), typed, headers=headers).content.decode()


@pytest.mark.parametrize(
    "variant",
    [
        "MAYA@EXAMPLE.ORG",
        "m\u00e4ya@example.org",
        "maya@example.org.",
        "\uff4daya@example.org",
        "maya\u200b@example.org",
        "maya@ex\u00adample.org",
        "maya@EXAMPLE\uff0eorg",
        "\u212aaya@example.org",
        "maya@exam\u0440le.org",
    ],
)
def test_au_11_no_other_spelling_has_tries_of_its_own(variant: str, therapist: User) -> None:
    lock("maya@example.org")
    page = says(variant)
    assert TOO_MANY in page or "Enter an e-mail address" in page or "plain letters" in page


def test_au_11_letters_that_only_look_alike_are_refused_before_anything_is_mailed(
    cast: Cast, client: Client, mailoutbox: list[object]
) -> None:
    for variant in ("ann@example.org\u200b", "\uff41nn@example.org", "ann@\u212aample.org"):
        assert client.post(reverse("account_request_login_code"), {"email": variant}).status_code == 422
    assert mailoutbox == []


def test_au_12_fifty_claimed_addresses_are_one_caller(therapist: User) -> None:
    for number in range(50):
        headers = {"X-Forwarded-For": f"10.0.0.{number}, 10.1.0.{number}", "X-Real-IP": f"10.0.0.{number}"}
        typed = {"login": "maya@example.org", "password": "not the password"}
        Client().post(reverse("account_login"), typed, headers=headers)
    assert "too much at once" in says("maya@example.org", **{"X-Forwarded-For": "10.9.9.9"})


def test_au_12_behind_a_proxy_only_what_the_proxy_says_counts(cast: Cast, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(11):
        headers = {"X-Forwarded-For": f"10.0.0.{number}, 192.0.2.7"}
        typed = {"login": f"nobody{number}@example.org", "password": "not the password"}
        answer = Client().post(reverse("account_login"), typed, headers=headers)
    assert TOO_MANY in answer.content.decode()


def test_rl_03_each_lock_leaves_a_line(therapist: User, caplog: pytest.LogCaptureFixture) -> None:
    lock("maya@example.org")
    says("maya@example.org")
    assert "locked" in caplog.text
    assert "maya@" not in caplog.text


def test_rl_03_lock_holds_five_minutes_and_no_longer(therapist: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        lock("maya@example.org")
        clock.shift(timedelta(minutes=4, seconds=59))
        assert TOO_MANY in says("maya@example.org")
        clock.shift(timedelta(seconds=2))
        assert with_password(Client(), "maya@example.org") == reverse("mfa_authenticate")


def test_rl_03_who_is_locked_out_comes_in_another_way(therapist: User, client: Client) -> None:
    lock("maya@example.org")
    assert type_code(client, ask_code(client, "maya@example.org")) == reverse("mfa_authenticate")
    assert client.post(reverse("mfa_authenticate"), {"code": app_code()})["Location"] == reverse("home")


def test_rl_04_lock_outlives_the_broker(therapist: User) -> None:
    lock("maya@example.org")
    with redis.Redis.from_url(settings.REDIS_URL) as broker:
        broker.flushall()
    assert TOO_MANY in says("maya@example.org")


def test_rl_04_tries_are_counted_in_the_database(cast: Cast) -> None:
    lock("maya@example.org")
    assert str(settings.CACHES["default"]["BACKEND"]).endswith("DatabaseCache")
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from accounts_tries")
        assert cursor.fetchone()[0] >= 1
    assert "maya" not in str(list_of_keys())


def list_of_keys() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select cache_key from accounts_tries")
        return [row[0] for row in cursor.fetchall()]


def test_no_page_asks_the_table_of_tries(cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*args: object, **kwargs: object) -> None:
        raise AssertionError

    for name in ("get", "set", "add"):
        monkeypatch.setattr(DatabaseCache, name, asked)
    assert client.get(reverse("account_login")).status_code == 200


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_rl_01_length_of_the_answer_tells_nothing(name: str, cast: Cast) -> None:
    """Partner, practice and stranger; addresses of one length, since the page repeats what was typed."""
    seen = set()
    for email in ("ann@example.org", "sol@example.org", "xyz@example.org"):
        response = Client().post(reverse(name), {"email": email}, follow=True)
        seen.add((response.status_code, len(response.content)))
    assert len(seen) == 1


def test_rl_01_link_that_never_was_looks_like_any_other_unknown_one(cast: Cast, client: Client) -> None:
    pages = {client.get(reverse("invitation", args=[token])).content for token in ("ab" * 32, "cd" * 32)}
    assert len(pages) == 1
