"""Notes: saved with a version, signed once, walled from everybody but the therapist."""

from datetime import timedelta

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from accounts.actor import as_actor
from accounts.models import User
from sessions.actions import amend_note, cancel, save_note, sign_note
from sessions.actions import refusals as no
from sessions.models import Amendment, Appointment, Note
from sessions.rules.notes import digest
from tests.cast import NOON, Cast
from tests.states import booked

pytestmark = pytest.mark.django_db
TEXT = "CANARY-NOTE-91ab. We spoke about the move."


def saved(cast: Cast, body: str = TEXT, version: int = 0, appointment: Appointment | None = None) -> Note:
    appointment = appointment or booked(cast, kind="prep")
    with as_actor(cast.therapist):
        return save_note(appointment=appointment, body=body, version=version, by=cast.therapist, at=NOON)


def signed(cast: Cast) -> Note:
    note = saved(cast)
    with as_actor(cast.therapist):
        return sign_note(appointment=note.appointment, version=note.version, by=cast.therapist, at=NOON)


def test_each_save_has_a_version(cast: Cast) -> None:
    note = saved(cast)
    assert saved(cast, "More.", note.version, note.appointment).version == 2


def test_a_stale_tab_gets_both_texts(cast: Cast) -> None:
    note = saved(cast)
    saved(cast, "Theirs.", 1, note.appointment)
    with pytest.raises(no.NoteChanged) as conflict:
        saved(cast, "Mine.", 1, note.appointment)
    assert (conflict.value.mine, conflict.value.theirs, conflict.value.version) == ("Mine.", "Theirs.", 2)


def test_the_same_text_twice_is_no_conflict(cast: Cast) -> None:
    note = saved(cast)
    assert saved(cast, TEXT, 0, note.appointment) == note


def test_two_first_saves_do_not_lose_one(cast: Cast) -> None:
    note = saved(cast)
    with pytest.raises(no.NoteChanged):
        saved(cast, "Another first.", 0, note.appointment)


def test_a_signature_fixes_the_text_with_its_digest(cast: Cast) -> None:
    note = signed(cast)
    assert (note.sha256, note.signed_by, note.signed_at) == (digest(TEXT), cast.therapist, NOON)


def test_an_empty_note_is_not_signed(cast: Cast) -> None:
    note = saved(cast, "  \n")
    with as_actor(cast.therapist), pytest.raises(no.NoteEmpty):
        sign_note(appointment=note.appointment, version=1, by=cast.therapist, at=NOON)


def test_a_text_that_changed_since_it_was_read_is_not_signed(cast: Cast) -> None:
    note = saved(cast)
    saved(cast, "Changed in another tab.", 1, note.appointment)
    with as_actor(cast.therapist), pytest.raises(no.NoteChanged):
        sign_note(appointment=note.appointment, version=1, by=cast.therapist, at=NOON)


def test_signing_twice_is_refused_in_words(cast: Cast) -> None:
    note = signed(cast)
    with as_actor(cast.therapist), pytest.raises(no.NoteSigned, match="signed and locked"):
        sign_note(appointment=note.appointment, version=1, by=cast.therapist, at=NOON)


def test_a_signed_note_takes_no_more_text_and_only_amendments(cast: Cast) -> None:
    note = signed(cast)
    with pytest.raises(no.NoteSigned):
        saved(cast, "Later.", note.version, note.appointment)
    with as_actor(cast.therapist):
        amend_note(note=note, body="Ben called on Friday.", by=cast.therapist, at=NOON + timedelta(days=3))
        assert [one.body for one in note.amendments.all()] == ["Ben called on Friday."]
        assert Note.objects.get().body == TEXT


@pytest.mark.parametrize("body", ["", " \n"])
def test_an_amendment_has_words(cast: Cast, body: str) -> None:
    note = signed(cast)
    with as_actor(cast.therapist), pytest.raises(no.NoteEmpty):
        amend_note(note=note, body=body, by=cast.therapist, at=NOON)


def test_an_unsigned_note_is_changed_and_not_amended(cast: Cast) -> None:
    note = saved(cast)
    with as_actor(cast.therapist), pytest.raises(no.NotSigned):
        amend_note(note=note, body="More.", by=cast.therapist, at=NOON)


def test_a_cancelled_appointment_has_no_note(cast: Cast) -> None:
    appointment = booked(cast, kind="prep")
    with as_actor(cast.therapist):
        cancel(appointment=appointment, by=cast.therapist, at=NOON)
    with pytest.raises(no.AppointmentEnded):
        saved(cast, appointment=appointment)


def test_the_database_locks_what_is_signed(cast: Cast) -> None:
    signed(cast)
    with as_actor(cast.therapist):
        assert Note.objects.update(body="Changed behind the action's back.") == 0


@pytest.mark.parametrize("table", ["note", "amendment", "deviation", "daycheck", "leaving", "logentry"])
def test_nothing_of_the_record_can_be_deleted(cast: Cast, table: str) -> None:
    with as_actor(cast.therapist), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        _run(f"delete from kap_sessions_{table}")


@pytest.mark.parametrize("who", ["staff", "prescriber", "other_therapist", "ann", "ben"])
def test_a_note_is_the_therapists_alone_even_in_raw_sql(cast: Cast, who: str) -> None:
    note = signed(cast)
    with as_actor(cast.therapist):
        amend_note(note=note, body="More.", by=cast.therapist, at=NOON)
        assert _count("note") == _count("amendment") == 1
    person = getattr(cast, who)
    with as_actor(person if isinstance(person, User) else person.user):
        assert _count("note") == _count("amendment") == 0
        assert not Note.objects.visible_to(cast.staff).exists()


def test_without_an_actor_there_is_no_note(cast: Cast) -> None:
    signed(cast)
    with as_actor():
        assert _count("note") == 0


def test_nobody_else_adds_to_a_note(cast: Cast) -> None:
    note = signed(cast)
    with as_actor(cast.staff), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Amendment.objects.create(note=note, body="Added.", at=NOON, by=cast.staff)


@pytest.mark.django_db(transaction=True)
def test_a_dump_holds_no_word_of_a_note(cast: Cast, superuser: psycopg.Connection) -> None:
    signed(cast)
    stored = superuser.execute("select body from kap_sessions_note").fetchone()
    assert stored is not None
    assert "CANARY" not in stored[0]


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"select count(*) from kap_sessions_{table}")
        count: int = cursor.fetchone()[0]
        return count
