"""Prescription and custody of the medicine: a book that is only added to, and counts that have to fit."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.actor import as_actor
from screening.actions import AlreadyReceived
from sessions import actions
from sessions.gather.custody import Book, books_of, differences_of
from sessions.models import MedicineCount, Prescription
from tests.cast import NOON, Cast, signed_in_as
from tests.sessions.medicine import ORDER, counted, prescribed
from tests.states import booked, ready_for_ketamine, referred

DAY = date(2026, 11, 17)


def book(cast: Cast) -> Book:
    with as_actor(cast.therapist):
        [found] = books_of(cast.ann, cast.therapist)
        return found


pytestmark_db = pytest.mark.django_db


@pytestmark_db
def test_a_count_that_does_not_fit_waits_until_it_was_looked_into(cast: Cast) -> None:
    row = prescribed(cast, cast.ann)
    counted(cast, row, "arrived", 7)
    assert book(cast).troubles == ["7 counted, 8 expected."]
    with as_actor(cast.therapist):
        [difference] = differences_of(cast.therapist)
    assert difference.partner == cast.ann
    counted(cast, row, "agreed", 7, NOON + timedelta(minutes=1), words="One broke at home; she brought the pieces.")
    assert book(cast).troubles == []
    with as_actor(cast.therapist):
        assert differences_of(cast.therapist) == []


@pytestmark_db
def test_an_entry_is_put_right_by_another_and_stays_readable(cast: Cast) -> None:
    row = prescribed(cast, cast.ann)
    wrong = counted(cast, row, "used", 10)
    right = counted(cast, row, "used", 1, NOON + timedelta(minutes=1), corrects=wrong)
    found = book(cast)
    assert (found.balance, [line.row for line in found.lines]) == ("7", [right])
    assert found.lines[0].earlier == [wrong]
    with pytest.raises(AlreadyReceived):
        counted(cast, row, "used", 2, NOON, corrects=wrong)


@pytestmark_db
def test_a_prescription_is_put_right_by_another_and_its_counts_follow(cast: Cast) -> None:
    wrong = prescribed(cast, cast.ann, filled_on=None)
    assert book(cast).balance == "0"
    counted(cast, wrong, "arrived", 8)
    assert book(cast).troubles == ["8 counted, 0 expected."]
    right = prescribed(cast, cast.ann, NOON + timedelta(minutes=1))
    with as_actor(cast.therapist):
        order = actions.PrescriptionOrder(**ORDER)
        right = actions.write_prescription(
            partner=cast.ann, order=order, corrects=wrong, by=cast.therapist, at=NOON + timedelta(minutes=2)
        )
        books = books_of(cast.ann, cast.therapist)
    found = next(one for one in books if one.prescription == right)
    assert (found.earlier, found.troubles, found.balance) == ([wrong], [], "8")


@pytestmark_db
def test_used_units_are_compared_with_the_doses_of_that_session(cast: Cast) -> None:
    ready_for_ketamine(cast)
    appointment = booked(cast)
    by = cast.therapist
    with as_actor(by):
        room = actions.open_room(appointment=appointment, by=by, at=NOON)
        dose = actions.DoseOrder("first", "lozenge", Decimal(150), "Ann")
        actions.record_dose(therapy_session=room, person=cast.ann, order=dose, by=by, at=NOON)
    row = prescribed(cast, cast.ann)
    counted(cast, row, "used", 1, appointment=appointment)
    assert book(cast).troubles == ["100 mg used by the book, 150 mg recorded as doses."]
    counted(cast, row, "agreed", 7, NOON + timedelta(minutes=1), words="Half of another lozenge.")
    assert book(cast).troubles == []


@pytestmark_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"written_on": DAY + timedelta(days=1), "filled_on": None}, "written_on"),
        ({"filled_on": date(2026, 11, 9)}, "filled_on"),
        ({"filled_on": DAY + timedelta(days=1)}, "filled_on"),
    ],
)
def test_days_that_cannot_be_are_refused(cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(actions.ImpossibleEntry) as refusal:
        prescribed(cast, cast.ann, **changes)
    assert set(refusal.value.troubles) == {field}


@pytestmark_db
def test_a_count_of_tomorrow_is_refused(cast: Cast) -> None:
    row = prescribed(cast, cast.ann)
    with pytest.raises(actions.ImpossibleEntry):
        counted(cast, row, "used", 1, on=DAY + timedelta(days=1))


@pytestmark_db
def test_the_database_asks_for_the_second_name_too(cast: Cast) -> None:
    row = prescribed(cast, cast.ann)
    with as_actor(cast.therapist), pytest.raises(IntegrityError), transaction.atomic():
        MedicineCount(
            prescription=row, person=cast.ann, kind="wasted", units=1, on=DAY, first_name="Maya", at=NOON,
            by=cast.therapist,
        ).save(force_insert=True)  # fmt: skip


@pytestmark_db
@pytest.mark.parametrize("who", ["staff", "ann", "ben", "prescriber", "other_therapist"])
def test_nobody_else_reads_a_row(cast: Cast, who: str) -> None:
    counted(cast, prescribed(cast, cast.ann), "arrived", 8)
    somebody = getattr(cast, who)
    with as_actor(getattr(somebody, "user", somebody)), connection.cursor() as cursor:
        for table in ("prescription", "medicinecount"):
            cursor.execute(f"select count(*) from kap_sessions_{table}")
            assert cursor.fetchone()[0] == 0


@pytest.fixture
def maya(cast: Cast) -> Client:
    return signed_in_as(cast.therapist)


PRESCRIPTION = {
    "drug": "Ketamine", "form": "lozenge", "mg_per_unit": "100", "quantity": "8", "prescriber_name": "Ruth Lee",
    "pharmacy": "Grove Pharmacy", "written_on": "2026-11-10", "filled_on": "2026-11-12", "kept": "partner",
}  # fmt: skip
COUNT = {"kind": "arrived", "units": "8", "on": "2026-11-17", "first_name": "Maya Okafor"}


@pytestmark_db
def test_the_page_begins_empty_and_keeps_what_is_written(cast: Cast, maya: Client) -> None:
    page = reverse("custody", args=[cast.ann.pk])
    assert "No prescription is written down" in maya.get(page).content.decode()
    add = reverse("add_prescription", args=[cast.ann.pk])
    assert maya.post(add, PRESCRIPTION | {"quantity": "0"}).status_code == 422
    assert maya.post(add, PRESCRIPTION | {"written_on": "2099-01-01", "filled_on": ""}).status_code == 422
    said = maya.post(add, PRESCRIPTION, follow=True).content.decode()
    assert "8 should be there, with Ann at home." in said
    with as_actor(cast.therapist):
        row = Prescription.objects.get()
    count = reverse("count_medicine", args=[row.pk])
    assert "seen by two" in maya.post(count, COUNT | {"kind": "wasted", "units": "1"}).content.decode()
    assert "7 counted, 8 expected." in maya.post(count, COUNT | {"units": "7"}, follow=True).content.decode()
    with as_actor(cast.therapist):
        wrong = MedicineCount.objects.get()
    right = maya.post(reverse("correct_count", args=[wrong.pk]), COUNT, follow=True).content.decode()
    assert "Adds up" in right
    put_right = reverse("correct_prescription", args=[row.pk])
    assert 'value="Grove Pharmacy"' in maya.get(put_right).content.decode()
    assert "stays readable" in maya.post(put_right, PRESCRIPTION, follow=True).content.decode()


@pytestmark_db
def test_a_double_click_keeps_one_row(cast: Cast, maya: Client) -> None:
    key = {"key": "6b2a5d5e-8f0e-4a37-9d0a-0f6e3b0d6a11"}
    for _ in range(2):
        maya.post(reverse("add_prescription", args=[cast.ann.pk]), PRESCRIPTION | key)
    with as_actor(cast.therapist):
        row = Prescription.objects.get()
    for _ in range(2):
        maya.post(reverse("count_medicine", args=[row.pk]), COUNT | key)
    with as_actor(cast.therapist):
        assert MedicineCount.objects.count() == 1


@pytestmark_db
def test_a_referred_prescriber_reads_and_writes_it_too(cast: Cast) -> None:
    referred(cast, cast.ann)
    prescribed(cast, cast.ann)
    ruth = signed_in_as(cast.prescriber)
    assert "Grove Pharmacy" in ruth.get(reverse("custody", args=[cast.ann.pk])).content.decode()
    with as_actor(cast.prescriber):
        row = Prescription.objects.get()
    assert ruth.post(reverse("count_medicine", args=[row.pk]), COUNT).status_code == 302


@pytestmark_db
def test_today_tells_of_a_count_that_does_not_fit(cast: Cast, maya: Client) -> None:
    counted(cast, prescribed(cast, cast.ann), "arrived", 7)
    with time_machine.travel(NOON, tick=False):
        page = signed_in_as(cast.therapist, at=NOON).get(reverse("today")).content.decode()
    assert "The medicine of Ann does not add up" in page
