import re
from collections.abc import Mapping
from datetime import timedelta

import pytest
import time_machine

from accounts.actor import as_actor
from accounts.models import User
from screening import actions as screening
from screening.rules.change import CHANGES
from screening.rules.pages import PAGES
from sessions.models import Role
from tests.cast import NOON, Cast, signed_in_as
from tests.pages import without_tokens, words_of
from tests.states import (
    ANSWERS,
    TOLD,
    answered,
    booked,
    cleared,
    consented,
    ready_for_ketamine,
    signed,
    told,
    worried,
)

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
    told(cast.ann)
    consented(cast.ann)
    assert "Continue: Agreements for your preparation" in home(cast.ann.user)
    for kind in ("touch", "room"):
        signed(cast.ann, kind)
    assert "Everything here is done." in home(cast.ann.user)


def test_a_part_of_the_list_folds_once_all_of_it_is_done(cast: Cast) -> None:
    assert "<details" not in home(cast.ann.user)
    answered(cast.ann)
    assert len(re.findall(r"<details.*?10 of 10 done.*?</details>", home(cast.ann.user), re.DOTALL)) == 1


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


def list_of(page: str) -> list[tuple[str, str]]:
    """Each task with its state, in order."""
    found = re.findall(r'class="task-title[^"]*"[^>]*>([^<]+)<.*?class="task-state">(.*?)</li>', page, re.DOTALL)
    return [(title, re.sub(r"^[0-9]+ minutes? ", "", words_of(chip))) for title, chip in found]


def test_all_five_states_are_told_in_words(cast: Cast) -> None:
    with as_actor(cast.ann.user):
        screening.send_page(partner=cast.ann, page="heart", answers=ANSWERS["heart"], by=cast.ann.user, at=NOON)
        screening.send_page(partner=cast.ann, page="issues", answers=ANSWERS["issues"], by=cast.ann.user, at=NOON)
        screening.save_draft(partner=cast.ann, page="head", answers={}, version=0, by=cast.ann.user, at=NOON)
    states = dict(list_of(home(cast.ann.user)))
    assert states["Your heart and blood pressure"] == "Received"
    assert states["What brings you here"] == "Done"
    assert states["Your head, eyes and memory"] == "In progress"
    assert states["Your medicines"] == "Not started"
    assert states["The two of you"] == "Not yet"


def test_the_first_sitting_says_how_long_it_takes(cast: Cast) -> None:
    assert re.search(r"About (1[0-9]|20) minutes left for now", words_of(home(cast.ann.user)))
    answered(cast.ann)
    assert "left for now" not in home(cast.ann.user)


def test_later_opens_with_the_last_page_of_the_first_sitting(cast: Cast) -> None:
    page = home(cast.ann.user)
    assert "/my/questions/21/" not in page
    assert "Opens when everything above is sent." in page
    answered(cast.ann)
    page = home(cast.ann.user)
    assert "Continue: The two of you" in page
    assert "Opens when everything above is sent." not in page


@pytest.mark.parametrize(
    ("number", "ways"),
    [
        (4, [ANSWERS["private"], {"skip": "yes"}, {**ANSWERS["private"], "safe_home": "no"}]),
        (26, [TOLD["closeness"], {"skip": "yes"}, {"skip": "left_out"}]),
    ],
)
def test_a_page_that_was_skipped_reads_as_one_that_was_answered(
    cast: Cast, number: int, ways: list[Mapping[str, str]]
) -> None:
    seen = set()
    for partner, way in zip((cast.ann, cast.ben, cast.cat), ways, strict=True):
        client = signed_in_as(partner.user)
        client.post(f"/my/questions/{number}/?part=2", way)
        client.get("/my/")  # takes what is said once
        text = words_of(client.get("/my/").content.decode())
        seen.add(text.replace(partner.called, "X").replace("Maya Okafor", "T").replace("Otto Brandt", "T"))
    assert len(seen) == 1


def test_what_comes_next_leads_through_a_sitting_and_ends_in_a_rest(cast: Cast) -> None:
    ann = signed_in_as(cast.ann.user)
    assert ann.get("/my/next/?part=1")["Location"] == "/my/questions/1/"
    answered(cast.ann)
    page = words_of(ann.get("/my/next/?part=1").content.decode())
    assert "That is all for now" in page
    assert "Maya Okafor talks with each person alone" in page
    assert "Whom to call" in page
    assert ann.get("/my/next/?part=2")["Location"] == "/my/questions/21/"
    told(cast.ann)
    assert "Go on now: Agreements" in ann.get("/my/next/?part=2").content.decode()
    consented(cast.ann)
    for kind in ("touch", "room"):
        signed(cast.ann, kind)
    assert "Everything is here" in ann.get("/my/next/?part=2").content.decode()


def test_what_comes_next_is_the_same_whatever_was_said(cast: Cast) -> None:
    answered(cast.ann)
    ann = signed_in_as(cast.ann.user)
    before = without_tokens(ann.get("/my/next/?part=1").content.decode())
    worried(cast.ann)
    assert without_tokens(ann.get("/my/next/?part=1").content.decode()) == before
