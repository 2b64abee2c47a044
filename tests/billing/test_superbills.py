from datetime import date, timedelta
from decimal import Decimal
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection

from accounts.actor import as_actor
from accounts.models import Credential, Practice
from billing import actions
from billing.models import ChargeLine, NumberCounter, Superbill
from clients.models import Partner
from sessions.models import Appointment
from tests.billing.states import charged, diagnosed, issued, paid, stateable, voided
from tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db


def test_a_superbill_copies_all_its_facts(cast: Cast) -> None:
    lines = stateable(cast)
    paid(cast, "100.00", payer=cast.ben)
    superbill = issued(cast, lines)
    with as_actor(cast.therapist):
        Partner.objects.filter(pk=cast.ann.pk).update(legal_last_name="Changed")
        Practice.objects.update(ein="98-7654321")
        superbill.refresh_from_db()
    assert str(superbill) == superbill.facts["number"] == "SB-2026-0001"
    assert superbill.facts["person"]["legal_name"] == "Ann Archer"
    assert superbill.facts["practice"]["ein"] == "12-3456789"
    assert superbill.facts["provider"]["npi"] == "1234567893"
    assert superbill.facts["diagnoses"] == [
        {"letter": "A", "code": "F43.10", "label": "Post-traumatic stress disorder, unspecified"}
    ]
    assert superbill.facts["lines"] == [
        {
            "service_date": "2026-11-17",
            "place": "11",
            "code": "90847",
            "modifiers": "",
            "label": "Couples psychotherapy",
            "pointers": "A",
            "units": 1,
            "minutes": 50,
            "amount": "210.00",
            "paid": "100.00",
        }
    ]
    assert (superbill.total, superbill.paid) == (Decimal("210.00"), Decimal("100.00"))
    assert (superbill.facts["paid_by_others"], superbill.facts["paid_from"]) == ("100.00", "2026-11-17")


def test_the_number_belongs_to_the_year_of_the_practices_own_day(cast: Cast) -> None:
    lines = stateable(cast)
    new_year_in_utc = NOON.replace(year=2027, month=1, day=1, hour=4)
    with as_actor(cast.staff):
        superbill = actions.issue_superbill(person=cast.ann, lines=lines, by=cast.staff, at=new_year_in_utc)
    assert str(superbill) == "SB-2026-0001"


def test_nothing_is_issued_while_something_is_missing(cast: Cast) -> None:
    lines = stateable(cast)
    with as_actor(cast.therapist):
        Credential.objects.filter(user=cast.therapist).update(npi="")
    with pytest.raises(actions.NotReady, match="Maya Okafor's NPI") as refusal:
        issued(cast, lines)
    assert [one.where for one in refusal.value.missing] == ["my_credentials"]
    assert not NumberCounter.objects.filter(last__gt=0).exists()


def test_a_superbill_without_a_diagnosis_is_not_ready(cast: Cast) -> None:
    charge = charged(cast)
    with as_actor(cast.staff):
        lines = list(ChargeLine.objects.filter(charge=charge).values_list("pk", flat=True))
    with pytest.raises(actions.NotReady, match="A diagnosis for 17 November 2026") as refusal:
        issued(cast, lines)
    assert refusal.value.missing[0].key == cast.ann.pk


def test_the_same_lines_again_are_one_superbill(cast: Cast) -> None:
    lines = stateable(cast)
    first = issued(cast, lines)
    with pytest.raises(actions.AlreadyStated, match="SB-2026-0001") as refusal:
        issued(cast, lines)
    assert refusal.value.superbill == first
    assert Superbill.objects.count() == 1
    assert NumberCounter.objects.get().last == 1


