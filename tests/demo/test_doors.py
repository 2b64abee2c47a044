import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as product
from django.core.mail import EmailMessage
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

import kap_practice.urls  # noqa: F401 - read first while the demo is not there, as in production
from accounts.actor import as_actor
from accounts.models import Practice, User
from accounts.roles import Role
from tests.cast import Cast, person

MAYA, INES, NOOR = "maya@demo.example", "ines@demo.example", "noor@demo.example"


@pytest.fixture
def demo(cast: Cast) -> Iterator[None]:
    """Demo mode, with three of its cast."""
    with as_actor(role="door"):
        person("Maya Okafor", Role.THERAPIST, MAYA)
        person("Ines Duarte", Role.PARTNER, INES)
        User.objects.filter(pk=person("Noor Haddad", Role.PARTNER, NOOR).pk).update(is_active=False)
    installed = ["demo", *product.INSTALLED_APPS]
    with override_settings(DEMO=True, INSTALLED_APPS=installed, ROOT_URLCONF="tests.demo.urls"):
        yield


def key_of(email: str) -> UUID:
    with as_actor(role="door"):
        return User.objects.get(email=email).pk


def step_in_as(client: Client, email: str) -> Any:
    return client.post(reverse("step_in"), {"person": str(key_of(email))}, follow=True)


@pytest.mark.parametrize(("email", "method"), [(MAYA, "mfa"), (INES, "code")])
def test_stepping_in_writes_the_records_of_a_real_sign_in(email: str, method: str, demo: None, client: Client) -> None:
    client.post(reverse("step_in"), {"person": str(key_of(email))})
    assert client.session["_auth_user_id"] == str(key_of(email))
    assert client.session["account_authentication_methods"][-1]["method"] == method


def test_stepping_in_as_the_next_person_leaves_nothing_of_the_last(demo: None, client: Client) -> None:
    client.post(reverse("step_in"), {"person": str(key_of(MAYA))})
    before = client.session.session_key
    client.post(reverse("step_in"), {"person": str(key_of(INES))})
    assert client.session.session_key != before
    assert [one["method"] for one in client.session["account_authentication_methods"]] == ["code"]


@pytest.mark.parametrize("who", ["", "\x00", "not-a-key", "00000000-0000-4000-8000-000000000000"])
def test_nobody_else_can_be_stepped_in_as(who: str, demo: None, client: Client) -> None:
    assert client.post(reverse("step_in"), {"person": who}).status_code == 404


def test_real_people_and_those_not_yet_in_cannot_be_stepped_in_as(demo: None, cast: Cast, client: Client) -> None:
    for key in (cast.therapist.pk, key_of(NOOR)):
        assert client.post(reverse("step_in"), {"person": str(key)}).status_code == 404


def test_opening_the_page_signs_nobody_in(demo: None, client: Client) -> None:
    response = client.get(reverse("step_in"))
    assert "Ines Duarte" in response.content.decode()
    assert "_auth_user_id" not in client.session


def test_mail_is_kept_and_shown_with_its_links(demo: None, client: Client) -> None:
    from demo.mail import EmailBackend  # noqa: PLC0415 - there only while the demo is installed

    words = "Hello <b>Ines</b>,\n\nhttp://localhost:8000/invitation/0a/\n"
    EmailBackend().send_messages([EmailMessage("An invitation", words, "Harbor <o@x.example>", [INES])])
    page = client.get(reverse("demo_mail")).content.decode()
    assert '<a href="http://localhost:8000/invitation/0a/">' in page
    assert "Hello &lt;b&gt;Ines" in page


@pytest.mark.parametrize("address", ["\x00", "nobody@example.org", "'"])
def test_strange_address_shows_all_mail(address: str, demo: None, client: Client) -> None:
    assert client.get(reverse("demo_mail"), {"to": address}).status_code == 200


@pytest.mark.parametrize(
    ("hosts", "site", "errors"),
    [
        (["localhost"], "http://localhost:8000", 0),
        (["localhost", "demo.localhost", "127.0.0.1"], "http://127.0.0.1:9000", 0),
        (["practice.example"], "http://localhost:8000", 1),
        (["localhost"], "https://practice.example", 1),
        (["*"], "http://localhost:8000", 1),
        ([".localhost.evil.example"], "http://localhost", 1),
    ],
)
def test_demo_refuses_to_serve_other_machines(hosts: list[str], site: str, errors: int, demo: None) -> None:
    from demo.checks import hosts_are_local  # noqa: PLC0415 - there only while the demo is installed

    with override_settings(ALLOWED_HOSTS=hosts, SITE_URL=site):
        assert len(hosts_are_local()) == errors


@pytest.mark.parametrize("own", [True, False])
def test_demo_refuses_a_database_that_it_did_not_fill(own: bool, demo: None) -> None:
    from demo.checks import database_is_the_demos_own  # noqa: PLC0415 - there only while the demo is installed

    Practice.objects.update(filled_by_demo=own)
    assert [error.id for error in database_is_the_demos_own(databases=["default"])] == ([] if own else ["demo.E002"])


def test_outside_demo_mode_there_is_no_demo() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("step_in")
    code = "import django; django.setup(); from django.apps import apps; print(apps.is_installed('demo'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
