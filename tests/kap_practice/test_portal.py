from datetime import timedelta

import pytest
import time_machine

from accounts.models import User
from screening.rules.change import CHANGES
from screening.rules.pages import PAGES
from sessions.models import Role
from tests.cast import NOON, Cast, signed_in_as
from tests.pages import without_tokens
from tests.states import answered, booked, cleared, consented, ready_for_ketamine, worried

NO_CHANGE = {question.id: "no" for question in CHANGES}


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with time_machine.travel(NOON, tick=False):
        yield


def home(user: User) -> str:
    return without_tokens(signed_in_as(user).get("/my/").content.decode())


def test_a_new_partner_starts_with_the_first_part(cast: Cast) -> None:
    page = home(cast.ann.user)
    assert f"0 of {len(PAGES) + 1} done" in page
    assert "Continue: Your heart and blood pressure" in page
    assert "We are preparing your next date." in page


def test_everything_sent_and_signed_leaves_nothing_to_do(cast: Cast) -> None:
    answered(cast.ann)
    consented(cast.ann)
    assert "Everything here is done." in home(cast.ann.user)


ONCE_SHOWN = NOON + timedelta(days=3)


@pytest.mark.parametrize(("days", "asked"), [(11, False), (9, True)])
def test_whether_anything_changed_is_asked_of_both_in_the_week_before_a_ketamine_date(
    cast: Cast, days: int, asked: bool
) -> None:
    ready_for_ketamine(cast)
    booked(cast, starts_at=NOON + timedelta(days=days), roles={cast.ann: Role.DOSING, cast.ben: Role.WITNESS})
    with time_machine.travel(ONCE_SHOWN, tick=False):
        for somebody in (cast.ann, cast.ben):
            assert ("Has anything changed?" in home(somebody.user)) == asked


def test_it_is_not_asked_before_a_date_that_was_not_told_yet(cast: Cast) -> None:
    ready_for_ketamine(cast)
    booked(cast, starts_at=NOON + timedelta(days=6))
    assert "Has anything changed?" not in home(cast.ann.user)


def test_whatever_was_said_of_changes_the_list_reads_the_same(cast: Cast) -> None:
    ready_for_ketamine(cast)
    booked(cast, starts_at=NOON + timedelta(days=9))
    pages = set()
    with time_machine.travel(ONCE_SHOWN, tick=False):
        asked = home(cast.ann.user)
        for answers in ({"nothing": "yes"}, NO_CHANGE | {"change_bladder": "yes"}):
            signed_in_as(cast.ann.user).post("/my/change/", answers)
            pages.add(home(cast.ann.user))
    assert len(pages) == 1
    assert asked not in pages


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
