"""The pages of a note: editor, autosave, review, signed."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.actor import as_actor
from sessions import actions
from sessions.models import Appointment, Note
from tests.cast import NOON, Cast, signed_in_as
from tests.states import booked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
BODY = "Ann spoke of the move.\nBen listened."


class Desk:
    def __init__(self, cast: Cast) -> None:
        self.appointment: Appointment = booked(cast, kind="prep")
        self.cast = cast
        self.client: Client = signed_in_as(cast.therapist)

    def url(self, name: str = "note") -> str:
        return reverse(name, args=[self.appointment.pk])

    def save(self, body: str = BODY, version: int = 0, **more: str) -> Note:
        self.client.post(self.url(), {"body": body, "version": str(version), **more})
        return self.note()

    def note(self) -> Note:
        with as_actor(self.cast.therapist):
            return Note.objects.get()


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


def test_opening_the_page_writes_nothing(desk: Desk) -> None:
    assert "What we talked about" in desk.client.get(desk.url()).content.decode()
    with as_actor(desk.cast.therapist):
        assert not Note.objects.exists()


def test_a_saved_note_comes_back(desk: Desk) -> None:
    assert desk.save().body == BODY
    assert "Ann spoke of the move." in desk.client.get(desk.url()).content.decode()


def test_autosave_answers_with_the_next_version(desk: Desk) -> None:
    answer = desk.client.post(desk.url(), {"body": BODY, "version": "0"}, headers={"X-Autosave": "1"})
    assert answer.json() == {"saved_at": "12:00", "version": 1}


def test_autosave_tells_of_another_tab(desk: Desk) -> None:
    desk.save()
    answer = desk.client.post(desk.url(), {"body": "Mine.", "version": "0"}, headers={"X-Autosave": "1"})
    assert (answer.status_code, answer.json()) == (409, {"version": 1})


def test_a_save_from_a_stale_tab_shows_both_texts(desk: Desk) -> None:
    desk.save()
    response = desk.client.post(desk.url(), {"body": "Mine.", "version": "0"})
    assert response.status_code == 409
    assert "Mine." in response.content.decode()
    assert "Ann spoke of the move." in response.content.decode()
    assert desk.note().body == BODY


def test_an_over_long_or_hidden_text_is_asked_for_again(desk: Desk) -> None:
    for body, sentence in (("x" * 40_001, "Shorten this to 40000 characters."), ("a\x00b", "Remove the hidden")):
        response = desk.client.post(desk.url(), {"body": body, "version": "0"})
        assert response.status_code == 422
        assert sentence in response.content.decode()
        autosaved = desk.client.post(desk.url(), {"body": body, "version": "0"}, headers={"X-Autosave": "1"})
        assert autosaved.status_code == 422


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "\u0663"])
def test_a_broken_version_is_a_stale_tab_and_no_error(desk: Desk, version: str) -> None:
    desk.save()
    assert desk.client.post(desk.url(), {"body": "Mine.", "version": version}).status_code == 409


def test_signing_reads_the_final_text_once_more(desk: Desk) -> None:
    response = desk.client.post(desk.url(), {"body": BODY, "version": "0", "review": "yes"})
    assert response["Location"] == desk.url("sign_note")
    review = desk.client.get(desk.url("sign_note")).content.decode()
    assert "After this you can add to it but not change it." in review
    assert "Ann spoke of the move." in review
    text = desk.client.post(desk.url("sign_note"), {"version": "1"}, follow=True).content.decode()
    assert "Signed and locked" in text
    assert desk.note().sha256[:12] in text
    assert '<textarea name="body"' in text
    assert "data-autosave" not in text


def test_an_empty_note_is_not_reviewed(desk: Desk) -> None:
    response = desk.client.post(desk.url(), {"body": " ", "version": "0", "review": "yes"})
    assert response.status_code == 422
    assert "Write the note before you sign it." in response.content.decode()


def test_signing_twice_gets_a_sentence(desk: Desk) -> None:
    desk.save()
    for _ in range(2):
        text = desk.client.post(desk.url("sign_note"), {"version": "1"}, follow=True).content.decode()
    assert "This note is signed and locked. Write an amendment to add to it." in text


def test_a_text_that_changed_is_read_again_before_signing(desk: Desk) -> None:
    desk.save()
    desk.save("Changed.", 1)
    text = desk.client.post(desk.url("sign_note"), {"version": "1"}, follow=True).content.decode()
    assert "Read it once more, then sign." in text
    assert desk.note().signed_at is None


def test_a_text_that_another_tab_overtook_is_not_called_saved(desk: Desk) -> None:
    desk.save()
    answer = desk.client.post(desk.url(), {"body": "Mine.", "version": "0"})
    assert answer.status_code == 409
    assert 'data-state="saved"' not in answer.content.decode()


def test_a_printed_note_says_the_day_of_printing(desk: Desk, noon: time_machine.Traveller) -> None:
    desk.save()
    desk.client.post(desk.url("sign_note"), {"version": "1"})
    later = NOON + timedelta(days=3)
    noon.move_to(later)
    page = signed_in_as(desk.cast.therapist, at=later).get(desk.url()).content.decode()
    assert f"Printed {later.day} {later:%B %Y}" in page


def test_a_signed_note_takes_amendments_only(desk: Desk) -> None:
    desk.save()
    desk.client.post(desk.url("sign_note"), {"version": "1"})
    assert desk.client.post(desk.url("amend_note"), {"body": ""}).status_code == 422
    text = desk.client.post(desk.url("amend_note"), {"body": "Ben called."}, follow=True).content.decode()
    assert "Amendment 1" in text
    assert "Ben called." in text
    answer = desk.client.post(desk.url(), {"body": "Late.", "version": "2"}, headers={"X-Autosave": "1"})
    assert answer.status_code == 409
    assert desk.note().body == BODY


@pytest.mark.parametrize("who", ["staff", "prescriber", "other_therapist", "ann", "ben"])
@pytest.mark.parametrize("name", ["note", "sign_note", "amend_note"])
def test_a_note_is_not_there_for_anybody_else(desk: Desk, who: str, name: str) -> None:
    desk.save()
    person = getattr(desk.cast, who)
    client = signed_in_as(getattr(person, "user", person))
    for response in (client.get(desk.url(name)), client.post(desk.url(name), {"body": "Mine.", "version": "1"})):
        assert response.status_code in {302, 404}
        assert b"Ann spoke" not in response.content


def test_what_is_typed_after_the_signature_is_not_lost(desk: Desk) -> None:
    desk.save()
    desk.client.post(desk.url("sign_note"), {"version": "1"})
    response = desk.client.post(desk.url(), {"body": "Typed meanwhile.", "version": "1"})
    assert response.status_code == 409
    assert "Typed meanwhile.</textarea>" in response.content.decode()
    assert "Write an amendment to add to it." in response.content.decode()


def test_a_note_of_a_cancelled_date_is_refused_in_words(desk: Desk) -> None:
    with as_actor(desk.cast.therapist):
        actions.cancel(appointment=desk.appointment, by=desk.cast.therapist, at=NOON)
    for headers in ({}, {"X-Autosave": "1"}):
        response = desk.client.post(desk.url(), {"body": "Mine.", "version": "0"}, headers=headers)
        assert response.status_code == (409 if headers else 422)
        assert "There is no note to write." in response.content.decode()


def test_there_is_nothing_to_review_before_the_first_save(desk: Desk) -> None:
    assert desk.client.get(desk.url("sign_note"))["Location"] == desk.url()


def test_an_unsigned_note_has_no_amendments(desk: Desk) -> None:
    desk.save()
    assert desk.client.post(desk.url("amend_note"), {"body": "More."}).status_code == 404
