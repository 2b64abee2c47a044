from datetime import timedelta

import pytest
import time_machine

from accounts.models import User
from tests.cast import NOON, Cast, signed_in_as
from tests.pages import without_tokens
from tests.states import answered, booked, cleared, consented, signed, worried


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def home(user: User) -> str:
    return without_tokens(signed_in_as(user).get("/my/").content.decode())


def test_a_new_partner_starts_with_the_first_part(cast: Cast) -> None:
    page = home(cast.ann.user)
    assert "0 of 6 done" in page
    assert "Continue: Your health" in page
    assert "We are preparing your next date." in page


def test_everything_sent_and_signed_leaves_nothing_to_do(cast: Cast) -> None:
    answered(cast.ann)
    consented(cast.ann)
    assert "Continue: Agreements for your preparation" in home(cast.ann.user)
    for kind in ("touch", "room"):
        signed(cast.ann, kind)
    assert "Everything here is done." in home(cast.ann.user)


def test_a_date_stands_with_its_zone(cast: Cast) -> None:
    booked(cast, kind="consult", starts_at=NOON + timedelta(days=2))
    page = home(cast.ann.user)
    assert "Thursday 19 November, 12:00" in page
    assert "Pacific" in page


def test_an_own_private_date_is_on_nobody_else_s_page(cast: Cast) -> None:
    booked(cast, kind="intake", starts_at=NOON + timedelta(days=2))
    assert "Thursday 19 November" in home(cast.ann.user)
    assert "Thursday 19 November" not in home(cast.ben.user)


def test_nothing_changes_with_what_the_other_said_or_was_told(cast: Cast) -> None:
    before = home(cast.ben.user)
    cleared(cast, cast.ann, NOON - timedelta(days=1))
    worried(cast.ann)
    assert home(cast.ben.user) == before
