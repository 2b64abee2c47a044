"""Charges and payments as a file, with names or without, in which no cell computes anything."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actor import as_actor
from billing.gather.ledger import HEADER, ledger
from clients.models import Partner
from tests.billing.states import charged, paid
from tests.cast import NOON, Cast
from tests.proofs import proved_as

pytestmark = pytest.mark.django_db
SPAN = {"since": "2026-11-01", "until": "2026-11-30"}


def rows(browser: Client, names: str) -> list[list[str]]:
    response = browser.post(reverse("money_export"), SPAN | {"names": names})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="charges-and-payments-2026-11-01')
    assert not response.streaming
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


@pytest.fixture
def office(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Client:
    from accounts import clock  # noqa: PLC0415 - this fixture only

    monkeypatch.setattr(clock, "now", lambda: NOON)
    monkeypatch.setattr(clock, "today", NOON.date)
    charged(cast)
    paid(cast, "50.00")
    return proved_as(cast.staff)


def test_the_office_exports_with_names(cast: Cast, office: Client) -> None:
    header, *found = rows(office, "with")
    assert header == list(HEADER)
    assert {row[2] for row in found} == {"Ann Archer"}
    assert [row[6] for row in found if row[1] == "Payment"] == ["50.00"]
    assert {row[1] for row in found} == {"Charge", "Payment"}


def test_without_names_nobody_is_named(cast: Cast, office: Client) -> None:
    assert {row[2] for row in rows(office, "without")[1:]} == {"Person 1"}


def test_a_name_that_is_a_formula_is_text(cast: Cast, office: Client) -> None:
    with as_actor(cast.staff):
        Partner.objects.filter(pk=cast.ann.pk).update(
            legal_first_name='＝HYPERLINK("http://x")', legal_last_name="\t=1"
        )
    assert {row[2][:2] for row in rows(office, "with")[1:]} == {"'＝"}


def test_only_those_days_are_in_it(cast: Cast, office: Client) -> None:
    with as_actor(cast.staff):
        assert ledger(cast.staff, since=date(2026, 10, 1), until=date(2026, 10, 31), names=True) == []


def test_days_that_make_no_sense_get_a_sentence(cast: Cast, office: Client) -> None:
    response = office.post(reverse("money_export"), {"since": "2026-11-10", "until": "2026-11-01", "names": "with"})
    assert response.status_code == 422
    assert "It ends before it begins." in response.content.decode()
    assert office.post(reverse("money_export"), {"names": "all"}).status_code == 422


def test_a_therapist_exports_her_own_couples_alone(cast: Cast, office: Client) -> None:
    assert rows(proved_as(cast.other_therapist), "with")[1:] == []
    assert rows(proved_as(cast.therapist), "with")[1:]