def test_the_database_refuses_a_line_on_two_live_superbills(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = stateable(cast)
    issued(cast, lines)
    checked = actions.superbills._refuse_stated
    calls = iter([lambda _: None, checked])
    monkeypatch.setattr(actions.superbills, "_refuse_stated", lambda given: next(calls)(given))  # noqa: PLW0108 - each call takes the next
    with pytest.raises(actions.AlreadyStated):
        issued(cast, lines)
    assert NumberCounter.objects.get().last == 1


def test_lines_of_the_other_are_never_stated(cast: Cast) -> None:
    lines = stateable(cast)
    with as_actor(cast.staff), pytest.raises(actions.NotReady, match="no session with a code"):
        actions.issue_superbill(person=cast.ben, lines=lines, by=cast.staff, at=NOON)


def test_an_uncoded_line_is_never_stated(cast: Cast) -> None:
    lines = stateable(cast)
    with as_actor(role="worker"):
        first = ChargeLine.objects.get(pk=lines[0])
        extra = ChargeLine.objects.create(
            charge=first.charge, position=2, label="Ketamine time", minutes=130, amount=210
        )
    superbill = issued(cast, [*lines, extra.pk])
    assert "Ketamine" not in str(superbill.facts)
    assert superbill.total == Decimal("210.00")


def test_each_line_points_to_the_diagnosis_of_its_day(cast: Cast) -> None:
    lines = stateable(cast)
    diagnosed(cast, cast.ann, "F33.1", since=date(2026, 11, 20))
    later = charged(cast, "prep", 2, NOON + timedelta(days=7))
    with as_actor(cast.staff):
        lines += ChargeLine.objects.filter(charge=later).values_list("pk", flat=True)
    assert [line["pointers"] for line in issued(cast, lines).facts["lines"]] == ["A", "A B"]


def test_a_void_superbill_keeps_its_number_and_frees_its_lines(cast: Cast) -> None:
    lines = stateable(cast)
    first = issued(cast, lines)
    voided(cast, first)
    second = issued(cast, lines)
    assert (str(first), first.void_reason) == ("SB-2026-0001", "The address was old.")
    assert (str(second), second.facts["replaces"]) == ("SB-2026-0002", ["SB-2026-0001"])
    with as_actor(cast.staff):
        assert first.paper != first.document
        assert first.paper.context["voided_on"] == "11/17/2026"


def test_a_reissue_names_only_the_last_one_it_replaces(cast: Cast) -> None:
    lines = stateable(cast)
    for _ in range(2):
        voided(cast, issued(cast, lines))
    assert issued(cast, lines).facts["replaces"] == ["SB-2026-0002"]


def test_a_superbill_is_voided_once(cast: Cast) -> None:
    superbill = issued(cast)
    voided(cast, superbill)
    with pytest.raises(actions.AlreadyVoid):
        voided(cast, superbill)


@pytest.mark.parametrize("column", ["facts = '{}'", "total = 0", "number = 9", "person_id = gen_random_uuid()"])
def test_what_was_issued_cannot_be_edited(cast: Cast, column: str) -> None:
    issued(cast)
    with (
        pytest.raises(Exception, match="permission denied"),
        as_actor(cast.staff),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"update billing_superbill set {column}")


def test_the_database_shows_a_superbill_to_its_person_and_the_practice_alone(cast: Cast) -> None:
    issued(cast)
    seen = {}
    for user in (
        cast.ann.user,
        cast.ben.user,
        cast.cat.user,
        cast.staff,
        cast.therapist,
        cast.other_therapist,
        cast.prescriber,
    ):
        with as_actor(user):
            seen[user.name.split()[0]] = Superbill.objects.count()
    assert seen == {"Ann": 1, "Ben": 0, "Cat": 0, "Sol": 1, "Maya": 1, "Otto": 0, "Ruth": 0}


def test_the_number_counter_is_the_one_place_that_gives_numbers(cast: Cast) -> None:
    issued(cast)
    assert list(NumberCounter.objects.values_list("kind", "year", "last")) == [("superbill", 2026, 1)]


def test_sessions_of_two_therapists_need_two_superbills(cast: Cast) -> None:
    lines = stateable(cast)
    other = charged(cast, "prep", 2, NOON + timedelta(days=7))
    with as_actor(cast.staff):
        Appointment.objects.filter(pk=other.appointment_id).update(therapist=cast.other_therapist)
        lines += ChargeLine.objects.filter(charge=other).values_list("pk", flat=True)
    with pytest.raises(actions.NotReady, match=r"One therapist for one superbill\. .*Maya Okafor and Otto Brandt"):
        issued(cast, lines)


def test_a_refusal_of_the_database_that_nobody_expects_is_not_hidden(cast: Cast) -> None:
    lines = stateable(cast)
    with (
        patch("billing.models.SuperbillLine.objects.bulk_create", side_effect=IntegrityError),
        pytest.raises(IntegrityError),
    ):
        issued(cast, lines)
    with patch("billing.models.Diagnosis.save", side_effect=IntegrityError), pytest.raises(IntegrityError):
        diagnosed(cast, cast.ann, "F33.1")
