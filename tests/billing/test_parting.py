"""Money of a couple that parted: what is owed stays with whoever owes it, and each goes on with an own account."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.actor import as_actor
from billing import actions
from billing.gather.accounts import owed_by
from billing.models import Charge
from clients.models import Couple, Partner
from sessions import actions as sessions
from sessions.models import Note, PlanStep
from tests.billing.states import charged, insured, paid
from tests.cast import NOON, Cast, signed_in_as
from tests.parting import alone, parted

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)


def owed(cast: Cast, partner: Partner) -> Decimal:
    with as_actor(cast.staff):
        return owed_by(partner)


def parted_after_a_session(cast: Cast) -> None:
    """One session charged to Ann, its note signed, and the couple parted."""
    insured(cast, cast.ann)
    charge = charged(cast)
    by, at = cast.therapist, NOON + timedelta(hours=2)
    with as_actor(by):
        note = sessions.save_note(appointment=charge.appointment, body="Spoke.", version=0, by=by, at=at)
        sessions.sign_note(appointment=charge.appointment, version=note.version, by=by, at=at)
    parted(cast, at)


def test_what_is_unpaid_stays_with_its_payer_and_can_still_be_paid(cast: Cast) -> None:
    parted_after_a_session(cast)
    assert (owed(cast, cast.ann), owed(cast, cast.ben)) == (Decimal("210.00"), Decimal(0))
    alone(cast, cast.ann, cast.therapist, NOON + timedelta(hours=3))
    paid(cast, "210.00")
    assert owed(cast, cast.ann) == 0


def test_own_sessions_are_charged_to_the_own_account_alone(cast: Cast) -> None:
    parted_after_a_session(cast)
    unit = alone(cast, cast.ben, cast.therapist, NOON + timedelta(hours=3))
    by = cast.therapist
    with as_actor(by):
        step = PlanStep.objects.get(couple=unit, kind="integration", number=1)
        date = sessions.book(couple=unit, step=step, starts_at=LATER, by=by, at=NOON + timedelta(hours=4))
        sessions.complete(appointment=date, by=by, at=LATER + timedelta(hours=1))
        sessions.save_note(appointment=date, body="Own.", version=0, by=by, at=LATER + timedelta(hours=1))
        assert Note.objects.visible_to(by).count() == 2
    actions.charge_completed(at=LATER + timedelta(hours=2))
    with as_actor(cast.staff):
        charge = Charge.objects.get(couple=unit)
    assert charge.account_id == cast.ben.pk
    with as_actor(cast.ann.user):
        assert not Charge.objects.filter(couple=unit).exists()


def test_the_pages_of_money_serve_somebody_alone(cast: Cast) -> None:
    parted_after_a_session(cast)
    unit = alone(cast, cast.ann, cast.therapist, NOON + timedelta(hours=3))
    for couple in (unit, Couple(pk=cast.couple.pk)):
        for name in ("couple_money", "insured"):
            assert signed_in_as(cast.staff).get(reverse(name, args=[couple.pk])).status_code == 200, name
    assert signed_in_as(cast.staff).get(reverse("payment", args=[cast.ann.pk])).status_code == 200
