"""Keys are changed while the practice goes on, and the old one can then be thrown away."""

import json
from io import StringIO

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.actor import as_actor
from accounts.rotation import places
from accounts.sealed import seal
from screening.models import SealedAnswer
from sessions.actions import save_note
from tests.cast import NOON, Cast
from tests.states import ANSWERS, answered, booked

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
NEW = Fernet.generate_key().decode()


@pytest.fixture
def told(cast: Cast) -> Cast:
    answered(cast.ann)
    appointment = booked(cast, kind="consult")
    with as_actor(cast.therapist):
        for version, body in enumerate(("First words.", "Better words.")):
            save_note(appointment=appointment, body=body, version=version, by=cast.therapist, at=NOON)
    with as_actor(role="door"):
        Authenticator.objects.create(
            user=cast.therapist, type="totp", data={"secret": seal("s3cret"), "migrated_codes": [seal("one")]}
        )
    return cast


def rotated() -> str:
    out = StringIO()
    call_command("rotate_field_keys", stdout=out)
    return out.getvalue()


def bodies(superuser: psycopg.Connection) -> list[str]:
    return [row[0] for row in superuser.execute("select body from screening_sealedanswer").fetchall()]


def test_all_is_read_with_the_new_key_alone_afterwards(
    told: Cast, settings: Settings, superuser: psycopg.Connection
) -> None:
    settings.FIELD_KEYS = [NEW, *settings.FIELD_KEYS]
    assert "none left under another key" in rotated()
    settings.FIELD_KEYS = [NEW]
    with as_actor(told.therapist):
        assert len([json.loads(row.body) for row in SealedAnswer.objects.all()]) == len(ANSWERS)
    for body in bodies(superuser):
        Fernet(NEW).decrypt(body)
    history = superuser.execute("select body from kap_sessions_notechange order by pgh_id").fetchall()
    assert [Fernet(NEW).decrypt(body).decode() for (body,) in history] == ["First words.", "Better words."]
    [stored] = superuser.execute("select data from mfa_authenticator").fetchone() or []
    assert Fernet(NEW).decrypt(stored["secret"]) == b"s3cret"
    assert Fernet(NEW).decrypt(stored["migrated_codes"][0]) == b"one"


def test_a_second_time_it_writes_nothing(told: Cast, settings: Settings, superuser: psycopg.Connection) -> None:
    settings.FIELD_KEYS = [NEW, *settings.FIELD_KEYS]
    rotated()
    before = bodies(superuser)
    assert "0 rows written anew" in rotated()
    assert bodies(superuser) == before


def test_a_row_that_no_key_reads_is_told_and_left(
    told: Cast, settings: Settings, superuser: psycopg.Connection
) -> None:
    strange = Fernet(Fernet.generate_key()).encrypt(b"x").decode()
    superuser.execute("update screening_sealedanswer set body = %s where page = 'issues'", [strange])
    settings.FIELD_KEYS = [NEW, *settings.FIELD_KEYS]
    with pytest.raises(CommandError, match="1 rows cannot be read"):
        rotated()
    assert strange in bodies(superuser)


def test_without_the_old_key_reading_is_refused_aloud(told: Cast, settings: Settings) -> None:
    settings.FIELD_KEYS = [NEW]
    with as_actor(told.therapist), pytest.raises(InvalidToken):
        list(SealedAnswer.objects.all())


def test_every_sealed_column_is_among_the_places() -> None:
    found = {(place.table, place.column) for place in places()}
    assert {("screening_sealedanswer", "body"), ("kap_sessions_note", "body"), ("mfa_authenticator", "data")} <= found
