import builtins
import io
import sys
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.actor import as_actor
from accounts.models import Credential, Practice, User
from tests.cast import Cast

PRACTICE = [
    "--practice=Alder Therapy",
    "--short-name=Alder",
    "--address-line-1=9 Elm Street",
    "--city=Reno",
    "--state=NV",
    "--postal-code=89501",
    "--phone=775 555 0100",
    "--ein=123456789",
]
THERAPIST = ["--therapist-name=Una Vale", "--therapist-email=Una@Example.org"]


def opened(*options: str) -> str:
    out = io.StringIO()
    call_command("open_practice", *options, "--no-input", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_practice_opens_with_a_link_that_lets_its_therapist_in(client: Client) -> None:
    link = opened(*PRACTICE, *THERAPIST).split()[-1]
    practice = Practice.objects.get()
    assert (practice.short_name, practice.phone, practice.ein) == ("Alder", "+17755550100", "12-3456789")
    words = "four words in a row"
    path = link.removeprefix("http://localhost:8000")
    assert client.post(path, {"password": words, "again": words}).status_code == 302
    with as_actor(role="door"):
        assert User.objects.get(role="therapist").email == "una@example.org"
        assert Credential.objects.filter(user__role="therapist").exists()


def test_second_practice_is_refused(cast: Cast) -> None:
    with pytest.raises(CommandError, match="There is a practice already"):
        opened(*PRACTICE, *THERAPIST)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("--short-name=Alder Therapy", "without"),
        ("--npi=1234567890", "check digit"),
        ("--phone=12", "digits"),
        ("--therapist-email=una", "therapist-email"),
        ("--state=XX", "Choose"),
        ("--city=", "--city: "),
        ("--practice=", "--practice: "),
    ],
)
def test_what_the_forms_refuse_the_command_refuses(option: str, says: str) -> None:
    with pytest.raises(CommandError, match=says):
        opened(*PRACTICE, *THERAPIST, option)
    assert not Practice.objects.exists()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A person at a terminal who types these lines."""
    lines: list[str] = []
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(builtins, "input", lambda _: lines.pop(0))
    yield lines
    assert lines == []


@pytest.mark.django_db
def test_person_at_a_terminal_is_asked_again_until_it_fits(terminal: list[str]) -> None:
    terminal += ["Alder Therapy", "Alder Therapy", "Alder", "9 Elm Street", "", "Reno", "NV", "89501"]
    terminal += ["775 555 0100", "", "", "1234567890", "1234567893", "", "Una Vale", "una", "una@example.org"]
    err = io.StringIO()
    call_command("open_practice", stdout=io.StringIO(), stderr=err)
    assert "check digit" in err.getvalue()
    assert Practice.objects.get().zone == "America/Los_Angeles"
    with as_actor(role="door"):
        assert User.objects.get().name == "Una Vale"
