"""Many hands at once: numbers stay without gaps, a double click is one, money is counted once."""

import uuid
from datetime import timedelta
from decimal import Decimal
from functools import partial
from threading import Event

import pytest

from accounts.actor import as_actor
from billing import actions
from billing.gather import accounts_of
from billing.models import ChargeLine, NumberCounter, Payment, Superbill
from tests.billing.states import START, TODAY, charged, completed, stateable
from tests.cast import NOON, Cast
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


class Crash(Exception):
    pass


def test_twenty_threads_of_which_eight_crash_leave_no_gap_in_the_numbers(cast: Cast) -> None:
    lines = stateable(cast)
    with as_actor(role="worker"):
        charge = ChargeLine.objects.get(pk=lines[0]).charge
        many = [
            ChargeLine.objects.create(
                charge=charge, position=2 + number, label="Therapy session", code="90847", minutes=50, amount=210
            ).pk
            for number in range(20)
        ]

    def issue(number: int) -> Superbill:
        with as_actor(cast.staff):
            superbill = actions.issue_superbill(person=cast.ann, lines=[many[number]], by=cast.staff, at=NOON)
            if number % 5 in {1, 3}:
                raise Crash
        return superbill

    found = at_once(*(partial(issue, number) for number in range(20)))
    assert sum(isinstance(one, Crash) for one in found) == 8
    assert sorted(one.number for one in found if isinstance(one, Superbill)) == list(range(1, 13))
    assert NumberCounter.objects.get().last == 12


def test_ten_clicks_on_issue_are_one_superbill(cast: Cast) -> None:
    lines = stateable(cast)

    def issue() -> Superbill:
        with as_actor(cast.staff):
            return actions.issue_superbill(person=cast.ann, lines=lines, by=cast.staff, at=NOON)

    found = at_once(*[issue] * 10)
    assert sum(isinstance(one, Superbill) for one in found) == 1
    assert sum(isinstance(one, actions.AlreadyStated) for one in found) == 9


def test_ten_clicks_on_record_are_one_payment(cast: Cast) -> None:
    charged(cast)
    key = uuid.uuid4()
    found = at_once(*[lambda: pay(cast, key, "210.00")] * 10)
    assert len({one.pk for one in found if isinstance(one, Payment)}) == 1
    assert len(found) == 10


def test_ten_people_at_the_desk_take_no_more_than_is_owed(cast: Cast) -> None:
    charged(cast)
    found = at_once(*[lambda: pay(cast, uuid.uuid4(), "70.00")] * 10)
    assert sum(isinstance(one, Payment) for one in found) == 3
    assert sum(isinstance(one, actions.PaymentRefused) for one in found) == 7
    with as_actor(cast.staff):
        assert accounts_of([cast.ann])[0].owed == Decimal("0.00")


def pay(cast: Cast, key: uuid.UUID, amount: str) -> Payment:
    with as_actor(cast.staff):
        return actions.record_payment(
            key=key,
            account=cast.ann,
            amount=Decimal(amount),
            method="card",
            received_on=TODAY,
            by=cast.staff,
            at=NOON,
        )


def test_sweeps_at_the_same_time_charge_once(cast: Cast) -> None:
    charged(cast)  # the schedule is there, and a first session
    completed(cast, "prep", 2, NOON + timedelta(days=1))
    found = at_once(*[lambda: actions.charge_completed(at=NOON + timedelta(days=2))] * 4)
    assert sorted(map(str, found)) == ["0", "0", "0", "1"]


def test_a_session_stays_on_the_account_for_which_it_is_being_stated(cast: Cast) -> None:
    lines = stateable(cast)
    stated, moved = Event(), Event()

    def issue() -> Superbill:
        with as_actor(cast.staff):
            superbill = actions.issue_superbill(person=cast.ann, lines=lines, by=cast.staff, at=NOON)
            stated.set()
            moved.wait(timeout=0.5)
            return superbill

    def name_the_other() -> int:
        stated.wait(timeout=5)
        with as_actor(cast.staff):
            count = actions.name_for_insurance(
                couple=cast.couple, partner=cast.ben, since=START, by=cast.staff, at=NOON + timedelta(hours=1)
            )
        moved.set()
        return count

    superbill, count = at_once(issue, name_the_other)
    assert isinstance(superbill, Superbill)
    assert count == 0
