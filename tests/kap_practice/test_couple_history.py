"""What was changed about a couple, in plain words."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.actor import as_actor
from clients.models import Partner
from kap_practice.changes import PAGE
from sessions import actions
from tests.billing.states import issued
from tests.cast import NOON, Cast, signed_in_as
from tests.states import BEFORE, HOUR, booked, goes_on, worried

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON - HOUR * 30, tick=False):
        yield


def history(cast: Cast, **asked: str) -> Any:
    return signed_in_as(cast.therapist, at=NOON - HOUR * 30).get(
        reverse("couple_history", args=[cast.couple.pk]), asked
    )


def test_it_says_who_changed_what_from_what_to_what(cast: Cast) -> None:
    with as_actor(cast.staff):
        Partner.objects.filter(pk=cast.ann.pk).update(city="Berkeley", address_line_2="Flat 3")
    act = history(cast).context["history"].acts[0]
    assert act.who == "Sol Rivera"
    entry = act.entries[0]
    assert (entry.word, entry.of, entry.verb) == ("Contact details", "Ann", "changed")
    assert [(one.label, one.old, one.new) for one in entry.fields] == [
        ("Second line", "", "Flat 3"),
        ("City", "Oakland", "Berkeley"),
    ]


def test_a_moved_date_shows_both_times(cast: Cast) -> None:
    date = booked(cast, kind="consult", starts_at=NOON, at=BEFORE)
    with as_actor(cast.therapist):
        actions.move(appointment=date, starts_at=NOON + HOUR, by=cast.therapist, at=BEFORE)
    said = history(cast, kind="sessions").content.decode()
    assert "17 November 2026, 12:00" in said
    assert "17 November 2026, 13:00" in said
    assert "Consult" in said


def test_words_of_a_note_are_never_shown_only_that_they_changed(cast: Cast) -> None:
    date = booked(cast, kind="consult", starts_at=NOON, at=BEFORE)
    with as_actor(cast.therapist):
        note = actions.save_note(appointment=date, body="CANARY-NOTE-91ab", version=0, by=cast.therapist, at=NOON)
        actions.save_note(appointment=date, body="CANARY-NOTE", version=note.version, by=cast.therapist, at=NOON)
    said = history(cast).content.decode()
    assert "Text changed" in said
    assert "CANARY" not in said


def test_a_hold_is_told_as_a_stop_without_a_word_of_why(cast: Cast) -> None:
    goes_on(cast, cast.ann)
    worried(cast.ann)
    said = history(cast, person="a").content.decode()
    assert "Hold added" in said
    assert "Hold added" not in history(cast, person="b").content.decode()


def test_notes_and_holds_are_left_out_while_they_are_together(cast: Cast) -> None:
    worried_before = history(cast)
    assert worried_before.context["together"] is False
    booked(cast, kind="consult", starts_at=NOON - HOUR * 30, at=BEFORE - HOUR * 30)
    worried(cast.ann)
    page = history(cast)
    assert page.context["together"] is True
    assert "Hold added" not in page.content.decode()


def test_money_stands_apart(cast: Cast) -> None:
    with as_actor(cast.therapist):
        issued(cast)
    words = {entry.word for act in history(cast, kind="money").context["history"].acts for entry in act.entries}
    assert words >= {"Charge", "Superbill"}
    assert "Contact details" not in words


def test_older_changes_stand_on_further_pages(cast: Cast) -> None:
    for number in range(PAGE + 5):
        with as_actor(cast.staff):
            Partner.objects.filter(pk=cast.ann.pk).update(city=f"Town {number}")
    first = history(cast)
    assert "Town 64" in first.content.decode()
    assert "Town 2 " not in first.content.decode()
    older = history(cast, before=first.context["history"].before)
    assert "Town 2" in older.content.decode()
    assert history(cast, before="yesterday").status_code == 200


def test_nothing_of_a_kind_says_so(cast: Cast) -> None:
    assert "Nothing of this kind was changed." in history(cast, kind="money").content.decode()
