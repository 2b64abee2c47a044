from datetime import timedelta

import pytest
import time_machine

from accounts.actor import as_actor
from accounts.models import User
from screening import actions as screening
from screening.models import Clearance
from tests.cast import NOON, Cast, signed_in_as
from tests.pages import words_of
from tests.states import booked, goes_on, ready_for_ketamine, worried

MORNING = NOON - timedelta(hours=3)


@pytest.fixture(autouse=True)
def at_morning() -> object:
    with time_machine.travel(MORNING, tick=False):
        yield


def page_of(cast: Cast, user: User) -> str:
    return signed_in_as(user, at=MORNING).get(f"/couples/{cast.couple.pk}/").content.decode()


def test_the_pathway_says_that_everything_is_in_place(cast: Cast) -> None:
    ready_for_ketamine(cast)
    booked(cast, starts_at=NOON)
    page = page_of(cast, cast.therapist)
    assert "Pathway of Ann &amp; Ben" in page
    assert "Both take it" in page


def test_the_office_reads_dates_and_counts_and_no_dose(cast: Cast) -> None:
    ready_for_ketamine(cast)
    page = page_of(cast, cast.staff)
    assert "Sessions left" in page
    assert " mg" not in page
    assert "For you alone" not in page
    assert "/screening/" not in page


def test_the_therapist_reads_the_limits_and_her_own_decision(cast: Cast) -> None:
    ready_for_ketamine(cast)
    page = page_of(cast, cast.therapist)
    assert " mg" in page
    assert "Go on, " in page


def test_the_therapist_reads_a_decision_by_its_own_words(cast: Cast) -> None:
    goes_on(cast, cast.ann, MORNING - timedelta(days=1))
    with as_actor(cast.therapist):
        screening.decide(partner=cast.ann, outcome="ask_again", reason="Unclear.", by=cast.therapist, at=MORNING)
    page = words_of(page_of(cast, cast.therapist))
    assert "Decision Ask again, 17 November" in page
    assert "Not now" not in page


def test_what_the_office_sees_says_nothing_of_a_private_answer(cast: Cast) -> None:
    ready_for_ketamine(cast)
    booked(cast, starts_at=NOON + timedelta(days=7))
    worried(cast.ann, MORNING)
    page = words_of(page_of(cast, cast.staff)).lower()
    assert "not ready yet" in page
    assert "alone" not in page
    assert "private answer" not in page


def test_while_both_are_in_the_room_what_is_private_is_closed(cast: Cast) -> None:
    ready_for_ketamine(cast)
    booked(cast, starts_at=NOON)
    worried(cast.ann, MORNING)
    apart = page_of(cast, cast.therapist)
    with time_machine.travel(NOON + timedelta(minutes=10), tick=False):
        client = signed_in_as(cast.therapist, at=NOON + timedelta(minutes=10))
        together = client.get(f"/couples/{cast.couple.pk}/").content.decode()
    assert '<details class="more" open>' in apart
    assert '<details class="more" open>' not in together


@pytest.mark.parametrize("who", ["other_therapist", "prescriber", "ann", "dan"])
def test_a_couple_of_others_is_no_page(cast: Cast, who: str) -> None:
    user = {"ann": cast.ann.user, "dan": cast.dan.user}.get(who) or getattr(cast, who)
    assert signed_in_as(user, at=MORNING).get(f"/couples/{cast.couple.pk}/").status_code in {403, 404}


def test_the_list_shows_each_therapist_their_own_couples(cast: Cast) -> None:
    own = signed_in_as(cast.therapist, at=MORNING).get("/couples/").content.decode()
    assert "Ann &amp; Ben" in own
    assert "Cat &amp; Dan" not in own
    assert "Cat &amp; Dan" in signed_in_as(cast.staff, at=MORNING).get("/couples/").content.decode()


def test_while_both_are_in_the_room_one_s_consent_and_clearance_are_closed_too(cast: Cast) -> None:
    ready_for_ketamine(cast)
    booked(cast, starts_at=NOON)
    with time_machine.travel(NOON + timedelta(minutes=10), tick=False):
        client = signed_in_as(cast.therapist, at=NOON + timedelta(minutes=10))
        together = client.get(f"/couples/{cast.couple.pk}/").content.decode()
    for column in together.split('class="card partner')[1:]:
        open_part, closed_part = column.split('<details class="more">', 1)
        for word in ("Consent", "Clearance", " mg"):
            assert word not in open_part
            assert word in closed_part


def test_a_stopped_clearance_is_the_prescriber_s_to_tell_the_office(cast: Cast) -> None:
    ready_for_ketamine(cast)
    with as_actor(cast.prescriber):
        clearance = Clearance.objects.get(partner=cast.ann)
        screening.suspend_clearance(clearance=clearance, reason="Pressure.", by=cast.prescriber, at=MORNING)
    office, therapist = (words_of(page_of(cast, user)) for user in (cast.staff, cast.therapist))
    assert "Suspended by Ruth Lee" in therapist
    assert "uspended" not in office
    assert "Waiting for the prescriber" in office


def test_the_therapist_alone_is_led_to_what_each_sees(cast: Cast) -> None:
    assert "What each sees" in page_of(cast, cast.therapist)
    assert "What each sees" not in page_of(cast, cast.staff)
