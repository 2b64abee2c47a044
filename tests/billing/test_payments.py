import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from accounts.actor import as_actor
from billing import actions
from billing.gather import accounts_of
from billing.models import Allocation, Payment
from tests.billing.states import TODAY, charged, insured, paid
from tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db
D = Decimal


def allocated(cast: Cast) -> list[Decimal]:
    with as_actor(cast.staff):
        rows = Allocation.objects.order_by("line__charge__service_date", "line__position")
        return list(rows.values_list("amount", flat=True))


def owed(cast: Cast) -> Decimal:
    with as_actor(cast.staff):
        return accounts_of([cast.ann])[0].owed


def test_the_oldest_session_is_settled_first(cast: Cast) -> None:
    charged(cast, "prep", 2, NOON + timedelta(days=7))
    charged(cast, "prep", 1)
    paid(cast, "250.00")
    assert allocated(cast) == [D("210.00"), D("40.00")]
    assert owed(cast) == D("170.00")


def test_more_than_is_owed_is_refused_and_nothing_is_kept(cast: Cast) -> None:
    charged(cast)
    with pytest.raises(actions.PaymentRefused, match=r"Ann owes \$210\.00\. Enter that or less\."):
        paid(cast, "210.01")
    with as_actor(cast.staff):
        assert not Payment.objects.exists()


def test_a_double_click_is_one_payment(cast: Cast) -> None:
    charged(cast)
    key = uuid.uuid4()
    with as_actor(cast.staff):
        first, second = (
            actions.record_payment(
                key=key, account=cast.ann, amount=D("210.00"), method="card", received_on=TODAY, by=cast.staff, at=NOON
            )
            for _ in range(2)
        )
    assert first == second
    assert owed(cast) == D("0.00")


def test_the_other_of_the_two_can_pay_and_it_is_known(cast: Cast) -> None:
    charged(cast)
    payment = paid(cast, "100.00", payer=cast.ben)
    assert (payment.account, payment.payer) == (cast.ann, cast.ben)
    with as_actor(cast.ben.user):
        assert not Payment.objects.visible_to(cast.ben.user).exists()


def test_an_account_shows_nothing_of_the_other(cast: Cast) -> None:
    charged(cast, "intake", 2)
    insured(cast, cast.ann)
    with as_actor(cast.staff):
        [ann, ben] = accounts_of([cast.ann, cast.ben])
    assert (ann.owed, ben.owed) == (D("0.00"), D("240.00"))


def test_accounts_ask_the_same_number_of_questions_for_one_and_for_many(
    cast: Cast, django_assert_num_queries: object
) -> None:
    for number, days in ((1, 0), (2, 1)):
        charged(cast, "prep", number, NOON + timedelta(days=days))
        paid(cast, "10.00")
    with as_actor(cast.staff), django_assert_num_queries(4):  # type: ignore[operator]  # a fixture
        accounts_of([cast.ann, cast.ben])
